"""From GCJ-02, the shifted coordinates of Chinese maps, to WGS-84.

WeChat gives the place that somebody picked on its map in GCJ-02; Telegram and satellites give
WGS-84. The shift is 100 to 700 m. Its formula was never published officially; this is the one
that everybody uses, https://github.com/googollee/eviltransform among others.
"""

import math

# Of the ellipsoid of Krassowski: the longer half-axis in metres, the eccentricity squared.
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347


def to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """The unshifted latitude and longitude, to some 5 m. Abroad nothing is shifted."""
    if not (_SOUTH < lat < _NORTH and _WEST < lng < _EAST):
        return lat, lng
    north, east = _shift(lat, lng)
    return lat - north, lng - east


def _shift(lat: float, lng: float) -> tuple[float, float]:
    """By how many degrees a place is moved to the north and to the east."""
    x, y = lng - 105, lat - 35
    rad = math.radians(lat)
    bent = 1 - _ECCENTRICITY * math.sin(rad) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / bent**1.5
    parallel = _AXIS / math.sqrt(bent) * math.cos(rad)
    return math.degrees(_north(x, y) / meridian), math.degrees(_east(x, y) / parallel)


def _north(x: float, y: float) -> float:
    """Metres."""
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    waves = _waves((6 * x, 20), (2 * x, 20), (y, 20), (y / 3, 40), (y / 12, 160), (y / 30, 320))
    return plain + waves


def _east(x: float, y: float) -> float:
    """Metres."""
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    waves = _waves((6 * x, 20), (2 * x, 20), (x, 20), (x / 3, 40), (x / 12, 150), (x / 30, 300))
    return plain + waves


def _waves(*parts: tuple[float, float]) -> float:
    return sum(height * math.sin(turns * math.pi) for turns, height in parts) * 2 / 3
