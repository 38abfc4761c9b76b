"""An answer that picks from a numbered list: 1, 第二个, 选3, ②, 最后一个."""

import re

from nlu.entities.numerals import value
from nlu.normalise import clean

# Longer answers say more than a pick.
LONGEST = 14
_KEYCAP = str.maketrans("", "", "\ufe0e\ufe0f\u20e3")  # what makes 1 into the emoji of a key
_LEAD = r"(?:[嗯哦呃那就我要选是用按来点挑填]|应该|可能|选择|回复|答案|选项|还是|先)*"
_TAIL = r"(?:那个|这个|[吧啊呀的了哦嘛哈呢]|谢谢|[\s,.。!、])*"
_PUNCT = r"[\s,.。!、:;~]*"
_OF = r"(?:个选项|个|选项|项|条|种|家|位|类)"
_N = r"(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_PICK = re.compile(
    rf"{_PUNCT}{_LEAD}{_PUNCT}(?:第{_N}{_OF}?|[(\[]{_N.replace('number', 'boxed')}[)\]]"
    rf"|{_N.replace('number', 'plain')}(?:号|选项|项|\)|\.)?"
    rf"|(?P<first>(?:头|首|最前面?|第1)一?{_OF})|(?P<last>(?:最后面?|末尾)(?:那|的)?一?{_OF})"
    rf"|(?P<but>倒数第{_N.replace('number', 'back')}{_OF}?)){_TAIL}{_PUNCT}"
)


def choice_number(text: str, count: int) -> int | None:
    """The number picked, 1 to ``count``; None for anything more than a pick, or out of range.

    「2个」 is an amount, not a pick, and 「1和2」 picks nothing.
    """
    text = clean(text.translate(_KEYCAP))
    if len(text) > LONGEST:
        return None
    match = _PICK.fullmatch(text)
    number = _number(match, count) if match else None
    return number if number is not None and 1 <= number <= count else None


def _number(match: re.Match[str], count: int) -> int | None:
    if match["first"]:
        return 1
    if match["last"]:
        return count
    if match["but"]:
        back = value(match["back"])
        return None if back is None else count + 1 - int(back)
    number = value(match["number"] or match["boxed"] or match["plain"])
    return None if number is None else int(number)
