"""Which counties lie at or near a point."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.positions.outlines import SCALE, Outlines

KM_PER_DEGREE = 111.2
# Beyond this the earth is not flat enough for the plane we measure in.
FARTHEST_KM = 50.0

Plane = NDArray[np.float64]


@dataclass(frozen=True)
class Near:
    """A county by the code it had when it was surveyed. ``km`` to its outline; 0 inside."""

    code: str
    km: float


class Locator:
    """Looks points up. Built once; a look-up takes well under a millisecond."""

    def __init__(self, outlines: Outlines) -> None:
        self._outlines = outlines
        self._boxes = outlines.boxes()

    def near(self, lat: float, lng: float, within_km: float) -> tuple[Near, ...]:
        """The counties not farther than ``within_km`` (at most FARTHEST_KM), nearest first.

        Latitude and longitude in degrees, WGS-84; any number will do, and what is no place on
        earth is near nothing.
        """
        if not (abs(lat) <= 90 and abs(lng) <= 180):
            return ()
        within_km = min(within_km, FARTHEST_KM)
        found = [self._at(county, lat, lng) for county in self._candidates(lat, lng, within_km)]
        return tuple(sorted((n for n in found if n.km <= within_km), key=lambda n: (n.km, n.code)))

    def _candidates(self, lat: float, lng: float, within_km: float) -> list[int]:
        """Those whose box, widened, holds the point."""
        tall = within_km / KM_PER_DEGREE
        wide = tall / max(math.cos(math.radians(lat)), 0.01)
        west, south, east, north = self._boxes.T
        level = (south - tall <= lat) & (lat <= north + tall)
        return np.flatnonzero(level & (west - wide <= lng) & (lng <= east + wide)).tolist()

    def _at(self, county: int, lat: float, lng: float) -> Near:
        """How far the county is, in a plane of kilometres with the point in its middle."""
        start, end = self._outlines.starts[county : county + 2]
        around = self._outlines.points[start:end] / SCALE - (lng, lat)
        plane = around * (KM_PER_DEGREE * math.cos(math.radians(lat)), KM_PER_DEGREE)
        edges = ~self._outlines.ends[start : end - 1]
        a, b = plane[:-1][edges], plane[1:][edges]
        km = 0.0 if _inside(a, b) else _distance(a, b)
        return Near(f"{self._outlines.codes[county]:06d}", km)


def _inside(a: Plane, b: Plane) -> bool:
    """Whether a ray from the middle to the east crosses the edges an odd number of times."""
    crossing = (a[:, 1] > 0) != (b[:, 1] > 0)
    (ax, ay), (bx, by) = a[crossing].T, b[crossing].T
    east = ax - ay * (bx - ax) / (by - ay) > 0
    return bool(np.count_nonzero(east) % 2)


def _distance(a: Plane, b: Plane) -> float:
    """From the middle to the nearest edge."""
    along = b - a
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(-(a * along).sum(axis=1) / length, 0, 1)
    return float(np.hypot(*(a + along * share[:, None]).T).min())
