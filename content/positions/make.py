"""Packs the counties' GeoJSON: ``python -m content.positions.make china_district.geojson``.

Run by hand when the source has a new edition; nothing else of the project needs it.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from content.positions.outlines import SCALE, Ints, Outlines, save

# 「156330703」: ISO's number of China before the division code.
_CHINA = "156"


def packed(collection: dict[str, Any]) -> Outlines:
    """The features that are counties; lines of the border are none."""
    counties: dict[int, list[Ints]] = {}
    for feature in collection["features"]:
        code, shape = feature["properties"]["gb"], feature["geometry"]
        if code.startswith(_CHINA) and shape["type"] == "MultiPolygon":
            rings = counties.setdefault(int(code.removeprefix(_CHINA)), [])
            rings += [_ring(ring) for polygon in shape["coordinates"] for ring in polygon]
    return _joined(sorted(counties.items()))


def _ring(points: Iterable[list[float]]) -> Ints:
    """Rounded, without points that fall together, closed."""
    whole = np.rint(np.array([p[:2] for p in points]) * SCALE).astype(np.int32)
    moved = np.any(np.diff(whole, axis=0, prepend=whole[:1] - 1), axis=1)
    ring: Ints = whole[moved]
    return ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])


def _joined(counties: list[tuple[int, list[Ints]]]) -> Outlines:
    rings = [ring for _, of_county in counties for ring in of_county]
    sizes = [sum(map(len, of_county)) for _, of_county in counties]
    ends = np.zeros(sum(sizes), dtype=np.bool_)
    ends[np.cumsum([len(ring) for ring in rings]) - 1] = True
    codes = np.array([code for code, _ in counties], dtype=np.int32)
    starts = np.cumsum([0, *sizes], dtype=np.int32)
    return Outlines(codes, starts, np.vstack(rings), ends)


if __name__ == "__main__":
    save(packed(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
