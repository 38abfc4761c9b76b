"""Ages in months: 一岁半, 1岁3个月零5天, 18个月大, 仨月, 半岁, 25天, 双满月, 三岁以下, 矫正6个月."""

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
# 1岁3个月5天没拉 is a child of 15 months, and five days of something else.
_AND_DAYS = rf"(?:[零又]?\s?(?P<days>{_N})\s?天(?!\s?[了就都]*(?:没|不|一直|拉|吐|咳|发|烧|[之以]?[前后内])))?"
_YEARS = re.compile(
    rf"(?:(?P<low>{_N})(?:周?岁)?(?P<low_half>半)?{TO})?(?P<years>{_N})\s?周?岁"
    rf"(?:(?P<half>半)|[零又]?\s?(?P<extra>{_N})\s?个(?P<extra_half>半)?月)?{_AND_DAYS}"
)
_MONTHS = re.compile(
    rf"(?:(?P<low>{_N})(?:个月)?{TO})?(?P<months>{_N}|半)\s?"
    # 俩月 and 仨月 are never months of the year.
    rf"(?:个(?P<half>半)?多?月|月(?=龄|大|宝)|(?<=[俩仨])(?P<short_half>半)?月(?![份底初])){_AND_DAYS}"
)
_BORN_DAYS = re.compile(rf"(?:出生|生下来)后?的?第\s?(?P<days>{_N})\s?天")
_DAYS = re.compile(rf"(?P<days>{_N})\s?(?P<unit>天|个?星期|个?礼拜|周(?!岁|[一二三四五六日年]))")
# Ages that are words: in months.
_WORDS = {
    re.compile(r"半岁"): 6.0,
    re.compile(r"(?:刚满|刚过|过了|满|快|马上|差不多)周岁"): 12.0,
    re.compile(r"双满月(?![酒照])"): 2.0,
    re.compile(r"满月(?![酒照])"): 1.0,
    re.compile(r"(?<![0-9一二两三四五六七八九几])百[天日](?![照宴咳])"): 100 / DAYS_IN_MONTH,
    re.compile(r"刚(?:刚)?(?:出生|生下来)(?!\s?[0-9一二两三四五六七八九十])"): 0.0,
}
_UNDER_BEFORE = re.compile(r"(?:不到|未满|不满|不足|没满|没到|没有?|小于|低于|还没)$")
_UNDER_AFTER = re.compile(r"\s?(?:大|龄)?(?:及)?(?:以[下内里前]|之[内前]|前(?!后|面)|内)")
_OVER_BEFORE = re.compile(r"(?:超过|大于|超)$")
_OVER_AFTER = re.compile(r"\s?(?:大|龄)?(?:及)?(?:以上|往上|\+)")
_ALMOST_BEFORE = re.compile(
    r"(?:快|马上|将近|接近|差不多|眼看|差[几两一二三0-9]*天)(?:就|要|到|满|有)*\s?$|^(?:快|马上|差不多)"
)
_MORE = re.compile(r"个半?多月|\s?(?:大|龄)?(?:多|出头)")
_CORRECTED = re.compile(
    r"[矫纠校]正(?:后|过)?的?(?:月龄|胎龄|年龄|龄)?[,:是为才快刚满大概约有\s]*$"
)

Bound = Literal["under", "over"]
Rough = Literal["almost", "over"]


@dataclass(frozen=True)
class Age:
    """``months`` is the lower end of a range, ``upper`` the other; spans in the cleaned text.

    ``bound`` marks 三岁以下 and 不满三岁 (under), 两岁以上 (over). ``rough`` marks 快俩月 (almost)
    and 一岁半多, 两个多月 (over). ``corrected``: 矫正月龄, counted from the due date. Adults' ages
    are ages too.
    """

    months: float
    start: int
    end: int
    text: str
    upper: float | None = None
    bound: Bound | None = None
    rough: Rough | None = None
    corrected: bool = False


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
    return Age(
        months=round(months, 2),
        start=start,
        end=end,
        text=match.group(),
        upper=upper,
        bound=_bound(text, start, end),
        rough=_rough(text, start, end),
        corrected=bool(_CORRECTED.search(text, 0, start)),
    )


def _rough(text: str, start: int, end: int) -> Rough | None:
    if _ALMOST_BEFORE.search(text[:start]) or _ALMOST_BEFORE.match(text[start:end]):
        return "almost"
    return "over" if _MORE.match(text, end) or _MORE.search(text, start, end) else None


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
    extra += _odd_days(match)
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
    half = 0.5 if match["half"] or match["short_half"] else 0.0
    return ends[0] + half + _odd_days(match), ends[1]


def _odd_days(match: re.Match[str]) -> float:
    """The days of 1岁10个月零5天, in months."""
    return (value(match["days"] or "零") or 0.0) / DAYS_IN_MONTH


def _days(match: re.Match[str]) -> Span | None:
    if not is_age(match.string, match.start(), match.end(), short=True):
        return None
    ends = bounds(match["days"])
    if ends is None:
        return None
    each = (1 if match["unit"] == "天" else 7) / DAYS_IN_MONTH
    return ends[0] * each, None if ends[1] is None else round(ends[1] * each, 2)


def _born_days(match: re.Match[str]) -> Span | None:
    days = value(match["days"])
    return None if days is None else (days / DAYS_IN_MONTH, None)


def _word(months: float) -> Callable[[re.Match[str]], Span]:
    return lambda _: (months, None)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = (
    (_YEARS, _years),
    (_MONTHS, _months),
    (_DAYS, _days),
    (_BORN_DAYS, _born_days),
    *((pattern, _word(months)) for pattern, months in _WORDS.items()),
)
