"""Words around a bare answer that change nothing: 「嗯，大概60吧」 is 「60」."""

import re

_LEAD = re.compile(
    r"(?:[嗯呃额恩哦啊哎那就是有约快满刚才共要想收招能这她他先\s,。、:~]"
    r"|我们?|咱们?|俺们?|我家|我这儿?|现在|目前|应该|可能|大概|大约|差不多|估计|至少|最多|不到"
    r"|超过|将近|一共|总共|打算|准备|计划|暂时|马上|眼看|孩子|宝宝|已经|刚刚|已|租|签)*"
)
_TAIL = re.compile(
    r"(?:[吧呢啊呀的了哦噢嘛哈呐撒嘞整\s,.。!?~、]|左右|上下|样子|这样|那样|来着|大概|差不多|多点|不到)*"
)
# What stands in front of the number is short: a long sentence is never a bare answer.
_LONGEST_LEAD = 16
ROUGH_BEFORE = re.compile(
    r"(?:大概|大约|差不多|约|估计|接近|将近|近|快|至少|最多|最少|不超过|不得?少于|不到|超过|以?上限|下限|限)"
    r"[是有为能收招\s]*$"
)
ROUGH_AFTER = re.compile(r"\s?(?:多|起|左右|上下|以上|以下|以内|之内|差不多|的样子|不到)")


def is_bare(text: str, start: int, end: int) -> bool:
    """Whether ``text`` says nothing but what stands between ``start`` and ``end``."""
    if start > _LONGEST_LEAD or len(text) - end > _LONGEST_LEAD:
        return False
    return bool(_LEAD.fullmatch(text, 0, start) and _TAIL.fullmatch(text, end))
