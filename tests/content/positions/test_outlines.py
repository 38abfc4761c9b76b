"""Outlines: packed from GeoJSON, written, read again, measured in kilometres; GCJ-02 undone."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from content.positions.gcj02 import to_wgs84
from content.positions.locate import Locator
from content.positions.make import packed
from content.positions.outlines import load, save


def square(south: float, west: float, size: float) -> list[list[float]]:
    north, east = south + size, west + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def county(code: str, *polygons: list[list[list[float]]]) -> dict[str, Any]:
    shape = {"type": "MultiPolygon", "coordinates": list(polygons)}
    return {"properties": {"gb": code, "name": "x"}, "geometry": shape}


# A county with a hole in which another one lies, an island of the first, and a line.
GEOJSON = {
    "features": [
        county("156100002", [square(0.4, 0.4, 0.2)]),
        county("156100001", [square(0, 0, 1), square(0.4, 0.4, 0.2)], [square(0, 2, 0.1)]),
        {"properties": {"gb": ""}, "geometry": {"type": "MultiLineString", "coordinates": []}},
    ]
}


@pytest.fixture
def locator(tmp_path: Path) -> Locator:
    save(packed(GEOJSON), tmp_path / "o.npz")
    return Locator(load(tmp_path / "o.npz"))


def test_packing_keeps_every_point(tmp_path: Path) -> None:
    made = packed(GEOJSON)
    save(made, tmp_path / "o.npz")
    again = load(tmp_path / "o.npz")
    for name in ("codes", "starts", "points", "ends"):
        assert np.array_equal(getattr(made, name), getattr(again, name))
    assert made.codes.tolist() == [100001, 100002]
    assert np.flatnonzero(made.ends).tolist() == [4, 9, 14, 19]


@pytest.mark.parametrize(
    ("lat", "lng", "codes"),
    [
        (0.2, 0.2, ["100001"]),
        (0.5, 0.5, ["100002"]),
        (0.05, 2.05, ["100001"]),
        (0.5, 1.5, []),
    ],
)
def test_inside_a_hole_an_island_and_between(
    locator: Locator, lat: float, lng: float, codes: list[str]
) -> None:
    assert [n.code for n in locator.near(lat, lng, 1)] == codes


def test_distances_are_kilometres(locator: Locator) -> None:
    inside, other = locator.near(0.5, 0.39, 5)
    assert (inside.code, inside.km) == ("100001", 0)
    assert (other.code, other.km) == ("100002", pytest.approx(1.112, rel=0.01))
    assert locator.near(-0.01, 0.5, 1) == ()
    assert locator.near(-0.01, 0.5, 2)[0].km == pytest.approx(1.112, rel=0.01)


def test_the_shipped_outlines_are_whole() -> None:
    outlines = load()
    assert len(outlines.codes) == len(set(outlines.codes.tolist())) == 2891
    lasts = outlines.points[outlines.ends]
    firsts = outlines.points[np.r_[0, np.flatnonzero(outlines.ends)[:-1] + 1]]
    assert np.array_equal(firsts, lasts)
    assert outlines.ends[outlines.starts[1:] - 1].all()
    west, south = outlines.points.min(axis=0) / 10_000
    east, north = outlines.points.max(axis=0) / 10_000
    assert west > 73
    assert south > 3
    assert east < 136
    assert north < 54


def test_a_shifted_position_is_moved_back() -> None:
    """天安门: the pair that every converter is tried with."""
    lat, lng = to_wgs84(39.908692, 116.397477)
    assert (lat, lng) == (pytest.approx(39.90729, abs=1e-4), pytest.approx(116.39123, abs=1e-4))


def test_abroad_nothing_is_shifted() -> None:
    assert to_wgs84(51.5, -0.1) == (51.5, -0.1)
