"""Warning signs and motor milestones by age, and the timeline that merges all of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from content.child.ages import Age, Gestation, age
from content.child.child import Child
from content.child.milestones import Reach, asked_motor, milestones, reach
from content.child.shelf import ChildShelf
from content.child.timeline import timeline
from content.load import Library
from content.rules.ages import after_months

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

BIRTH = date(2025, 3, 8)
TABLES = (3, 6, 8, 12, 18, 24, 30, 36)


@pytest.fixture(scope="module")
def shelf(known: Library) -> ChildShelf:
    return known.child


def old(months: int, days: int = 0) -> Age:
    return age(BIRTH, after_months(BIRTH, months) + timedelta(days))


# --- signs and milestones -----------------------------------------------------------------------
def test_eight_tables_of_four_signs(shelf: ChildShelf) -> None:
    assert tuple(table.months for table in shelf.warning_signs.values()) == TABLES
    assert all(len(table.signs) == 4 for table in shelf.warning_signs.values())


@pytest.mark.parametrize(
    ("months", "days", "reached", "to_come"),
    [
        (0, 0, None, 3),
        (3, -1, None, 3),
        (3, 0, 3, 6),
        (7, 29, 6, 8),
        (12, 0, 12, 18),
        (36, -1, 30, 36),
        (36, 0, 36, None),
        (47, 0, 36, None),
    ],
)
def test_the_table_reached_last(
    shelf: ChildShelf, months: int, days: int, reached: int | None, to_come: int | None
) -> None:
    found = milestones(old(months, days), shelf)
    assert (found.signs and found.signs.months) == reached
    assert (found.next_signs and found.next_signs.months) == to_come


def test_windows_of_the_who(shelf: ChildShelf) -> None:
    assert {m.id: (m.first, m.last) for m in shelf.motor.values()} == {
        "sitting": (3.8, 9.2),
        "standing_held": (4.8, 11.4),
        "crawling": (5.2, 13.5),
        "walking_held": (5.9, 13.7),
        "standing": (6.9, 16.9),
        "walking": (8.2, 17.6),
    }


@pytest.mark.parametrize(
    ("months", "where"),
    [(8, Reach.EARLY), (9, Reach.WITHIN), (17, Reach.WITHIN), (18, Reach.OVER)],
)
def test_walking_by_age(shelf: ChildShelf, months: int, where: Reach) -> None:
    assert reach(shelf.motor["walking"], old(months)) is where


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("这么大会走了吗", "walking"),
        ("能扶着走了", "walking_held"),
        ("还不会爬", "crawling"),
        ("扶着站站不稳", "standing_held"),
        ("几个月会坐", "sitting"),
        ("会笑吗", None),
    ],
)
def test_which_milestone_is_asked_for(shelf: ChildShelf, text: str, name: str | None) -> None:
    found = asked_motor(text, shelf)
    assert (found and found.id) == name


# --- the timeline -------------------------------------------------------------------------------
def test_the_timeline_of_a_newborn(shelf: ChildShelf) -> None:
    items = timeline(Child("c", BIRTH), BIRTH, shelf)
    assert [i.key for i in items[:2]] == ["vaccine.bcg.1", "vaccine.hepb.1"]
    assert {i.kind for i in items} == {"vaccine", "checkup", "screening", "signs"}
    assert [i.due for i in items] == sorted(i.due for i in items)
    assert all(i.cite for i in items)


def test_what_is_done_or_over_is_not_in_it(shelf: ChildShelf) -> None:
    child = Child("c", BIRTH, given={"hepb": [BIRTH], "bcg": [BIRTH]}, done={"hearing": BIRTH})
    today = after_months(BIRTH, 1)
    keys = {i.key for i in timeline(child, today, shelf)}
    assert not keys & {"vaccine.hepb.1", "vaccine.bcg.1", "screening.hearing", "screening.heart"}
    assert {"vaccine.hepb.2", "checkup.full_month", "screening.hip"} <= keys


def test_a_preterm_childs_signs_count_from_term_and_vaccines_from_birth(shelf: ChildShelf) -> None:
    child = Child("c", BIRTH, gestation=Gestation(32))
    days = {i.key: i.due for i in timeline(child, BIRTH, shelf)}
    term = BIRTH + timedelta(56)
    assert days["signs.3"] == after_months(term, 3)
    assert days["signs.18"] == after_months(term, 18)
    # From two years on nothing is corrected.
    assert days["signs.24"] == after_months(BIRTH, 24)
    assert days["signs.30"] == after_months(BIRTH, 30)
    assert days["vaccine.dtap.1"] == after_months(BIRTH, 2)
    assert days["checkup.month_3"] == after_months(BIRTH, 3)


def test_unknown_stays_apart_from_missing(shelf: ChildShelf) -> None:
    child = Child("c", BIRTH, given={"mmr": []})
    items = {i.key: i for i in timeline(child, after_months(BIRTH, 12), shelf)}
    assert items["vaccine.mmr.1"].known
    assert not items["vaccine.dtap.1"].known


def test_nothing_before_the_birth(shelf: ChildShelf) -> None:
    assert timeline(Child("c", BIRTH), BIRTH - timedelta(1), shelf) == []


@UNTIMED
@over(
    st.dates(date(2023, 1, 1), date(2027, 1, 1)),
    st.integers(0, 1500),
    st.none() | st.builds(Gestation, st.integers(22, 42), st.integers(0, 6)),
)
def test_any_child_has_a_timeline_of_distinct_keys(
    known: Library, birth: date, days: int, weeks: Gestation | None
) -> None:
    items = timeline(Child("c", birth, gestation=weeks), birth + timedelta(days), known.child)
    keys = [i.key for i in items]
    assert len(keys) == len(set(keys))
    assert all(i.due >= birth for i in items)
