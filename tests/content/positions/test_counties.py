"""Which county a position lies in: known places, borders, the sea, abroad, any numbers at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wiring import library
from content.positions.counties import BORDER_KM, Counties, Found
from content.positions.gcj02 import to_wgs84

REGIONS = library().regions
COUNTIES = Counties(REGIONS)

# Inside a county and not at its border, by a second survey as well.
COVERED = [
    *[(p, "370406", "370406") for p in [(35.08, 117.35), (35.13, 117.54), (34.98, 117.56)]],
    *[(p, "370406", "370406") for p in [(34.99, 117.49), (35.02, 117.55), (35.13, 117.39)]],
    *[(p, "140525", "140525") for p in [(35.39, 112.64), (35.44, 112.69), (35.38, 112.86)]],
    *[(p, "140525", "140525") for p in [(35.49, 113.08), (35.49, 112.73), (35.25, 112.72)]],
    ((34.51, 118.69), "320722", "320700"),
    ((34.61, 119.22), "320706", "320700"),
    ((34.29, 119.26), "320723", "320700"),
    ((34.96, 119.07), "320707", "320700"),
    ((34.58, 119.54), "320703", "320700"),
    ((34.18, 119.40), "320724", "320700"),
    ((35.24, 117.81), "371325", "371300"),
    ((34.93, 117.73), "371324", "371300"),
    ((35.52, 118.46), "371321", "371300"),
    ((35.53, 117.57), "371326", "371300"),
    ((35.94, 118.15), "371328", "371300"),
    ((35.93, 118.56), "371323", "371300"),
    *[(p, "330703", "330703") for p in [(29.20, 119.83), (29.20, 119.74), (29.09, 119.77)]],
    *[(p, "330703", "330703") for p in [(29.20, 119.70), (29.11, 119.73), (29.04, 119.79)]],
]
ELSEWHERE = [
    ("深圳市民中心", (22.5431, 114.0579), "440304"),
    ("上海迪士尼", (31.1440, 121.6570), "310115"),
    ("兵马俑", (34.3848, 109.2785), "610115"),
    ("昆明长水机场", (25.1019, 102.9292), "530111"),
    ("哈尔滨太平机场", (45.6234, 126.2500), "230102"),
    ("乌鲁木齐地窝堡机场", (43.9071, 87.4742), "650104"),
    ("三亚凤凰机场", (18.3029, 109.4122), "460204"),
    ("莫高窟", (40.0419, 94.8087), "620982"),
    ("阳朔", (24.7785, 110.4966), "450321"),
    ("平遥古城", (37.2020, 112.1740), "140728"),
    ("九寨沟", (33.2600, 103.9180), "513225"),
    ("孔庙", (35.5966, 116.9912), "370881"),
    ("黄山汤口", (30.1320, 118.1750), "341003"),
    ("葡萄沟", (43.0000, 89.2200), "650402"),
    ("东莞", (23.0207, 113.7518), "441900"),
    ("喀什古城", (39.4704, 75.9897), "653101"),
    ("满洲里", (49.5978, 117.3786), "150781"),
    ("大理古城", (25.6936, 100.1621), "532901"),
    ("婺源", (29.2480, 117.8620), "361130"),
    ("凤凰古城", (27.9480, 109.5990), "433123"),
    ("香港旺角", (22.3193, 114.1694), "810000"),
    ("台北", (25.0330, 121.5654), "710000"),
]
BORDERS = [
    ((29.0707, 119.6691), {"330702", "330703"}),
    ((29.2314, 119.9095), {"330703", "330782"}),
    ((35.0875, 117.2777), {"370481", "370406"}),
    ((35.1984, 117.5073), {"371326", "370406"}),
    ((35.4916, 112.8926), {"140525", "140502"}),
    ((34.7602, 118.8837), {"320722", "320707"}),
    ((35.1621, 118.4069), {"371302", "371312"}),
    ((39.9087, 116.3975), {"110101", "110102"}),
    ((30.7480, 120.4850), {"330483", "330502", "330503"}),
    ((22.1987, 113.5439), {"820000", "440402"}),
]
OUTSIDE = {
    "首尔": (37.5665, 126.978),
    "河内": (21.03, 105.85),
    "东京": (35.68, 139.69),
    "平壤": (39.03, 125.75),
    "乌兰巴托": (47.92, 106.92),
    "加德满都": (27.7172, 85.324),
    "海参崴": (43.115, 131.886),
    "纽约": (40.7, -74.0),
    "黄海": (35.5, 122.5),
    "渤海": (38.7, 119.6),
    "几内亚湾": (0.0, 0.0),
    "北极": (90.0, 0.0),
    "南极": (-90.0, 180.0),
}


@pytest.mark.parametrize(("at", "county", "covered"), COVERED)
def test_a_position_in_a_covered_place(at: tuple[float, float], county: str, covered: str) -> None:
    assert COUNTIES.find(*at) == Found(county)
    assert REGIONS.coverage(county) == covered


@pytest.mark.parametrize(("at", "county"), [pytest.param(*e[1:], id=e[0]) for e in ELSEWHERE])
def test_a_position_elsewhere_in_china(at: tuple[float, float], county: str) -> None:
    assert COUNTIES.find(*at) == Found(county)
    assert REGIONS.coverage(county) is None


@pytest.mark.parametrize(("at", "neighbours"), BORDERS)
def test_on_a_border_both_are_named_and_neither_is_chosen(
    at: tuple[float, float], neighbours: set[str]
) -> None:
    found = COUNTIES.find(*at)
    assert found.code is None
    assert 2 <= len(found.likely) <= 3
    assert set(found.likely) <= neighbours


@pytest.mark.parametrize("at", OUTSIDE.values(), ids=OUTSIDE)
def test_at_sea_and_abroad_nothing_is_named(at: tuple[float, float]) -> None:
    assert COUNTIES.find(*at) == Found(None)


def test_across_the_national_border_the_near_county_is_only_likely() -> None:
    """新义州 lies a river away from 丹东."""
    found = COUNTIES.find(40.10, 124.40)
    assert found.code is None
    assert all(code.startswith("2106") for code in found.likely)
    assert found.likely


def test_a_county_that_was_dissolved_is_its_city() -> None:
    """渝北区 is no longer in the official list, nor is what it was part of below 重庆市."""
    assert COUNTIES.find(29.95, 106.73).code == "500000"


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True))
def test_any_numbers_get_an_answer(lat: float, lng: float) -> None:
    found = COUNTIES.find(lat, lng)
    assert all(code in REGIONS for code in (*found.likely, found.code) if code)


@given(st.floats(18, 54), st.floats(73, 135))
def test_what_is_clear_stays_so_half_a_border_strip_away(lat: float, lng: float) -> None:
    """A shift as that of GCJ-02 never leads from one clear county to another."""
    found, beside = COUNTIES.find(lat, lng), COUNTIES.find(*to_wgs84(lat, lng))
    assert len({found.code, beside.code} - {None}) <= 1


@given(st.floats(18, 54), st.floats(73, 135))
def test_a_position_is_clear_or_has_likely_counties_never_both(lat: float, lng: float) -> None:
    found = COUNTIES.find(lat, lng)
    assert found.code is None or not found.likely
    assert len(set(found.likely)) == len(found.likely) <= 3


def test_the_outlines_are_read_once_and_only_when_asked() -> None:
    from content.positions.outlines import load

    reads = []
    counties = Counties(REGIONS, lambda: (reads.append(1), load())[1])
    assert reads == []
    counties.find(29.2, 119.83)
    counties.find(35.08, 117.35)
    assert reads == [1]


def test_the_strip_is_as_wide_as_documented() -> None:
    """A kilometre from the border is asked about; the constant is what the README promises."""
    assert BORDER_KM == 2.0
    assert COUNTIES.find(29.0707, 119.6791).code is None
