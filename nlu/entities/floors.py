"""The floor of the rooms: 二楼, 3层, 负一楼, 地下室. How many floors a house has is another thing."""

import re

from nlu.entities.numerals import TO, bounds
from nlu.entities.quantity import Quantity

_N = r"(?:(?:(?<![0-9A-Za-z.])|(?<=B))[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_FLOOR = re.compile(
    r"(?P<below>负|半?地下|(?<![0-9A-Za-z])[-B](?=[1-3](?![0-9])))?第?"
    rf"(?:(?P<low>{_N})(?:{TO}|[、和跟]))?(?P<top>{_N})\s?(?P<unit>楼|层|[Ff](?![A-Za-z0-9]))"
    r"|(?P<basement>半?地下室|半地下)|(?P<ground>首层|底楼|(?<!到)底层)"
)
_AND = re.compile(rf"{TO}|[、和跟,]?")
_HIGHEST = 60  # 楼上180楼下160 holds no floor 180
_NO = re.compile(r"(?:没有?|不是|不要|不在|无)$")
# Words before 三层 that make it a number of floors.
_HOW_MANY = re.compile(
    r"(?:共|总|有|高|盖了?|建了?|分|上下|底下|楼上|出来?|买了?|隔成|隔出|加|独栋|别墅|楼房|[民农厂]房|房子|自建房?[^0-9]{0,4}|每|整|[一整]栋|分成)"
    r"[是个了为\s]*$"
)
_HOUSE = re.compile(
    r"\s?(?:小?楼(?!梯|道)|独栋|高|别墅|自建|建筑|复式|民房|商铺|门面|的?[^,。\s]{0,3}(?:大楼|小楼|楼房)|皮|纸)"
)
_NO_FLOOR = re.compile(r"[下盘道梯房宇栋板长]")


def floors(text: str) -> list[Quantity]:
    """Floors named in a cleaned text; 一到三楼 and 一楼和二楼 are one mention, the highest."""
    found: list[Quantity] = []
    for match in _FLOOR.finditer(text):
        quantity = _floor(match)
        if quantity is None or _NO.search(text, 0, match.start()):
            continue
        if found and _joined(text, found[-1], quantity):
            quantity = _merged(text, found.pop(), quantity)
        found.append(quantity)
    return found


def _joined(text: str, one: Quantity, two: Quantity) -> bool:
    # A basement is never merged away: it decides whether rooms may be used at all.
    return one.value > 0 and two.value > 0 and bool(_AND.fullmatch(text[one.end : two.start]))


def _merged(text: str, one: Quantity, two: Quantity) -> Quantity:
    value = max(one.value, two.value)
    return Quantity("floor", value, one.start, two.end, text[one.start : two.end], exact=False)


def _floor(match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if match["basement"]:
        return Quantity("floor", -1, start, end, match.group())
    if match["ground"]:
        return Quantity("floor", 1, start, end, match.group())
    top = bounds(match["top"])
    if top is None or not 0 < top[0] <= _HIGHEST or _is_a_height(match):
        return None
    value = -top[0] if match["below"] else (top[1] or top[0])
    several = match["low"] is not None or top[1] is not None
    return Quantity("floor", value, start, end, match.group(), exact=not several)


def _is_a_height(match: re.Match[str]) -> bool:
    """三层小楼, 一共三层, 三楼盘: no floor that rooms are on."""
    if match["unit"] != "层":
        return bool(_NO_FLOOR.match(match.string, match.end()))
    if match["below"] or "第" in match.group():
        return False
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(_HOW_MANY.search(before) or _HOUSE.match(match.string, match.end()))
