"""Ages in months: 一岁半, 1岁3个月, 18个月大, 半岁, 25天, 刚满月, 三岁以下."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nlu.entities.age_context import is_age
from nlu.entities.numerals import TO, between, bounds, value
from nlu.normalise import MAX_CHARS, clean

DAYS_IN_MONTH = 365.25 / 12
OLDEST_YEARS = 120

_N = r"(?:(?<![0-9A-Za-z.])[0-9]{1,3}(?:\.[0-9])?|[零一二两三四五六七八九十百]{1,4}|俩|仨)"
_HINT = re.compile(r"[岁月天周期拜日刚]")
_YEARS = re.compile(
    rf"(?:(?P<low>{_N})(?:周?岁)?(?P<low_half>半)?{TO})?(?P<years>{_N})\s?周?岁"
    rf"(?:(?P<half>半)|[零又]?\s?(?P<extra>{_N})\s?个(?P<extra_half>半)?月)?"
)
_MONTHS = re.compile(
    rf"(?:(?P<low>{_N})(?:个月)?{TO})?(?P<months>{_N}|半)\s?(?:个(?P<half>半)?多?月|月(?=龄|大|宝))"
)
_DAYS = re.compile(rf"(?P<days>{_N})\s?(?P<unit>天|个?星期|个?礼拜|周(?!岁|[一二三四五六日年]))")
# Ages that are words: in months.
_WORDS = {
    re.compile(r"半岁"): 6.0,
    re.compile(r"(?:刚满|刚过|过了|满)周岁"): 12.0,
    re.compile(r"满月(?![酒照])"): 1.0,
    re.compile(r"(?<![0-9一二两三四五六七八九几])百[天日](?![照宴咳])"): 100 / DAYS_IN_MONTH,
    re.compile(r"刚(?:刚)?(?:出生|生下来)(?!\s?[0-9一二两三四五六七八九十])"): 0.0,
}
_UNDER_BEFORE = re.compile(r"(?:不到|未满|不满|不足|没满|没到|没有?|小于|低于|还没)$")
_UNDER_AFTER = re.compile(r"\s?(?:大|龄)?(?:及)?(?:以[下内里前]|之[内前]|前(?!后|面)|内)")
_OVER_BEFORE = re.compile(r"(?:超过|大于|超)$")
_OVER_AFTER = re.compile(r"\s?(?:大|龄)?(?:及)?(?:以上|往上)")

Bound = Literal["under", "over"]


@dataclass(frozen=True)
class Age:
    """``months`` is the lower end of a range, ``upper`` the other; spans in the cleaned text.

    ``bound`` marks 三岁以下 and 不满三岁 (under), 两岁以上 (over). Adults' ages are ages too.
    """

    months: float
    start: int
    end: int
    text: str
    upper: float | None = None
    bound: Bound | None = None


def ages(text: str) -> list[Age]:
    """All ages in order of appearance."""
    text = clean(text)[:MAX_CHARS]
    if not _HINT.search(text):
        return []
    found: list[Age] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            span = read(match)
            free = all(match.end() <= a.start or a.end <= match.start() for a in found)
            if span is not None and free:
                found.append(_age(match, *span))
    return sorted(found, key=lambda age: age.start)


def _age(match: re.Match[str], months: float, upper: float | None) -> Age:
    start, end = match.span()
    text = match.string
    return Age(round(months, 2), start, end, match.group(), upper, _bound(text, start, end))


def _bound(text: str, start: int, end: int) -> Bound | None:
    if _UNDER_BEFORE.search(text, 0, start) or _UNDER_AFTER.match(text, end):
        return "under"
    if _OVER_BEFORE.search(text, 0, start) or _OVER_AFTER.match(text, end):
        return "over"
    return None


Span = tuple[float, float | None]


def _range(low: str | None, high: str) -> Span | None:
    return between(low, high) if low else bounds(high)


def _years(match: re.Match[str]) -> Span | None:
    """Years, halves and odd months; 两三岁 and 0-3岁 are ranges."""
    ends, start = bounds(match["years"]), value(match["low"] or "零")
    if ends is None or start is None or ends[0] > OLDEST_YEARS:
        return None
    extra = 6.0 if match["half"] else value(match["extra"] or "零") or 0.0
    extra += 0.5 if match["extra_half"] else 0.0
    last = (ends[1] or ends[0]) * 12 + extra
    if not match["low"]:
        return (ends[0] * 12, last) if ends[1] else (last, None)
    first = start * 12 + (6 if match["low_half"] else 0)
    return (first, last) if first < last else None


def _months(match: re.Match[str]) -> Span | None:
    if not is_age(match.string, match.start(), match.end(), short=False):
        return None
    if match["months"] == "半":
        return 0.5, None
    ends = _range(match["low"], match["months"])
    if ends is None:
        return None
    return ends[0] + (0.5 if match["half"] else 0.0), ends[1]


def _days(match: re.Match[str]) -> Span | None:
    if not is_age(match.string, match.start(), match.end(), short=True):
        return None
    ends = bounds(match["days"])
    if ends is None:
        return None
    each = (1 if match["unit"] == "天" else 7) / DAYS_IN_MONTH
    return ends[0] * each, None if ends[1] is None else round(ends[1] * each, 2)


def _word(months: float) -> Callable[[re.Match[str]], Span]:
    return lambda _: (months, None)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = (
    (_YEARS, _years),
    (_MONTHS, _months),
    (_DAYS, _days),
    *((pattern, _word(months)) for pattern, months in _WORDS.items()),
)
