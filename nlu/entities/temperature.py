"""A body's temperature in °C: 39度2, 三十九度二, 38.5℃, 烧到39, 体温38.

Only what a body can have counts (34 to 43); the water of a bath and the air of a room do not.
"""

import re

from nlu.entities.numerals import value
from nlu.normalise import MAX_CHARS, clean

LOWEST, HIGHEST = 34.0, 43.0
_TENS = "三十[四五六七八九]|四十[一二三]?"
_WHOLE = rf"(?P<whole>(?<![0-9.])(?:3[4-9]|4[0-3])|{_TENS})"
_TENTH = r"(?:[.点](?P<point>[0-9一二三四五六七八九]{1,2}))?"
_DEGREES = re.compile(
    rf"{_WHOLE}{_TENTH}\s?(?:度|°c?|℃|摄氏度)(?P<rest>[0-9一二三四五六七八九半](?![0-9个天岁次小分]))?"
)
# Without a unit only where a fever or a measurement is spoken of right before.
_BARE = re.compile(
    rf"(?:烧|热|体温|温度|腋温|肛温|耳温|额温|量|测|针后|苗后)(?:到|了|是|有|着|的|都|又|已经|现在|出来|最高|一直|大概|差不多|快|[,\s:])*{_WHOLE}"
    r"[.点](?P<point>[0-9一二三四五六七八九])(?![0-9])"
    rf"|(?:烧|体温|腋温|肛温|耳温|额温)(?:到|了|是|有|着|都|又|已经|现在|最高|快|[,\s:])*{_WHOLE.replace('whole', 'round')}(?![0-9.个天次分小十月岁多])"
)
_ELSEWHERE = re.compile(
    r"(?:水温?|室温|空调|气温|室内|室外|房间|冲奶|奶|暖气|冰箱|烤箱|热水器)[^,。]{0,6}$"
)


def temperature(text: str) -> float | None:
    """The highest body temperature that a text states, or None."""
    text = clean(text)[:MAX_CHARS].lower()
    found = [_degrees(m) for m in _DEGREES.finditer(text) if not _of_a_thing(text, m)]
    found += [_bare(m) for m in _BARE.finditer(text) if not _of_a_thing(text, m)]
    return max((d for d in found if d is not None and LOWEST <= d <= HIGHEST), default=None)


def _of_a_thing(text: str, match: re.Match[str]) -> bool:
    return bool(_ELSEWHERE.search(text, 0, match.start()))


def _degrees(match: re.Match[str]) -> float | None:
    return _sum(match["whole"], match["point"] or match["rest"])


def _bare(match: re.Match[str]) -> float | None:
    return _sum(match["whole"] or match["round"], match["point"])


def _sum(whole: str, tenths: str | None) -> float | None:
    degrees = value(whole)
    if degrees is None or tenths is None:
        return degrees
    digit = 5.0 if tenths == "半" else value(tenths[0])
    return None if digit is None else round(degrees + digit / 10, 1)
