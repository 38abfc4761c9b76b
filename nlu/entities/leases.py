"""How long a lease runs: 租5年, 租期三年, 签了两年半, 租6个月."""

import re

from nlu.entities.fillers import ROUGH_AFTER, ROUGH_BEFORE, is_bare
from nlu.entities.numerals import NUMERAL, TO, between, bounds, value
from nlu.entities.quantity import Quantity

_LENGTH = re.compile(
    rf"(?<![第每])(?:(?P<low>{NUMERAL})年?{TO})?(?P<years>{NUMERAL})\s?年(?P<half>半)?"
    rf"(?:零?(?P<extra>{NUMERAL})个月)?|(?P<months>{NUMERAL})\s?个月|(?P<half_year>半年)"
)
_LEASE_BEFORE = re.compile(r"(?:租|签|合同|期限|长约)[^,。;!?0-9]{0,7}$")
_OTHER_BEFORE = re.compile(
    r"租金|房租|月租|年租|劳动|工资|保险|培训|课|收|充|卡|[交付缴][^,]{0,3}$"
)
_LEASE_AFTER = re.compile(r"\s?(?:的|期的)?\s?(?:租期|租约|租赁|租房|租的|房租合同|合同|起租)")
_NOT_AFTER = re.compile(
    r"\s?(?:以?[前后内]|之[前后内]|一[付交收]|的?劳动|多少|几[万千块]|[0-9.一二两三四五六七八九十]+[万千百块元])"
)
# Article 705 of the Civil Code: a lease beyond twenty years is void for the rest.
_LONGEST = 20.0


def leases(text: str) -> list[Quantity]:
    """Lease terms in years in a cleaned text; a bare 「5年」 counts as one, a bare 「6个月」 not."""
    return [
        found
        for match in _LENGTH.finditer(text)
        if _is_lease(match) and (found := _quantity(match)) is not None
    ]


def _quantity(match: re.Match[str]) -> Quantity | None:
    years = _years(match)
    if years is None or not 0 < years[0] <= _LONGEST:
        return None
    before = match.string[max(0, match.start() - 8) : match.start()]
    rough = ROUGH_BEFORE.search(before) or ROUGH_AFTER.match(match.string, match.end())
    exact = years[1] is None and not rough
    return Quantity(
        "lease_years", years[0], match.start(), match.end(), match.group(), years[1], exact
    )


def _years(match: re.Match[str]) -> tuple[float, float | None] | None:
    if match["half_year"]:
        return 0.5, None
    if match["months"]:
        months = value(match["months"])
        return None if months is None else (round(months / 12, 2), None)
    ends = between(match["low"], match["years"]) if match["low"] else bounds(match["years"])
    if ends is None:
        return None
    extra = 0.5 if match["half"] else (value(match["extra"] or "零") or 0) / 12
    return round(ends[0] + extra, 2), ends[1]


def _is_lease(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - 12) : start]
    if _NOT_AFTER.match(text, end) or _OTHER_BEFORE.search(before):
        return False
    if _LEASE_BEFORE.search(before) or _LEASE_AFTER.match(text, end):
        return True
    return match["months"] is None and is_bare(text, start, end)
