"""Both sides of every line the setting-up standard draws; what is not known never passes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.load import Library, load
from content.standard import KINDS, SIZED, Check, Premises, Standard, Verdict
from tests.content.small import DAY

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
LIBRARY = load()
STANDARD = Standard(LIBRARY, DAY)
# Before any of the figures held.
LONG_AGO = date(2009, 1, 1)
GOOD = Premises(
    floor=1,
    lease_years=3,
    outdoor_area=135,
    classes={"infant": 1, "toddler": 1, "senior": 1},
    children=45,
    carers=10,
)
HOME = Premises(floor=1, owned=True, children=5, carers=2, home=True)


def check(name: str, premises: Premises, standard: Standard = STANDARD) -> Check:
    (found,) = [c for c in standard.check(premises) if c.id == name]
    return found


def verdict(name: str, **told: object) -> Verdict:
    return check(name, Premises(**told)).verdict  # type: ignore[arg-type]


def test_the_points_in_the_order_in_which_people_look() -> None:
    centre = ["floor", "lease", "area", "outdoor", "size", "carers"]
    assert [c.id for c in STANDARD.check(GOOD)] == centre
    assert [c.id for c in STANDARD.check(HOME)] == ["floor", "lease", "area", "size", "carers"]


@pytest.mark.parametrize("premises", [GOOD, HOME])
def test_good_premises_pass_in_all_points_that_the_nation_sets(premises: Premises) -> None:
    for found in STANDARD.check(premises):
        if found.id == "area":
            continue
        assert (found.verdict, found.change) == (PASS, None)
        assert found.cites


def test_the_area_is_worked_out_per_child_and_left_to_the_province() -> None:
    found = check("area", Premises(area=280, children=35))
    assert found.verdict is UNKNOWN
    assert "平均每个孩子8平方米" in found.finding
    assert "国家没有定最小面积" in found.finding
    assert found.change
    assert found.cites
    assert "还不知道室内有多大" in check("area", Premises(children=35)).finding


@pytest.mark.parametrize("home", [True, False])
def test_what_is_not_known_never_passes(home: bool) -> None:
    for found in STANDARD.check(Premises(home=home)):
        assert found.verdict is UNKNOWN
        assert found.finding
        assert found.change
        assert found.cites


# --- floor and lease ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("floor", "expected"),
    [(None, UNKNOWN), (-1, FAIL), (0, FAIL), (0.5, FAIL), (1, PASS), (3, PASS), (3.5, FAIL), (4, FAIL), (30, FAIL)],
)  # fmt: skip
@pytest.mark.parametrize("home", [True, False])
def test_floors_one_to_three(floor: float | None, expected: Verdict, home: bool) -> None:
    assert verdict("floor", floor=floor, home=home) is expected


@pytest.mark.parametrize(
    ("floor", "said"), [(-1, "地下室不行"), (0.5, "地下室不行"), (4, "4楼不行")]
)
def test_a_floor_that_fails_is_named(floor: float, said: str) -> None:
    found = check("floor", Premises(floor=floor))
    assert said in found.finding
    assert "3层及以下" in (found.change or "")


@pytest.mark.parametrize(
    ("years", "owned", "expected"),
    [
        (None, None, UNKNOWN),
        (None, False, UNKNOWN),
        (2, None, FAIL),
        (2.9, None, FAIL),
        (3, None, PASS),
        (10, False, PASS),
        (2, False, FAIL),
        (None, True, PASS),
        (1, True, PASS),
    ],
)
def test_three_years_of_lease_or_premises_of_ones_own(
    years: float | None, owned: bool | None, expected: Verdict
) -> None:
    assert verdict("lease", lease_years=years, owned=owned) is expected


# --- outdoors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "children", "expected"),
    [
        (150, 50, PASS),
        (149.9, 50, UNKNOWN),
        (100, 50, UNKNOWN),
        (99.9, 50, FAIL),
        (0, 50, FAIL),
        (3, 1, PASS),
        (2, 1, UNKNOWN),
        (1.9, 1, FAIL),
        (None, 50, UNKNOWN),
        (150, None, UNKNOWN),
        (150, 0, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_three_square_metres_a_child_or_two_in_dense_towns(
    area: float | None, children: float | None, expected: Verdict
) -> None:
    assert verdict("outdoor", outdoor_area=area, children=children) is expected


def test_an_area_between_the_lines_says_so() -> None:
    found = check("outdoor", Premises(outdoor_area=120, children=50))
    assert "介于两条线之间" in found.finding
    assert "150平方米" in found.finding
    assert "还不知道" in check("outdoor", Premises(outdoor_area=120)).finding


# --- class sizes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "most"),
    [
        ({"infant": 1}, 10),
        ({"toddler": 1}, 15),
        ({"senior": 1}, 20),
        ({"mixed": 1}, 18),
        ({"infant": 1, "toddler": 1, "senior": 1}, 45),
        ({"senior": 3}, 60),
        ({"infant": 0, "senior": 1}, 20),
        ({"senior": 2, "mixed": 1}, 58),
    ],
)
def test_classes_take_so_many_and_not_one_more(classes: dict[str, int], most: int) -> None:
    assert verdict("size", classes=classes, children=most) is PASS
    over = check("size", Premises(classes=classes, children=most + 1))
    assert over.verdict is FAIL
    assert f"最多只能收{most}人" in over.finding
    assert over.change == "少收1人，或者多开班。"
    assert verdict("size", classes=classes, children=None) is UNKNOWN


NO_CLASSES: list[dict[str, int] | None] = [None, {}, {"infant": 0}, {"nursery": 2}]


@pytest.mark.parametrize("classes", NO_CLASSES)
def test_without_classes_of_a_kind_nothing_can_be_said(classes: dict[str, int] | None) -> None:
    for name in ("size", "carers"):
        found = check(name, Premises(classes=classes, children=5, carers=50))
        assert found.verdict is UNKNOWN
        assert "乳儿班" in found.finding


def test_how_many_fit_is_said_before_the_number_of_children_is_known() -> None:
    assert "最多收30人" in check("size", Premises(classes={"toddler": 2})).finding


# --- carers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "need"),
    [
        ({"infant": 1}, 4),
        ({"toddler": 1}, 3),
        ({"senior": 1}, 3),
        # Each class by itself: twenty infants together would take seven.
        ({"infant": 2}, 8),
        ({"senior": 2}, 6),
        ({"infant": 1, "toddler": 1, "senior": 1}, 10),
        ({"infant": 0, "toddler": 2}, 6),
    ],
)
def test_carers_are_rounded_up_for_each_class(classes: dict[str, int], need: int) -> None:
    assert verdict("carers", classes=classes, carers=need) is PASS
    short = check("carers", Premises(classes=classes, carers=need - 1))
    assert short.verdict is FAIL
    assert short.change == "再招1名保育人员，或者少收孩子。"
    unknown = check("carers", Premises(classes=classes))
    assert unknown.verdict is UNKNOWN
    assert f"至少要{need}名" in unknown.finding


def test_the_nation_sets_no_ratio_for_mixed_classes() -> None:
    found = check("carers", Premises(classes={"mixed": 1, "senior": 1}, carers=50))
    assert found.verdict is UNKNOWN
    assert "混合班国家没写" in found.finding


# --- at home ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("children", "expected"), [(None, UNKNOWN), (1, PASS), (5, PASS), (6, FAIL), (20, FAIL)]
)
def test_five_children_at_home(children: float | None, expected: Verdict) -> None:
    assert verdict("size", children=children, home=True) is expected


@pytest.mark.parametrize(("children", "need"), [(1, 1), (3, 1), (4, 2), (5, 2), (6, 2)])
def test_three_children_a_carer_at_home(children: int, need: int) -> None:
    assert verdict("carers", children=children, carers=need, home=True) is PASS
    assert verdict("carers", children=children, carers=need - 1, home=True) is FAIL
    assert verdict("carers", children=children, home=True) is UNKNOWN
    assert verdict("carers", carers=need, home=True) is UNKNOWN


# --- so many places in so many classes -----------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "places", "said"),
    [
        (3, 30, "各年龄班都没超班额"),
        (3, 31, "只能办托小班（12～24个月）、托大班（24～36个月）；"),
        (3, 45, "只能办托小班（12～24个月）、托大班（24～36个月）；"),
        (3, 46, "只能办托大班（24～36个月）；"),
        (3, 60, "只能办托大班（24～36个月）；"),
        (3, 61, "太满了：每班最多也只能20人"),
        (1, 10.0, "1个班10个托位，平均每班10人。"),
        (4, 1_000_000, "4个班1000000个托位"),
    ],
)
def test_what_the_size_of_classes_means_for_ages(classes: int, places: float, said: str) -> None:
    note, cites = STANDARD.size_note(classes, places)
    assert said in note
    assert {cite.source for cite in cites} == {"setting-standard-2019"}


# --- any premises, any day ------------------------------------------------------------------------

NUMBERS = st.none() | st.integers(0, 500) | st.floats(0, 5000)
PREMISES = st.builds(
    Premises,
    floor=st.none() | st.integers(-3, 40),
    lease_years=NUMBERS,
    owned=st.none() | st.booleans(),
    outdoor_area=NUMBERS,
    classes=st.none() | st.dictionaries(st.sampled_from([*SIZED, "nursery"]), st.integers(-1, 9)),
    children=NUMBERS,
    carers=NUMBERS,
    home=st.booleans(),
)


@given(PREMISES)
def test_every_point_says_what_it_found_and_what_to_do(premises: Premises) -> None:
    for found in STANDARD.check(premises):
        assert found.finding
        assert (found.change is None) == (found.verdict is PASS)
        assert "e+" not in found.finding
        assert found.cites


@given(PREMISES, st.sampled_from(["floor", "children", "carers", "classes", "outdoor_area"]))
def test_forgetting_a_thing_never_makes_premises_pass(premises: Premises, name: str) -> None:
    known = {c.id: c.verdict for c in STANDARD.check(premises)}
    nothing: dict[str, Any] = {name: None}
    for found in STANDARD.check(replace(premises, **nothing)):
        assert found.verdict is not PASS or known[found.id] is PASS


@given(PREMISES)
def test_on_a_day_without_figures_nothing_passes_but_ones_own_house(premises: Premises) -> None:
    for found in Standard(LIBRARY, LONG_AGO).check(premises):
        if found.id == "area":  # no figure of the nation's, on any day
            continue
        if found.id == "lease" and premises.owned:
            assert found.verdict is PASS
        else:
            assert found.verdict is UNKNOWN
            assert "待核实" in found.finding
        assert found.cites == ()


def test_on_a_day_without_figures_the_note_on_sizes_says_so() -> None:
    note, cites = Standard(LIBRARY, LONG_AGO).size_note(3, 45)
    assert "待核实" in note
    assert cites == ()


def test_every_figure_the_checks_need_is_in_the_library(known: Library) -> None:
    for name in [f"{group}.{kind}" for group in ("class_size", "ratio") for kind in KINDS]:
        assert known.parameter(name).values
