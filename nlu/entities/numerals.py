"""Numerals as people type them: 60, 六十, 1万2, 两百五, 六七十, 五十到六十, 三百来.

cn2an reads the numeral itself. It lacks 俩, 仨 and the pairs 六七十 (60 to 70), and reads 六七
as 67, so those three stand here, with ranges and rough endings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cn2an

_CHINESE = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿"
# 1万2 ends in a bare digit only where nothing goes on from it: 20万60个 are two numerals.
_TAIL = r"(?:[0-9][千百](?:[0-9][百十](?![0-9]))?|[0-9](?![0-9.,个名年月日号楼层天岁周]))?"
# A letter or a point before a digit belongs to a name or a date. NFKC made ㎡ into m2.
_ARABIC = (
    r"(?:(?<![A-Za-z0-9.])|(?<=[0-9]m2))"
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
    rf"(?:[wWkK](?![A-Za-z0-9])|[十百千万亿]+{_TAIL})?"
)
NUMERAL = rf"(?:{_ARABIC}|[{_CHINESE}]{{1,16}}(?:点[零〇一二三四五六七八九]{{1,8}})?|俩|仨)"
TO = r"\s?(?:到|至|[-~—–]{1,2})\s?"
_SPAN = re.compile(
    rf"(?P<low>{NUMERAL})(?:(?:个|平|年|元|块|名)?{TO}(?P<high>{NUMERAL}))?"
    r"(?:(?P<rough>[来多余几])(?P<scale>[百千万亿](?![0-9一二两三四五六七八九]))?)?"
)
_PLAIN = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")
_DIGITS = re.compile(r"[一二两三四五六七八九]{2,}")
_PAIR = re.compile(
    r"(?P<tens>[二三四五六七八九]?十)?(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])"
    r"(?P<unit>[十百千]?[万亿]?)"
)
_DIALECT = {"俩": 2.0, "仨": 3.0}
_LETTERS = str.maketrans({"w": "万", "W": "万", "k": "千", "K": "千", ",": None})
_UNITS = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 10000.0, "亿": 1e8}
_ORDER = "一二三四五六七八九"


@dataclass(frozen=True)
class Numeral:
    """``high`` for a range, ``rough`` for 三百来, 三百多, 三十几."""

    low: float
    high: float | None
    rough: bool
    start: int
    end: int


@lru_cache(maxsize=4096)
def value(text: str) -> float | None:
    """The number that one numeral means; None where it is none (万一, 010, 三三)."""
    text = text.translate(_LETTERS)
    if text in _DIALECT:
        return _DIALECT[text]
    if text[:1].isdigit() and text[-1].isdigit() and text.replace(".", "").isdigit():
        return float(text) if _PLAIN.fullmatch(text) else None
    if _DIGITS.fullmatch(text):
        return None
    try:
        number = cn2an.cn2an(text, "smart")
    except (ValueError, ArithmeticError, LookupError):
        return None
    return float(number) if number < 1e12 else None


def digit_by_digit(text: str) -> int:
    """The number of a year said by its digits: 二〇二七, 1999."""
    return int(cn2an.cn2an(text, "direct"))


@lru_cache(maxsize=4096)
def bounds(text: str) -> tuple[float, float | None] | None:
    """``value`` with the pairs: 六七十 gives (60, 70), 六十 gives (60, None)."""
    pair = _PAIR.fullmatch(text)
    if pair is None:
        number = value(text)
        return None if number is None else (number, None)
    a, b = (_ORDER.index(pair[g].replace("两", "二")) for g in "ab")
    # 三五个 is the one pair that skips a number.
    if b != a + 1 and (a, b) != (2, 4):
        return None
    low, high = (value((pair["tens"] or "") + pair[g] + pair["unit"]) for g in "ab")
    return None if low is None else (low, high)


def between(low: str, high: str) -> tuple[float, float | None] | None:
    """Both ends of 五十到六十, 5到8万 (the first takes the unit of the second); None if upside down."""
    first, last = bounds(low), bounds(high)
    if first is None or last is None:
        return None
    bottom, top = first[0], last[1] or last[0]
    unit = _UNITS.get(high.translate(_LETTERS)[-1], 1.0)
    if bottom * unit < top:
        bottom *= unit
    return (bottom, top) if bottom < top else None


def _ends(low: str, high: str | None) -> tuple[float, float | None] | None:
    return between(low, high) if high else bounds(low)


def numerals(text: str) -> Iterator[Numeral]:
    """All numerals and ranges of numerals in ``text``, left to right."""
    for match in _SPAN.finditer(text):
        found, start = _ends(match["low"], match["high"]), match.start()
        if found is None and match["high"]:
            # 5栋-60平 is no range: what has the unit is the second one.
            found, start = bounds(match["high"]), match.start("high")
        # 几十 and 数百 name no number.
        if found is not None and text[max(0, start - 1) : start] not in {"几", "数"}:
            scale = _UNITS.get(match["scale"] or "", 1.0)
            low, high = found[0] * scale, found[1] and found[1] * scale
            yield Numeral(low, high, match["rough"] is not None, start, match.end())
