"""A child's reminders: stable keys, days that follow from the due day, reasons for what is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from content.child.ages import Gestation
from content.child.child import Child
from content.child.shelf import ChildShelf
from content.load import Library
from content.rules.ages import after_months
from scheduler.child import child_agenda, plan_child
from scheduler.duties.occurrence import Occurrence, Stage
from scheduler.duties.planner import reconcile
from scheduler.duties.reasons import Why

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

BIRTH = date(2026, 3, 8)
CHILD = Child("c1", BIRTH, since=BIRTH)


@pytest.fixture(scope="module")
def shelf(known: Library) -> ChildShelf:
    return known.child


def at(months: int, days: int = 0) -> date:
    return after_months(BIRTH, months) + timedelta(days)


def by_key(found: Sequence[Occurrence]) -> dict[str, Occurrence]:
    return {o.key: o for o in found}


def test_keys_and_stages(shelf: ChildShelf) -> None:
    found = by_key(plan_child(CHILD, BIRTH, shelf))
    dose = found["vaccine.dtap:c1:1"]
    due = at(2)
    assert (dose.duty, dose.subject, dose.due) == ("vaccine.dtap", "c1", due)
    assert dose.stages == (
        Stage("d7", due - timedelta(7)),
        Stage("d1", due - timedelta(1)),
        Stage("due", due),
        Stage("late7", due + timedelta(7)),
    )
    assert found["checkup:c1:month_3"].due == at(3)


def test_all_of_the_first_months_are_planned_in_order(shelf: ChildShelf) -> None:
    found = plan_child(CHILD, BIRTH, shelf, horizon_days=70)
    assert [o.key for o in found] == [
        "vaccine.bcg:c1:1",
        "vaccine.hepb:c1:1",
        "checkup:c1:full_month",
        "vaccine.hepb:c1:2",
        "vaccine.dtap:c1:1",
        "vaccine.polio:c1:1",
    ]


@UNTIMED
@over(st.integers(0, 400))
def test_a_plan_stays_as_it_is_from_day_to_day(known: Library, days: int) -> None:
    """Nothing is told anew while the records stay: only check-ups fold into the next."""
    before = plan_child(CHILD, BIRTH + timedelta(days), known.child)
    agenda = child_agenda(CHILD, BIRTH + timedelta(days + 1), known.child)
    changes = reconcile(before, agenda.occurrences, agenda.why_gone)
    assert changes.moved == []
    assert all(why is Why.FOLDED and key.startswith("checkup") for key, why in changes.obsolete)


@pytest.mark.parametrize(
    ("given", "key", "why"),
    [
        ({"dtap": [at(2)]}, "vaccine.dtap:c1:1", Why.DONE),
        ({"je_inactivated": []}, "vaccine.je_live:c1:1", Why.WITHDRAWN),
        ({"hepb": []}, "vaccine.hepb:c1:3", Why.NO_DATE),
    ],
)
def test_why_one_is_gone(
    shelf: ChildShelf, given: Mapping[str, Sequence[date]], key: str, why: Why
) -> None:
    before = by_key(plan_child(CHILD, at(6, 1), shelf))
    agenda = child_agenda(replace(CHILD, given=given), at(6, 1), shelf)
    changes = reconcile([before[key]], agenda.occurrences, agenda.why_gone)
    assert changes.obsolete == [(key, why)]


def test_a_late_dose_moves_the_next_one_and_keeps_its_key(shelf: ChildShelf) -> None:
    today = at(17)
    late = replace(CHILD, given={"mmr": [today]})
    found = by_key(plan_child(late, today, shelf))["vaccine.mmr:c1:2"]
    assert found.due == max(at(18), today + timedelta(28))
    later = replace(CHILD, given={"mmr": [at(17, 20)]})
    moved = by_key(plan_child(later, at(17, 20), shelf))["vaccine.mmr:c1:2"]
    assert moved.due == at(17, 48)
    assert next(s.on for s in moved.stages) == moved.due - timedelta(7)


def test_nobody_is_urged_over_what_nobody_told(shelf: ChildShelf) -> None:
    child = Child("c1", BIRTH, since=at(7))
    agenda = child_agenda(child, at(7), shelf)
    assert all(o.due >= at(7) for o in agenda.occurrences)
    assert agenda.absent["vaccine.dtap:c1:3"] is Why.NEVER_DONE
    told = child_agenda(replace(child, given={"dtap": []}), at(7), shelf)
    assert by_key(told.occurrences)["vaccine.dtap:c1:1"].due == at(2)


def test_a_dose_after_we_knew_stays_until_it_is_told(shelf: ChildShelf) -> None:
    child = Child("c1", BIRTH, since=at(7))
    for today in (at(8, -1), at(8), at(8, 1), at(20)):
        assert "vaccine.mmr:c1:1" in by_key(plan_child(child, today, shelf))


@pytest.mark.parametrize(("day", "planned"), [(at(48, -1), True), (at(48), False)])
def test_a_child_grows_out_of_it(shelf: ChildShelf, day: date, planned: bool) -> None:
    agenda = child_agenda(CHILD, day, shelf)
    assert bool(agenda.occurrences) is planned
    if not planned:
        last = Occurrence("vaccine.menac:c1:1", "vaccine.menac", "c1", at(36), ())
        assert agenda.why_gone(last) is Why.LEFT


def test_far_ahead_is_not_planned_yet(shelf: ChildShelf) -> None:
    agenda = child_agenda(CHILD, BIRTH, shelf, horizon_days=30)
    assert agenda.gone["vaccine.menac:c1:1"] is Why.BEYOND_HORIZON


def test_a_child_that_is_not_born_has_no_plan(shelf: ChildShelf) -> None:
    assert plan_child(CHILD, BIRTH - timedelta(1), shelf) == []


def test_vaccination_of_a_preterm_child_goes_by_birth(shelf: ChildShelf) -> None:
    early = replace(CHILD, gestation=Gestation(30))
    assert plan_child(early, BIRTH, shelf) == plan_child(CHILD, BIRTH, shelf)
