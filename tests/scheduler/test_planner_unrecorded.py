"""Subjects that we come to know after they began: what is on no record may have been done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.duties import Each
from scheduler.duties.agenda import agenda
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject
from tests.scheduler.planner_samples import CALENDAR, CHECK, LEASE, MONTHLY, REPORT, START, duty

KNOWN = date(2026, 11, 22)
OLD = Subject("institution", "institution:1", since=date(2020, 3, 1), known=KNOWN)
CHECKED = duty(CHECK, "check")


def due(subject: Subject, *duties: object, today: date = KNOWN) -> list[tuple[date, bool]]:
    found = agenda(duties, subject, today, CALENDAR)  # type: ignore[arg-type]
    return [(o.due, o.unrecorded) for o in found.occurrences]


@pytest.mark.parametrize("since", [date(2020, 3, 1), None])
def test_what_is_on_no_record_is_asked_for_within_a_month(since: date | None) -> None:
    assert due(replace(OLD, since=since), CHECKED) == [(KNOWN + timedelta(30), True)]


def test_a_month_is_asked_for_within_a_month() -> None:
    monthly = duty(MONTHLY, "monthly")
    assert due(OLD, monthly) == [(date(2026, 12, 22), True)]


def test_a_day_on_record_counts_as_ever() -> None:
    told = replace(OLD, done={"check": (date(2026, 2, 10),)})
    assert due(told, CHECKED) == [(date(2027, 2, 10), False)]


def test_who_begins_while_we_know_them_is_no_exception() -> None:
    fresh = replace(OLD, since=KNOWN + timedelta(9))
    ((day, unrecorded),) = due(fresh, duty(Each(months=12, first="since"), "check"))
    assert (day, unrecorded) == (date(2027, 12, 1), False)


def test_what_fell_due_before_our_time_is_not_called_overdue() -> None:
    found = agenda([duty(START, "start"), duty(REPORT, "report")], OLD, KNOWN, CALENDAR)
    assert all(o.due >= KNOWN for o in found.occurrences)
    assert found.absent["start"] is Why.BEFORE_US


def test_a_date_printed_has_passed_all_the_same() -> None:
    late = replace(OLD, dates={"lease": KNOWN - timedelta(3)})
    assert due(late, duty(LEASE, "lease")) == [(KNOWN - timedelta(3), False)]
