"""The county of a position, or those it may be: never one named that may be the neighbour."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from content.positions.locate import Locator
from content.positions.outlines import Outlines, load
from content.regions import Regions

# So near a border nobody is told where they are: the outlines are drawn to some hundred metres,
# a telephone may be as far off, and a position in GCJ-02 is 700 m beside itself. Compared with
# another survey, the outlines name another county for 1 point in 6 at less than 500 m from
# a border, for 1 in 60 up to 2 km, for 1 in 330 beyond.
BORDER_KM = 2.0
_MOST = 3

# Counties that got a new code after the survey, the same land.
_RENAMED = {"460321": "460302", "460322": "460303", "540422": "540481", "540530": "540581"}
# 和田县 and 皮山县 gave land to 和安县 and 和康县 after the survey; which, it does not show.
_DIVIDED = {"653221": "653200", "653223": "653200"}


@dataclass(frozen=True)
class Found:
    """``code`` where it is clear. Else ``likely``, nearest first; empty at sea and abroad.

    All are codes of ``Regions``. Where its newest list has no such county any more, or does not
    go down to counties (香港), the code is that of the city or province.
    """

    code: str | None
    likely: tuple[str, ...] = ()


class Counties:
    """Finds counties. The outlines are read when somebody first asks: most talks never do."""

    def __init__(self, regions: Regions, read: Callable[[], Outlines] = load) -> None:
        self._regions = regions
        self._read = read

    def find(self, lat: float, lng: float) -> Found:
        """What lies at a position in WGS-84 degrees; any numbers will do."""
        near = self._locator.near(lat, lng, BORDER_KM)
        codes = tuple(dict.fromkeys(self._known(county.code) for county in near))
        if len(codes) == 1 and near[0].km == 0:
            return Found(codes[0])
        return Found(None, codes[:_MOST])

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self._read())

    def _known(self, surveyed: str) -> str:
        """The place of our list that holds a county of the survey."""
        code = _DIVIDED.get(surveyed) or _RENAMED.get(surveyed, surveyed)
        above = (code, f"{code[:4]}00", f"{code[:2]}0000")
        return next((step for step in above if step in self._regions), above[-1])
