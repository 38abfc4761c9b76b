"""What an edit of the records, or a new rule, does to what is stored."""

from datetime import date

from content.duties import Duty, Each
from scheduler.duties.planner import Changes, agenda, plan, reconcile
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject
from tests.scheduler.planner_samples import (
    CALENDAR,
    CHECK,
    FILING,
    LEASE,
    MONTHLY,
    REPORT,
    START,
    TODAY,
    days,
    duty,
    subject,
)

CHECKED = (date(2026, 1, 10),)


def edited(
    duties: tuple[list[Duty], list[Duty]],
    who: tuple[Subject, Subject],
    today: tuple[date, date] = (TODAY, TODAY),
) -> Changes:
    """What is stored before the edit against what is planned after it."""
    stored = plan(duties[0], who[0], today[0], CALENDAR)
    made = agenda(duties[1], who[1], today[1], CALENDAR)
    changes = reconcile(stored, made.occurrences, made.why_gone)
    assert {o.key for o in stored} == {
        *(o.key for o in changes.moved + changes.kept),
        *(key for key, _ in changes.obsolete),
    }
    return changes


def records(one: Duty, before: Subject, after: Subject) -> Changes:
    """The records are edited, the rule stays."""
    return edited(([one], [one]), (before, after))


def summary(changes: Changes) -> tuple[list[str], list[str], list[tuple[str, Why]], list[str]]:
    def cycles(keys: list[str]) -> list[str]:
        return [key.rpartition(":")[2] for key in keys]

    return (
        cycles([o.key for o in changes.new]),
        cycles([o.key for o in changes.moved]),
        [(key.rpartition(":")[2], why) for key, why in changes.obsolete],
        cycles([o.key for o in changes.kept]),
    )


def test_nothing_stored_makes_all_new_and_nothing_planned_all_obsolete() -> None:
    planned = plan([duty(REPORT)], subject(), TODAY, CALENDAR)
    assert reconcile([], planned) == Changes(planned, [], [], [])
    gone = [(o.key, Why.WITHDRAWN) for o in planned]
    assert reconcile(planned, []) == Changes([], [], gone, [])


def test_without_more_knowledge_another_cycle_is_said_to_stand_for_it() -> None:
    stored = plan([duty(CHECK)], subject(done=CHECKED), TODAY, CALENDAR)
    planned = plan([duty(CHECK)], subject(done=(TODAY,)), TODAY, CALENDAR)
    assert reconcile(stored, planned).obsolete == [("duty:7:2026-01-10", Why.REPLACED)]


def test_a_check_that_is_done_opens_the_next_cycle() -> None:
    changes = records(duty(CHECK), subject(done=CHECKED), subject(done=(*CHECKED, TODAY)))
    assert summary(changes) == (["2026-11-21"], [], [("2026-01-10", Why.DONE)], [])


def test_the_first_check_that_is_done() -> None:
    changes = records(duty(CHECK), subject(since=date(2026, 3, 1)), subject(done=(TODAY,)))
    assert summary(changes) == (["2026-11-21"], [], [("first", Why.DONE)], [])


def test_a_record_corrected_or_taken_back() -> None:
    twice = subject(done=(*CHECKED, date(2026, 11, 2)))
    corrected = subject(done=(*CHECKED, date(2026, 11, 12)))
    assert summary(records(duty(CHECK), twice, corrected)) == (
        ["2026-11-12"],
        [],
        [("2026-11-02", Why.CHANGED)],
        [],
    )
    assert summary(records(duty(CHECK), twice, subject(done=CHECKED))) == (
        ["2026-01-10"],
        [],
        [("2026-11-02", Why.CHANGED)],
        [],
    )


def test_an_older_record_entered_afterwards_changes_nothing() -> None:
    later = subject(done=(date(2024, 12, 1), *CHECKED))
    assert summary(records(duty(CHECK), subject(done=CHECKED), later))[3] == ["2026-01-10"]


def test_a_corrected_first_day_moves_the_first_cycle() -> None:
    before, after = subject(since=date(2026, 3, 1)), subject(since=date(2026, 4, 1))
    changes = records(duty(CHECK), before, after)
    assert summary(changes) == ([], ["first"], [], [])
    assert changes.moved[0].due == date(2027, 4, 1)
    assert summary(records(duty(START), before, after)) == ([], ["start"], [], [])


def test_a_missed_month_is_folded_into_the_next() -> None:
    who = subject(since=date(2026, 1, 15))
    days_between = (date(2026, 11, 14), date(2026, 11, 15))
    changes = edited(([duty(MONTHLY)], [duty(MONTHLY)]), (who, who), days_between)
    assert summary(changes) == (["first+10"], [], [("first+9", Why.FOLDED)], [])


def test_a_missed_window_is_folded_into_the_next_and_a_used_one_is_done() -> None:
    turn = (date(2026, 12, 31), date(2027, 1, 1))
    report = ([duty(REPORT)], [duty(REPORT)])
    assert summary(edited(report, (subject(), subject()), turn)) == (
        [],
        [],
        [("2026", Why.FOLDED)],
        ["2027"],
    )
    used = subject(done=(date(2026, 12, 31),))
    assert summary(edited(report, (subject(), used), turn))[2] == [("2026", Why.DONE)]
    assert summary(edited(report, (subject(), used), turn[:1] * 2))[2] == [("2026", Why.DONE)]


def test_a_window_before_the_corrected_registration_is_no_duty() -> None:
    changes = records(duty(REPORT), subject(), subject(since=date(2026, 2, 1)))
    assert summary(changes) == ([], [], [("2026", Why.CHANGED)], ["2027"])


def test_a_new_certificate_is_a_new_cycle() -> None:
    before = subject(dates={"lease": date(2026, 12, 20)})
    after = subject(dates={"lease": date(2027, 12, 20)})
    assert summary(records(duty(LEASE), before, after)) == (
        ["2027-12-20"],
        [],
        [("2026-12-20", Why.CHANGED)],
        [],
    )
    done = subject(dates={"lease": date(2026, 12, 20)}, done=(TODAY,))
    assert summary(records(duty(LEASE), before, done))[2] == [("2026-12-20", Why.DONE)]
    assert summary(records(duty(LEASE), before, subject()))[2] == [("2026-12-20", Why.NO_DATE)]


def test_a_filing_that_is_done_and_an_event_taken_back() -> None:
    before = subject(dates={"moved": date(2026, 11, 18)})
    done = subject(dates=before.dates, done=(TODAY,))
    assert summary(records(duty(FILING), before, done))[2] == [("2026-11-18", Why.DONE)]
    assert summary(records(duty(FILING), before, subject()))[2] == [("2026-11-18", Why.NO_DATE)]


def test_who_leaves_or_closes() -> None:
    before = subject(done=CHECKED)
    for until in (date(2026, 11, 20), date(2026, 12, 31)):
        changes = records(duty(CHECK), before, subject(done=CHECKED, until=until))
        assert summary(changes)[2] == [("2026-01-10", Why.LEFT)]


def test_a_suspension_moves_and_its_end_moves_back() -> None:
    before = subject(done=CHECKED)
    suspended = subject(done=CHECKED, suspended=((date(2027, 1, 5), date(2027, 1, 19)),))
    assert summary(records(duty(CHECK), before, suspended))[1] == ["2026-01-10"]
    assert summary(records(duty(CHECK), suspended, before))[1] == ["2026-01-10"]


def test_another_period_or_other_leads_move_a_cycle_and_do_not_double_it() -> None:
    who = subject(done=(date(2026, 8, 31),))
    for other in (duty(Each(months=6, first="since")), duty(CHECK, leads=[60])):
        changes = edited(([duty(CHECK)], [other]), (who, who))
        assert summary(changes) == ([], ["2026-08-31"], [], [])
    assert changes.moved[0].due == date(2027, 8, 31)
    assert "d60" in days(changes.moved[0])


def test_another_window_moves_the_year() -> None:
    who = subject(done=(date(2026, 2, 1),))
    longer = duty(REPORT.model_copy(update={"closes": "07-31"}))
    changes = edited(([duty(REPORT)], [longer]), (who, who))
    assert summary(changes) == ([], ["2027"], [], [])
    assert changes.moved[0].due == date(2027, 7, 31)


def test_a_rule_withdrawn_or_limited() -> None:
    who = subject(done=CHECKED)
    gone = edited(([duty(CHECK)], []), (who, who))
    assert summary(gone)[2] == [("2026-01-10", Why.WITHDRAWN)]
    limited = edited(([duty(CHECK)], [duty(CHECK, until="2026-12-31")]), (who, who))
    assert summary(limited)[2] == [("2026-01-10", Why.RULE_ENDED)]


def test_stored_occurrences_of_several_subjects_may_be_compared_at_once() -> None:
    people = [Subject("staff", name, since=date(2026, 5, 1)) for name in ("1", "2:3", "x+4")]
    duties = [duty(CHECK, per="staff")]
    stored = [o for who in people for o in plan(duties, who, TODAY, CALENDAR)]
    assert len({o.key for o in stored}) == 3
    assert reconcile(stored, stored[1:]).kept == stored[1:]
    assert reconcile(stored, stored[1:]).obsolete == [(stored[0].key, Why.WITHDRAWN)]
