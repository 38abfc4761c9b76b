"""How long a pregnancy lasted: 34周早产, 32+5周, 胎龄36+, 早产了四周, 提前3周出生."""

import re
from dataclasses import dataclass

from nlu.entities.fillers import is_bare
from nlu.entities.numerals import value
from nlu.normalise import MAX_CHARS, clean

FULL_WEEKS = 40
SHORTEST, LONGEST = 20, 44
# 早产4周 is four weeks early, 早产34周 is after 34.
_MOST_EARLY = 18

_N = r"(?:(?<![0-9A-Za-z.+])[0-9]{1,2}|[二三四]十[一二三四五六七八九]?|[一二三四五六七八九十]{1,2}|两|俩)"
_WEEKS = re.compile(
    rf"(?P<weeks>{_N})\s?(?:"
    r"(?P<plus>\+)\s?(?P<odd>[0-6](?![0-9]))?\s?(?:周|孕周)?"
    rf"|(?:孕?周|个?星期|个?礼拜)(?![岁前后])(?:[零又加+]?\s?(?P<days>[0-6一二三四五六])\s?天|\+\s?(?P<tail>[0-6])天?)?)"
)
_EARLY_BEFORE = re.compile(r"(?:早产|提前|早出生|早生)(?:了|有|约|大概|差不多|将近)*\s?$")
_EARLY_AFTER = re.compile(r"\s?(?:左右|多)?(?:就)?(?:提前|早)(?:出生|生)")
_BORN_BEFORE = re.compile(
    r"(?:胎龄|孕周|早产儿?|孕龄|出生)(?:[,:是为在约才大概只有满了\s]|孕)*$|(?:怀孕?|孕)[,:是约才满了到]*$"
)
_BORN_AFTER = re.compile(
    r"\s?(?:左右|多|时|的时候|那会儿?|就|的)*\s?(?:早产|出生|生[的了下]|剖|顺产|产[的下]|破水|小早产)"
)
_STILL = re.compile(r"(?:怀孕?|孕)[,:是约才满了到]*$")
_TERM = re.compile(r"足月")
_NO_TERM = re.compile(r"(?:不|没|没有|未|还没)(?:到|够|满)?足月")


@dataclass(frozen=True)
class Weeks:
    """Full weeks and odd days of the pregnancy; ``exact`` is false for 36+ and 早产四周.

    ``start`` and ``end`` refer to the cleaned text.
    """

    weeks: int
    days: int
    start: int
    end: int
    text: str
    exact: bool = True


def gestation(text: str, *, asked: bool = False) -> Weeks | None:
    """The first one told; None where none is. ``asked``: the question was how many weeks.

    A pregnancy that lasts (怀孕34周了) tells of no birth.
    """
    text = clean(text)[:MAX_CHARS]
    for match in _WEEKS.finditer(text):
        found = _read(match, asked)
        if found is not None:
            return found
    return None


def full_term(text: str) -> bool | None:
    """足月 or 不足月; None where neither is said."""
    text = clean(text)
    if _NO_TERM.search(text):
        return False
    return True if _TERM.search(text) else None


def _read(match: re.Match[str], asked: bool) -> Weeks | None:
    text, (start, end) = match.string, match.span()
    number = value(match["weeks"])
    if number is None:
        return None
    odd = int(value(match["odd"] or match["days"] or match["tail"] or "零") or 0)
    early = _EARLY_BEFORE.search(text, 0, start) or _EARLY_AFTER.match(text, end)
    if early and number <= _MOST_EARLY:
        return _early(int(number), odd, match)
    if not SHORTEST <= number <= LONGEST or not (asked or _of_a_birth(text, start, end)):
        return None
    exact = not (match["plus"] and match["odd"] is None)
    return Weeks(int(number), odd, start, end, match.group(), exact)


def _early(weeks: int, days: int, match: re.Match[str]) -> Weeks:
    """So long before the full forty weeks; people round it."""
    left = FULL_WEEKS * 7 - weeks * 7 - days
    return Weeks(left // 7, left % 7, *match.span(), match.group(), exact=False)


def _of_a_birth(text: str, start: int, end: int) -> bool:
    if _BORN_AFTER.match(text, end):
        return True
    before = _BORN_BEFORE.search(text, 0, start)
    if before and not _STILL.search(text, 0, start):
        return True
    return "+" in text[start:end] and is_bare(text, start, end)
