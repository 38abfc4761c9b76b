"""Plain answers to a yes-or-no question: 是, 有的, 必须的, 不用, 没有."""

import re

from nlu.normalise import clean

# Longer answers say something else as well: they are for the classifier.
LONGEST = 20
_YES_WORDS = """
是 对 嗯 恩 昂 好 要 有 会 供 供餐 供饭 提供 当然 可以 可 行 成 中 能 得行 要得 必须 必需 肯定 确认 确定
同意 没错 没问题 没毛病 没得问题 需要 愿意 对头 正确 属实 好嘞 嗯呢 嗯哪 嗯那 都有 都是 全有 想 做
就是 是这样 就是这样 当然有 当然是 当然要 当然可以 必须有 肯定有 肯定是 那是 那必须
ok okay yes y yep 👍 👌
"""
_NO_WORDS = """
不 不是 没有 不用 不供 没 否 别 算了 非 无 不要 不需要 不会 不行 不能 不可以 不对 不成 不中 不好 不想 不做
不必 不提供 不供餐 不供饭 不同意 不愿意 不了 没得 莫得 木有 要不得 不得行 不打算 拉倒 免了 还没 还没有 错
都没有 都不是 都没 甭 绝对不 肯定不 肯定不是 当然不 当然不是 肯定没有 no n nope
"""
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
# 对了 opens a new subject, 想想 asks for time.
_UNCLEAR = frozenset(["对了", "想想", "做做", "要不", "能不"])
_FILLER = re.compile(r"(?:[嗯恩哦噢呃额啊哎唉诶]+|那个|那|谢谢您?|多谢|谢了|麻烦了?)")
_NOD = re.compile(r"[嗯恩]+")
_BEFORE = re.compile(
    r"^(?:[嗯恩哦噢呃额啊哎唉]|我们?|俺们?|咱们?|这个|那个|这|那|确实|真的|也|暂时|目前|现在|反正|已经|其实|就)+(?=.)"
)
_AFTER = re.compile(
    r"(?<=.)(?:谢谢您?|多谢|[的了呢啊呀哦噢嘛吧哈呐啦哟诶撒嘞咧哒滴呗\U0001f3fb-\U0001f3ff])+$"
)
_SOFTENED = re.compile(r"(?<=.)[吧啊呀哦嘛呢啦哈]+$")  # 算了吧 keeps its 了
_TWICE = re.compile(r"^(.{1,3}?)\1+$")
_SPLIT = re.compile(r"[\s,.。!、;…~]+")
_ASKING = re.compile(r"[?吗么]")


def yes_no(text: str) -> bool | None:
    """True or False for a plain yes or no; None for a doubt, a question or anything longer.

    Words that agree are one answer (对，有的), words that do not are none (对，没有).
    """
    text = clean(text).lower()
    if not text or len(text) > LONGEST or _ASKING.search(text):
        return None
    words = [word for word in _SPLIT.split(text) if word]
    telling = [word for word in words if not _FILLER.fullmatch(word)]
    if not telling:
        return True if any(_NOD.fullmatch(word) for word in words) else None
    answers = {_word(word) for word in telling}
    return answers.pop() if len(answers) == 1 else None


def _word(word: str) -> bool | None:
    """One word, tried as it stands and then without the particles around it."""
    for form in _forms(word):
        if form in _UNCLEAR:
            return None
        if form in _YES or form in _NO:
            return form in _YES
    return None


def _forms(word: str) -> list[str]:
    ended = _AFTER.sub("", word)
    begun = _BEFORE.sub("", word)
    forms = [word, _SOFTENED.sub("", word), ended, begun, _AFTER.sub("", begun)]
    return forms + [_AFTER.sub("", _TWICE.sub(r"\1", form)) for form in forms]
