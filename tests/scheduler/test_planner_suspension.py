"""Institutions suspended or closed, and staff who leave."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.duties.planner import agenda, plan
from scheduler.duties.reasons import Why
from scheduler.duties.suspension import Suspensions
from tests.scheduler.planner_samples import (
    CALENDAR,
    CHECK,
    LEASE,
    MONTHLY,
    REPORT,
    START,
    TODAY,
    days,
    duty,
    subject,
)

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
CHECKED = (date(2026, 1, 10),)


def test_reminders_within_a_suspension_are_dropped_with_their_reason() -> None:
    who = subject(done=CHECKED, suspended=((date(2026, 12, 20), date(2027, 1, 5)),))
    made = agenda([duty(CHECK)], who, TODAY, CALENDAR)
    [check] = made.occurrences
    assert check.due == date(2027, 1, 10)
    assert list(days(check))[:3] == ["d30", "d1", "due"]
    assert [(d.key, d.stage.name, d.why) for d in made.dropped] == [
        (check.key, "d14", Why.SUSPENDED),
        (check.key, "d7", Why.SUSPENDED),
    ]


def test_a_due_day_within_a_suspension_is_the_day_after_it() -> None:
    who = subject(done=CHECKED, suspended=((date(2027, 1, 5), date(2027, 1, 19)),))
    [check] = plan([duty(CHECK)], who, TODAY, CALENDAR)
    assert check.key == "duty:7:2026-01-10"
    assert check.due == date(2027, 1, 20)
    assert list(days(check))[:3] == ["d30", "due", "late1"]


def test_late_reminders_within_a_suspension_are_dropped_too() -> None:
    who = subject(done=CHECKED, suspended=((date(2027, 1, 12), date(2027, 3, 20)),))
    [check] = plan([duty(CHECK)], who, TODAY, CALENDAR)
    assert [name for name in days(check) if name.startswith("late")] == ["late1", "late90"]


def test_spans_that_follow_on_each_other_are_one() -> None:
    spans = ((date(2027, 1, 15), date(2027, 2, 9)), (date(2027, 1, 5), date(2027, 1, 14)))
    [check] = plan([duty(CHECK)], subject(done=CHECKED, suspended=spans), TODAY, CALENDAR)
    assert check.due == date(2027, 2, 10)


def test_a_span_that_ends_before_it_begins_is_no_span() -> None:
    who = subject(done=CHECKED, suspended=((date(2027, 2, 1), date(2026, 12, 1)),))
    assert plan([duty(CHECK)], who, TODAY, CALENDAR) == plan(
        [duty(CHECK)], subject(done=CHECKED), TODAY, CALENDAR
    )


def test_a_suspension_without_end_leaves_nothing_due() -> None:
    who = subject(
        done={"report": (date(2026, 2, 1),)},
        dates={"lease": date(2027, 1, 1)},
        since=date(2026, 1, 1),
        suspended=((date(2026, 11, 1), date.max),),
    )
    made = agenda(
        [duty(CHECK, "check"), duty(LEASE, "lease"), duty(REPORT, "report")], who, TODAY, CALENDAR
    )
    assert made.occurrences == []
    assert made.absent == {"check": Why.SUSPENDED, "lease": Why.SUSPENDED, "report": Why.DONE}


def test_months_that_would_all_fall_due_when_it_ends_are_one() -> None:
    who = subject(since=date(2026, 1, 10), suspended=((date(2026, 4, 1), date(2026, 8, 31)),))
    found = {
        today: [(o.key, o.due) for o in plan([duty(MONTHLY)], who, today, CALENDAR)]
        for today in (date(2026, 3, 31), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 10))
    }
    # Counted from 10 January: March's is overdue, April's to August's are due on 1 September.
    assert found[date(2026, 3, 31)] == found[date(2026, 8, 31)]
    assert found[date(2026, 8, 31)] == [("duty:7:first+2", date(2026, 3, 10))]
    assert found[date(2026, 9, 1)] == [("duty:7:first+7", date(2026, 9, 1))]
    assert found[date(2026, 9, 10)] == [("duty:7:first+8", date(2026, 9, 10))]


def test_months_to_come_that_fall_due_together_keep_their_key_on_the_day() -> None:
    who = subject(done=(date(2026, 3, 20),), suspended=((date(2026, 4, 1), date(2026, 8, 31)),))
    before, on = (
        plan([duty(MONTHLY)], who, today, CALENDAR)
        for today in (date(2026, 3, 21), date(2026, 9, 1))
    )
    assert before == on
    assert [(o.key, o.due) for o in on] == [("duty:7:2026-03-20+5", date(2026, 9, 1))]


def test_windows_that_close_within_one_suspension_are_one_and_stay_due_after_it() -> None:
    who = subject(suspended=((date(2025, 5, 1), date(2027, 3, 1)),))
    for today in (date(2026, 11, 21), date(2027, 3, 2)):
        report = plan([duty(REPORT)], who, today, CALENDAR)[0]
        assert (report.key, report.due) == ("duty:7:2026", date(2027, 3, 2))
    # The window of 2027 is open since January; what is done by the due day is the one before.
    done = subject(done=(date(2027, 3, 2),), suspended=who.suspended)
    assert [o.key for o in plan([duty(REPORT)], done, date(2027, 3, 3), CALENDAR)] == [
        "duty:7:2027"
    ]


@given(st.lists(st.tuples(DAYS, DAYS), max_size=4), DAYS)
def test_work_resumes_on_the_first_day_no_span_covers(
    spans: list[tuple[date, date]], day: date
) -> None:
    suspended = Suspensions(spans)
    expected = day
    while any(first <= expected <= last for first, last in spans):
        expected += timedelta(1)
    assert suspended.resume(day) == expected
    assert suspended.covers(day) is (expected != day)


def test_who_has_left_owes_nothing_any_more() -> None:
    who = subject(kind="staff", until=date(2026, 11, 20))
    made = agenda(
        [duty(CHECK, per="staff"), duty(START, "start", per="staff")], who, TODAY, CALENDAR
    )
    assert made.occurrences == []
    assert made.absent == {"duty": Why.LEFT, "start": Why.LEFT}


def test_who_will_leave_owes_what_is_due_by_then() -> None:
    def due(until: date) -> list[date]:
        who = subject(kind="staff", done=CHECKED, until=until)
        return [o.due for o in plan([duty(CHECK, per="staff")], who, TODAY, CALENDAR)]

    assert due(date(2027, 1, 10)) == [date(2027, 1, 10)]
    assert due(date(2027, 1, 9)) == []


def test_nobody_is_told_after_the_last_day() -> None:
    made = agenda([duty(CHECK)], subject(done=CHECKED, until=date(2027, 1, 12)), TODAY, CALENDAR)
    assert list(days(made.occurrences[0]))[-2:] == ["due", "late1"]
    assert {d.why for d in made.dropped} == {Why.LEFT}
    assert len(made.dropped) == 6


def test_the_last_day_itself_still_counts() -> None:
    who = subject(done=CHECKED, until=date(2027, 1, 13))
    [check] = plan([duty(CHECK)], who, date(2027, 1, 13), CALENDAR)
    assert check.stages[-1].name == "late3"
    assert check.stages[-1].on == date(2027, 1, 13)
    assert plan([duty(CHECK)], who, date(2027, 1, 14), CALENDAR) == []
