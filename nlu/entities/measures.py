"""Numbers with a unit or a noun beside them: 300平, 3个班, 托位60个, 8个老师, 5万."""

import re
from collections.abc import Iterator

from nlu.entities.fillers import ROUGH_AFTER, ROUGH_BEFORE
from nlu.entities.measure_rules import OUTSIDE, RULES, Rule
from nlu.entities.numerals import Numeral, numerals
from nlu.entities.quantity import Kind, Quantity

_TEN_THOUSANDS = re.compile(r"[万亿wW][来多余几]?$")
_NO_MONEY = re.compile(r"\s?[人户个名亩字分次位家平条]")
_CROWD = re.compile(r"(?:人口|常住|人数)[^,]{0,4}$")
_CURRENCY = re.compile(r"[¥$]\s?$")
_OUTSIDE_BEFORE = re.compile(rf"{OUTSIDE}[^,。;!?、]*$")
_OUTSIDE_AFTER = re.compile(
    rf"\s?(?:的|左右的?)?{OUTSIDE}(?!\s?[有约是大]?[概]?\s?[0-9一二两三四五六七八九十])"
)
_CLAUSE = re.compile(r"[,。;!?、]")
_WHOLE = {"classes", "places", "staff"}
_REACH = 14  # characters looked back at: a noun further off belongs to something else


def measures(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Quantities whose unit or noun tells the kind, outside the spans ``taken``."""
    last = 0
    for numeral in numerals(text):
        if any(start < numeral.end and numeral.start < end for start, end in taken):
            last = numeral.end
            continue
        left = _CLAUSE.split(text[max(last, numeral.start - _REACH) : numeral.start])[-1]
        quantity = _measure(text, left, numeral)
        if quantity is not None:
            yield quantity
            last = quantity.end


def _measure(text: str, left: str, numeral: Numeral) -> Quantity | None:
    for rule in RULES:
        match = rule.right.match(text, numeral.end)
        if match is None or (rule.left and not rule.left.search(left)):
            continue
        if _is_a_figure(rule, numeral) or (rule.never and rule.never.search(left)):
            return None
        kind = _in_or_out(text, left, match.end()) if rule.kind == "area" else rule.kind
        return _quantity(kind, text, left, numeral, match.end())
    return _sum_of_money(text, left, numeral)


def _is_a_figure(rule: Rule, numeral: Numeral) -> bool:
    """4.5 places (a thousand inhabitants) and 3 m² (a child) are figures of a rule."""
    return numeral.low < rule.least or (rule.kind in _WHOLE and numeral.low % 1 != 0)


def _in_or_out(text: str, left: str, end: int) -> Kind:
    outside = _OUTSIDE_BEFORE.search(left) or _OUTSIDE_AFTER.match(text, end)
    return "outdoor_area" if outside else "area"


def _sum_of_money(text: str, left: str, numeral: Numeral) -> Quantity | None:
    """5万 alone is money; 5万人 is not, nor a population of 八万."""
    named = _CURRENCY.search(left) or _TEN_THOUSANDS.search(text, numeral.start, numeral.end)
    if not numeral.low or not named or _NO_MONEY.match(text, numeral.end) or _CROWD.search(left):
        return None
    return _quantity("money", text, left, numeral, numeral.end)


def _quantity(kind: Kind, text: str, left: str, numeral: Numeral, end: int) -> Quantity:
    rough = numeral.rough or ROUGH_BEFORE.search(left) or ROUGH_AFTER.match(text, end)
    return Quantity(
        kind,
        numeral.low,
        numeral.start,
        end,
        text[numeral.start : end],
        numeral.high,
        exact=numeral.high is None and not rough,
    )
