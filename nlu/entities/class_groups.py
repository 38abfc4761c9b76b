"""How many classes of each age: 乳儿班1个、托小班2个; 一个大班两个小班.

Up to twelve months 乳儿班, to twenty-four 托小班, to thirty-six 托大班; 混合班 takes mixed ages.
"""

import re
from dataclasses import dataclass

from nlu.entities.numerals import NUMERAL, bounds
from nlu.normalise import MAX_CHARS, clean

_NAMES = {
    "infant": r"乳儿班|乳班|婴儿班",
    "toddler": r"托小班|小托班|托小(?![园点型所])|小托(?![育管儿幼位园所点班])|小班",
    "senior": r"托大班|大托班|托大(?![概约厅])|大托(?![育管儿幼位园所点班])|大班",
    "mixed": r"混合班|混龄班|混班|混编班",
}
_NAME = "|".join(f"(?P<{group}>{names})" for group, names in _NAMES.items())
# 小班20人 and 托大班2岁 say who is in the class, not how many classes there are.
_NO_CLASSES = r"(?!\s?个?\s?(?:人|孩|娃|宝|小朋友|老师|保育|月|名|位|岁|平|楼|层|万|元|块|多少|少|班(?:里|内|最|能|可|要|应|该|多少|几|不超)))"
_TOKEN = re.compile(
    rf"{_NAME}|(?P<number>(?>{NUMERAL})){_NO_CLASSES}(?:(?P<total>\s?个?班)|(?P<counter>\s?[个间]的?))?"
)
_AND = re.compile(r"(?:[、,和跟与及还有\s]|中班)*")
_LINK = re.compile(r"[\s:是有开设办要都共各大概约]*")
_SHORT = "俩两仨"  # 俩大班 needs no 个; 一大班 is a class full of children
_MOST = 99
# 乳儿班12个 means children: a class takes ten to twenty of them, no house has ten of one sort.
_MOST_BEHIND = 9


@dataclass(frozen=True)
class ClassGroup:
    """``count`` classes of one age group, spans in the cleaned text."""

    group: str
    count: int
    start: int
    end: int


def class_groups(text: str) -> dict[str, int]:
    """Classes by infant, toddler, senior and mixed; groups without a number are left out."""
    counts: dict[str, int] = {}
    for found in group_mentions(clean(text)[:MAX_CHARS]):
        counts[found.group] = counts.get(found.group, 0) + found.count
    return counts


def group_mentions(text: str) -> list[ClassGroup]:
    """Each age group with its number, in a cleaned text."""
    if "班" not in text and "托" not in text and "乳" not in text:
        return []
    walk = _Walk(text)
    for token in _TOKEN.finditer(text):
        if token["number"]:
            walk.number(token)
        else:
            walk.name(token)
    return walk.found


class _Walk:
    """Pairs numbers with names in either order: a number takes the name it touches first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[ClassGroup] = []
        self._names: list[re.Match[str]] = []  # still without a number
        self._number: re.Match[str] | None = None  # still without a name

    def name(self, token: re.Match[str]) -> None:
        number, self._number = self._number, None
        if number is not None and number.end() == token.start() and _together(number, token):
            self._add(token, number, (number.start(), token.end()), _MOST)
            return
        if self._names and not _AND.fullmatch(self.text, self._names[-1].end(), token.start()):
            self._names.clear()
        self._names.append(token)

    def number(self, token: re.Match[str]) -> None:
        names, self._names, self._number = self._names, [], None
        gap = self.text[names[-1].end() : token.start()] if names else None
        if gap is not None and _LINK.fullmatch(gap):
            for name in names if "各" in gap else names[-1:]:
                most = _MOST if token["total"] else _MOST_BEHIND
                self._add(name, token, (name.start(), token.end()), most)
        elif not token["total"]:
            self._number = token

    def _add(
        self, name: re.Match[str], number: re.Match[str], span: tuple[int, int], most: int
    ) -> None:
        count = bounds(number["number"])
        if name.lastgroup and count and 0 < count[0] <= most and count[0] == int(count[0]):
            self.found.append(ClassGroup(name.lastgroup, int(count[0]), *span))


def _together(number: re.Match[str], name: re.Match[str]) -> bool:
    counts = number["counter"] or number["number"] in _SHORT or number["number"].isascii()
    return bool(counts) or name.group() not in {"大班", "小班"}
