"""One duty of each rhythm, reckoned by hand."""

from datetime import date, timedelta

import pytest

from content.duties import Each, Printed, Rhythm, Span, Yearly
from scheduler.calendar import Calendar
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.planner import agenda, plan
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject
from tests.scheduler.planner_samples import (
    CALENDAR,
    CHECK,
    FILING,
    LEASE,
    LICENCE,
    MONTHLY,
    REPORT,
    START,
    TODAY,
    WINTER,
    days,
    duty,
    subject,
)


def planned(rhythm: Rhythm, who: Subject, today: date = TODAY) -> list[Occurrence]:
    return plan([duty(rhythm)], who, today, CALENDAR)


def keys_and_dues(rhythm: Rhythm, who: Subject, today: date = TODAY) -> list[tuple[str, date]]:
    return [(o.key, o.due) for o in planned(rhythm, who, today)]


def absent(rhythm: Rhythm, who: Subject, today: date = TODAY) -> Why | None:
    made = agenda([duty(rhythm)], who, today, CALENDAR)
    assert bool(made.occurrences) is ("duty" not in made.absent)
    return made.absent.get("duty")


def test_the_stages_of_an_occurrence() -> None:
    [check] = planned(CHECK, subject(done=(date(2026, 1, 20),)))
    assert check.due == date(2027, 1, 20)
    assert days(check) == {
        "d30": date(2026, 12, 21),
        "d14": date(2027, 1, 6),
        "d7": date(2027, 1, 13),
        "d1": date(2027, 1, 19),
        "due": date(2027, 1, 20),
        "late1": date(2027, 1, 21),
        "late3": date(2027, 1, 23),
        "late7": date(2027, 1, 27),
        "late14": date(2027, 2, 3),
        "late30": date(2027, 2, 19),
        "late60": date(2027, 3, 21),
        "late90": date(2027, 4, 20),
    }
    assert [s.on for s in check.stages] == sorted(s.on for s in check.stages)


def test_leads_are_told_once_and_never_after_the_due_day() -> None:
    [check] = plan([duty(CHECK, leads=[7, 0, 30, 7])], subject(), TODAY, CALENDAR)
    assert list(days(check))[:3] == ["d30", "d7", "due"]


# Each so many months


@pytest.mark.parametrize(
    ("done", "due"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 3, 31), date(2025, 3, 31)),
        (date(2024, 12, 1), date(2025, 12, 1)),
    ],
)
def test_a_check_is_due_a_year_later(done: date, due: date) -> None:
    assert keys_and_dues(CHECK, subject(done=(done,)), date(2024, 12, 24)) == [
        (f"duty:7:{done}", due)
    ]


def test_the_first_time_is_counted_from_the_first_day() -> None:
    who = subject(since=date(2026, 3, 2))
    assert keys_and_dues(CHECK, who) == [("duty:7:first", date(2027, 3, 2))]


def test_a_check_done_early_or_late_begins_the_next_year_on_its_day() -> None:
    for day in (date(2026, 6, 1), date(2026, 11, 21)):
        who = subject(done=(date(2025, 9, 1), day))
        assert [o.due for o in planned(CHECK, who)] == [day.replace(year=2027)]


def test_of_several_days_on_record_the_last_counts_in_whatever_order() -> None:
    who = subject(done=(date(2026, 5, 1), date(2024, 5, 1), date(2026, 5, 1), date(2025, 5, 1)))
    assert keys_and_dues(CHECK, who) == [("duty:7:2026-05-01", date(2027, 5, 1))]


def test_a_day_still_to_come_is_not_done_yet() -> None:
    who = subject(done=(date(2026, 5, 1), date(2027, 4, 20)))
    assert [o.due for o in planned(CHECK, who)] == [date(2027, 5, 1)]
    assert [o.due for o in planned(CHECK, who, date(2027, 4, 20))] == [date(2028, 4, 20)]


def test_of_missed_cycles_the_latest_stays_open() -> None:
    who = subject(since=date(2021, 5, 31))
    assert keys_and_dues(CHECK, who) == [("duty:7:first+5", date(2026, 5, 31))]
    assert keys_and_dues(MONTHLY, who) == [("duty:7:first+65", date(2026, 10, 31))]


def test_an_overdue_cycle_stays_until_the_next_falls_due() -> None:
    who = subject(done=(date(2026, 1, 31),))
    dues = {
        (today := date(2026, 2, 1) + timedelta(n)): planned(MONTHLY, who, today)[0].due
        for n in range(70)
    }
    assert dues[date(2026, 2, 27)] == dues[date(2026, 2, 28)] == date(2026, 2, 28)
    assert dues[date(2026, 3, 30)] == date(2026, 2, 28)
    assert dues[date(2026, 3, 31)] == date(2026, 3, 31)


def test_nobody_is_told_of_a_month_that_has_not_begun() -> None:
    made = agenda([duty(MONTHLY)], subject(done=(date(2026, 2, 10),)), date(2026, 2, 10), CALENDAR)
    assert [(d.stage.name, d.why) for d in made.dropped] == [("d30", Why.TOO_EARLY)]
    assert "d14" in days(made.occurrences[0])


def test_a_reminder_may_stand_on_the_first_day_of_its_month() -> None:
    thirty_one_days = subject(done=(date(2026, 3, 10),))
    [check] = plan([duty(MONTHLY)], thirty_one_days, date(2026, 3, 10), CALENDAR)
    assert days(check)["d30"] == date(2026, 3, 11)
    thirty_days = subject(done=(date(2026, 4, 10),))
    [check] = plan([duty(MONTHLY)], thirty_days, date(2026, 4, 10), CALENDAR)
    assert "d30" not in days(check)


def test_without_a_first_time_nothing_can_be_counted() -> None:
    assert absent(Each(months=12), subject()) is Why.NEVER_DONE
    assert absent(CHECK, subject(since=None)) is Why.NO_START


# A window of each year


def test_the_window_of_this_year_and_of_the_next() -> None:
    who = subject(done=(date(2025, 2, 1),))
    assert [(o.key, o.opens, o.due) for o in planned(REPORT, who)] == [
        ("duty:7:2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("duty:7:2027", date(2027, 1, 1), date(2027, 6, 30)),
    ]


def test_done_within_the_window_or_late_before_the_next_opens() -> None:
    for day in (date(2026, 1, 1), date(2026, 6, 30), date(2026, 11, 20)):
        assert keys_and_dues(REPORT, subject(done=(day,))) == [("duty:7:2027", date(2027, 6, 30))]


def test_done_before_the_window_opens_is_the_year_before() -> None:
    who = subject(done=(date(2025, 12, 31),))
    assert "duty:7:2026" in dict(keys_and_dues(REPORT, who))


def test_a_missed_window_stays_open_until_the_next_opens() -> None:
    at = {today: dict(keys_and_dues(REPORT, subject(), today)) for today in _turn_of_the_year()}
    assert list(at[date(2026, 12, 31)]) == ["duty:7:2026", "duty:7:2027"]
    assert list(at[date(2027, 1, 1)]) == ["duty:7:2027"]


def _turn_of_the_year() -> list[date]:
    return [date(2026, 12, 31), date(2027, 1, 1)]


def test_who_registered_after_the_window_opened_begins_with_the_next() -> None:
    who = subject(since=date(2026, 3, 1))
    assert keys_and_dues(REPORT, who) == [("duty:7:2027", date(2027, 6, 30))]
    assert keys_and_dues(REPORT, who, date(2026, 4, 1)) == []
    assert absent(REPORT, who, date(2026, 4, 1)) is Why.BEYOND_HORIZON


@pytest.mark.parametrize(
    ("today", "done", "expected"),
    [
        (date(2026, 11, 14), (), ["2025", "2026"]),
        (date(2026, 11, 15), (), ["2026"]),
        (date(2027, 1, 31), (), ["2026", "2027"]),
        (date(2027, 2, 1), (), ["2026", "2027"]),
        (date(2027, 1, 5), (date(2026, 12, 31),), ["2027"]),
        (date(2027, 1, 5), (date(2027, 1, 5),), ["2027"]),
        (date(2027, 3, 1), (date(2027, 2, 20),), ["2027"]),
    ],
)
def test_a_window_across_new_year(today: date, done: tuple[date, ...], expected: list[str]) -> None:
    found = planned(WINTER, subject(done=done), today)
    assert [o.key.rpartition(":")[2] for o in found] == expected
    for occurrence in found:
        year = int(occurrence.key[-4:])
        assert (occurrence.opens, occurrence.due) == (date(year, 11, 15), date(year + 1, 1, 31))


def test_a_window_that_closes_on_the_29th_of_february() -> None:
    found = planned(Yearly(opens="02-01", closes="02-29"), subject(), date(2027, 1, 5))
    assert [o.due for o in found] == [date(2026, 2, 28), date(2027, 2, 28)]
    found = planned(Yearly(opens="02-01", closes="02-29"), subject(), date(2028, 2, 5))
    assert [o.due for o in found] == [date(2028, 2, 29), date(2029, 2, 28)]


def test_a_window_of_one_day() -> None:
    found = planned(Yearly(opens="12-01", closes="12-01"), subject())
    assert [o.due for o in found] == [date(year, 12, 1) for year in (2025, 2026, 2027)]
    assert [o.opens for o in found] == [o.due for o in found]


# A date printed on a certificate


def test_a_licence_may_be_renewed_so_many_working_days_before_its_date() -> None:
    # Back from Friday 18 December 2026: 13 working days in December, 21 in November, 18 in
    # October (the 10th is worked), 22 in September (so is the 20th), 16 in August.
    who = subject(dates={"food_licence": date(2026, 12, 18)})
    [licence] = planned(LICENCE, who)
    assert licence.key == "duty:7:2026-12-18"
    assert licence.due == date(2026, 11, 27)
    assert licence.opens == date(2026, 8, 10)
    assert not licence.estimated


def test_a_licence_of_a_year_not_announced_is_estimated_until_it_is() -> None:
    who = subject(dates={"food_licence": date(2027, 3, 1)})
    [licence] = planned(LICENCE, who)
    assert licence.estimated
    announced = Calendar({date(2027, 2, 20): True, date(2027, 2, 9): False}, announced=[2027])
    [known] = plan([duty(LICENCE)], who, TODAY, announced)
    assert not known.estimated
    assert known.key == licence.key


def test_without_a_window_it_is_due_on_the_date_itself() -> None:
    [lease] = planned(LEASE, subject(dates={"lease": date(2027, 3, 1)}))
    assert (lease.due, lease.opens, lease.estimated) == (date(2027, 3, 1), None, False)


def test_renewed_but_the_new_date_not_entered_is_done() -> None:
    dates = {"lease": date(2026, 12, 20), "food_licence": date(2026, 12, 18)}
    assert absent(LEASE, subject(dates=dates, done=(date(2026, 11, 1),))) is Why.DONE
    assert absent(LICENCE, subject(dates=dates, done=(date(2026, 8, 10),))) is Why.DONE
    assert absent(LICENCE, subject(dates=dates, done=(date(2026, 8, 9),))) is None


def test_the_renewal_before_counts_for_the_date_before() -> None:
    who = subject(dates={"lease": date(2026, 12, 20)}, done=(date(2025, 12, 19),))
    assert keys_and_dues(LEASE, who) == [("duty:7:2026-12-20", date(2026, 12, 20))]


def test_no_date_is_asked_for_and_a_far_one_waits() -> None:
    assert absent(LEASE, subject()) is Why.NO_DATE
    assert absent(LEASE, subject(dates={"lease": date(2031, 1, 1)})) is Why.BEYOND_HORIZON
    assert absent(LICENCE, subject(dates={"food_licence": date.max})) is Why.BEYOND_HORIZON


def test_a_date_at_the_beginning_of_the_calendar_is_no_crash() -> None:
    first = {"food_licence": date.min, "lease": date.min}
    assert absent(LICENCE, subject(dates=first)) is Why.OUT_OF_RANGE
    assert absent(LEASE, subject(dates=first)) is Why.OUT_OF_RANGE
    assert absent(START, subject(since=date.min)) is Why.OUT_OF_RANGE


def test_an_opening_behind_the_closing_opens_on_the_due_day() -> None:
    odd = Printed(date="lease", opens=Span(days=5), closes=Span(days=30))
    [lease] = planned(odd, subject(dates={"lease": date(2027, 3, 31)}))
    assert lease.opens == lease.due == date(2027, 3, 1)


# Once before, once after


def test_before_work_starts_is_due_the_day_before() -> None:
    who = subject(since=date(2026, 12, 1))
    assert keys_and_dues(START, who) == [("duty:7:start", date(2026, 11, 30))]
    assert absent(START, subject(done=(date(2019, 12, 1),))) is Why.DONE
    assert absent(START, subject(since=None)) is Why.NO_START


def test_before_work_starts_stays_open_after_it() -> None:
    assert keys_and_dues(START, subject(since=date(2026, 1, 1))) == [
        ("duty:7:start", date(2025, 12, 31))
    ]


def test_so_long_after_something_happened() -> None:
    # Five working days from Wednesday 30 September 2026: the 8th to the 10th, the 12th, the 13th.
    [filing] = planned(FILING, subject(dates={"moved": date(2026, 9, 30)}), date(2026, 9, 30))
    assert (filing.key, filing.due) == ("duty:7:2026-09-30", date(2026, 10, 13))
    assert [s.name for s in filing.stages][:3] == ["d7", "d1", "due"]


def test_it_is_done_from_the_day_it_happened_on() -> None:
    dates = {"moved": date(2026, 9, 30)}
    assert absent(FILING, subject(dates=dates, done=(date(2026, 9, 30),))) is Why.DONE
    assert absent(FILING, subject(dates=dates, done=(date(2026, 9, 29),))) is None
    assert absent(FILING, subject()) is Why.NO_DATE
    assert absent(FILING, subject(dates={"moved": date.max})) is Why.BEYOND_HORIZON


# All of them


def test_duties_of_the_other_kind_are_passed_over() -> None:
    duties = [duty(CHECK, "hers", per="staff"), duty(CHECK, "ours")]
    assert [o.duty for o in plan(duties, subject(), TODAY, CALENDAR)] == ["ours"]
    assert [o.duty for o in plan(duties, subject(kind="staff"), TODAY, CALENDAR)] == ["hers"]


def test_a_duty_given_twice_is_planned_once() -> None:
    duties = [duty(CHECK), duty(CHECK, leads=[10])]
    [check] = plan(duties, subject(), TODAY, CALENDAR)
    assert "d10" in days(check)


def test_they_come_in_the_order_of_their_due_days() -> None:
    duties = [duty(REPORT, "report"), duty(CHECK, "check"), duty(MONTHLY, "monthly")]
    found = plan(duties, subject(), TODAY, CALENDAR)
    assert [(o.due, o.key) for o in found] == sorted((o.due, o.key) for o in found)
    assert {o.duty for o in found} == {"report", "check", "monthly"}


def test_the_horizon_is_never_shorter_than_the_first_reminder() -> None:
    who = subject(dates={"lease": date(2027, 2, 19)})
    assert plan([duty(LEASE, leads=[90, 30])], who, TODAY, CALENDAR, 10)
    assert plan([duty(LEASE, leads=[89, 30])], who, TODAY, CALENDAR, 10) == []


def test_the_last_day_within_the_horizon_is_planned() -> None:
    inside = subject(dates={"lease": TODAY + timedelta(400)})
    outside = subject(dates={"lease": TODAY + timedelta(401)})
    assert len(planned(LEASE, inside)) == 1
    assert planned(LEASE, outside) == []


def test_what_falls_due_after_the_rule_ends_is_not_planned() -> None:
    relief = duty(REPORT, until="2026-12-31")
    made = agenda([relief], subject(done=(date(2026, 2, 1),)), TODAY, CALENDAR)
    assert made.occurrences == []
    assert made.absent == {"duty": Why.RULE_ENDED}


def test_what_falls_due_on_the_last_day_of_the_rule_is() -> None:
    made = agenda([duty(REPORT, until="2026-06-30")], subject(), TODAY, CALENDAR)
    assert [o.due for o in made.occurrences] == [date(2026, 6, 30)]
