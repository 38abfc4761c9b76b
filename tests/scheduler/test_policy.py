"""What goes out to whom at one moment, and the reason for what does not: by example."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from scheduler.duties.asked import Asked
from scheduler.duties.decision import Skip, Wait, Why
from scheduler.duties.hours import Hours
from scheduler.duties.item import Item
from scheduler.duties.persons import Channel, Institution, Preferences
from scheduler.duties.policy import decide
from scheduler.errors import PolicyInvalid
from tests.scheduler.reminding import CALENDAR, CHAT, GONE, ask, at, held, item, only, person, told

# Monday 23 November 2026; due on a Thursday.
TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 3)


def day(stage: str) -> date:
    return DUE - timedelta(days=int(stage[1:]))


def lead(stage: str, due: date = DUE) -> Item:
    return item(stage, due - timedelta(days=int(stage[1:])), due)


D30, D14, D7, D1 = (lead(stage) for stage in ("d30", "d14", "d7", "d1"))


def test_a_stage_goes_out_on_its_day_and_later_ones_wait_for_theirs() -> None:
    made = ask([D14, D7, D1], at(day("d14")))
    assert told(made) == {"wang": ["d14"]}
    assert held(made) == {
        ("d7", None): Wait(at(day("d7"), 9), Why.NOT_YET),
        ("d1", None): Wait(at(day("d1"), 9), Why.NOT_YET),
    }


def test_after_an_outage_what_was_missed_is_one_digest() -> None:
    other = [replace(stage, key="record/zhang/2026", due=DUE) for stage in (D30, D14)]
    made = ask([D30, D14, D7, *other], at(day("d7") + timedelta(days=1)))
    assert [(e.item.key, e.item.stage) for e in only(made).entries] == [
        ("check/zhang/2026", "d7"),
        ("record/zhang/2026", "d14"),
    ]
    assert [(h.item.key, h.item.stage, h.outcome) for h in made.held] == [
        ("check/zhang/2026", "d30", Skip(Why.FOLDED, "d7")),
        ("check/zhang/2026", "d14", Skip(Why.FOLDED, "d7")),
        ("record/zhang/2026", "d30", Skip(Why.FOLDED, "d14")),
    ]


def test_the_stages_of_long_days_off_are_one_warning_before_and_one_after() -> None:
    # Due on 4 October, in 国庆 (1 to 7): the last day of work before it is 30 September.
    due = date(2026, 10, 4)
    stages = [lead("d7", due), lead("d1", due), item("due", due, due)]
    stages += [item("late1", date(2026, 10, 5), due), item("late3", date(2026, 10, 7), due)]
    made = ask(stages, at(date(2026, 9, 30)))
    assert told(made) == {"wang": ["d1"]}
    assert held(made)["late3", None] == Wait(at(date(2026, 10, 8), 9), Why.NOT_YET)
    assert ask(stages, at(date(2026, 10, 2))).digests == ()
    made = ask(stages, at(date(2026, 10, 8)))
    # Only the director: nobody can answer on a day off, so no silence is counted yet.
    assert told(made) == {"wang": ["late3"]}


def test_a_confirmed_occurrence_is_left_alone() -> None:
    made = ask([replace(D7, confirmed=True), D1], at(day("d7")))
    assert made.digests == ()
    assert set(held(made).values()) == {Skip(Why.CONFIRMED)}


def test_what_was_told_needs_no_decision() -> None:
    known = {"wang": at(day("d7"), 9)}
    made = ask([replace(D14, told=known), replace(D7, told=known)], at(day("d7"), 11))
    assert made.digests == ()
    assert made.held == ()


def test_overdue_comes_first_then_by_due_date() -> None:
    items = [
        replace(D7, key="later", due=date(2026, 12, 20), on=TODAY),
        replace(D7, key="soon", due=date(2026, 11, 24), on=TODAY),
        replace(D7, key="overdue", due=date(2026, 11, 19), on=TODAY, known=TODAY),
        replace(D7, key="today", due=TODAY, on=TODAY),
        replace(D7, key="long overdue", due=date(2026, 6, 30), on=TODAY, known=TODAY),
    ]
    keys = [entry.item.key for entry in only(ask(items, at(TODAY))).entries]
    assert keys == ["long overdue", "overdue", "today", "soon", "later"]


@pytest.mark.parametrize(
    ("now", "until", "why"),
    [
        (at(TODAY, 7), at(TODAY, 9), Why.OUT_OF_HOURS),
        (at(TODAY, 17, 30), at(date(2026, 11, 24), 9), Why.OUT_OF_HOURS),
        (at(date(2026, 11, 28)), at(date(2026, 11, 30), 9), Why.OUT_OF_HOURS),
        (at(TODAY, 12, 30), at(TODAY, 14), Why.QUIET),
    ],
)
def test_outside_hours_it_waits(now: datetime, until: datetime, why: Why) -> None:
    wang = person("wang", quiet=Hours(time(12), time(14)))
    made = ask([replace(D7, on=date(2026, 11, 20))], now, wang)
    assert made.digests == ()
    assert held(made) == {("d7", "wang"): Wait(until, why)}


def test_one_digest_a_day_and_the_rest_tomorrow() -> None:
    made = ask([replace(D7, on=TODAY)], at(TODAY, 15), person("wang", last=TODAY))
    assert made.digests == ()
    assert held(made) == {("d7", "wang"): Wait(at(date(2026, 11, 24), 9), Why.ONE_A_DAY)}
    yesterday = date(2026, 11, 22)
    assert told(ask([replace(D7, on=TODAY)], at(TODAY, 15), person("wang", last=yesterday)))


def test_a_clock_that_once_ran_ahead_silences_nobody() -> None:
    ahead = person("wang", last=date(2035, 1, 1))
    assert told(ask([replace(D7, on=TODAY)], at(TODAY), ahead)) == {"wang": ["d7"]}


def test_somebody_of_two_institutions_gets_one_digest() -> None:
    places = {name: Institution(name, name, {"director": ("wang",)}) for name in ("sunny", "moon")}
    items = [replace(D7, on=TODAY), replace(D7, on=TODAY, key="moon", institution="moon")]
    made = decide(items, places, {"wang": person("wang")}, Asked(at(TODAY), CALENDAR))
    assert [entry.place for entry in only(made).entries] == ["moon", "sunny"]


WECHAT = Channel("wechat", free=False, templates=10)
FEW = replace(WECHAT, templates=3)
NONE = replace(WECHAT, templates=0)


@pytest.mark.parametrize(
    ("channels", "way"),
    [
        ([CHAT, WECHAT], ("telegram", "chat")),
        ([replace(WECHAT, free=True), CHAT], ("wechat", "chat")),
        ([WECHAT, CHAT], ("wechat", "template")),
        ([FEW, CHAT], ("telegram", "chat")),
        ([NONE, CHAT], ("telegram", "chat")),
        ([GONE, WECHAT], ("wechat", "template")),
        ([replace(WECHAT, reachable=False), CHAT], ("telegram", "chat")),
    ],
)
def test_the_preferred_channel_or_what_is_left(
    channels: list[Channel], way: tuple[str, str]
) -> None:
    # Ten days are left: not urgent.
    digest = only(ask([replace(D14, on=TODAY)], at(TODAY), person("wang", *channels)))
    assert (digest.channel, digest.by) == way


def test_few_templates_are_kept_for_what_is_due_within_a_week() -> None:
    wang = person("wang", FEW, GONE)
    made = ask([D14], at(day("d14")), wang)
    assert held(made) == {("d14", "wang"): Wait(at(date(2026, 11, 20), 9), Why.TEMPLATES_SHORT)}
    assert only(ask([D14, D7], at(day("d7")), wang)).by == "template"
    # What is less urgent goes along with what is urgent: it is one message anyway.
    along = replace(D14, key="other", due=date(2026, 12, 30), on=day("d7"))
    assert len(only(ask([D7, along], at(day("d7")), wang)).entries) == 2


def test_an_early_stage_that_was_missed_is_as_urgent_as_the_days_that_are_left() -> None:
    late = at(day("d7") + timedelta(days=1))
    assert only(ask([D14], late, person("wang", FEW))).by == "template"


def test_a_stage_brought_forward_is_as_urgent_as_on_its_day() -> None:
    # d7 of Sunday 13 December is Sunday the 6th, and goes out on Friday the 4th: 9 days before.
    sunday = lead("d7", date(2026, 12, 13))
    assert only(ask([sunday], at(date(2026, 12, 4)), person("wang", FEW))).by == "template"


def test_without_window_and_template_it_waits_for_the_next_day() -> None:
    made = ask([D7], at(day("d7")), person("wang", NONE))
    assert held(made) == {("d7", "wang"): Wait(at(date(2026, 11, 27), 9), Why.NO_TEMPLATE)}


def test_who_opted_out_is_spared_that_kind_alone() -> None:
    wang = person("wang", opted_out=frozenset({"health"}))
    made = ask([D7, replace(D7, key="report", kind="report")], at(day("d7")), wang)
    assert [entry.item.key for entry in only(made).entries] == ["report"]
    assert held(made) == {("d7", "wang"): Skip(Why.OPTED_OUT)}


def test_opting_out_hides_nothing_overdue_from_those_who_answer_for_it() -> None:
    no_health = [person(name, opted_out=frozenset({"health"})) for name in ("wang", "li", "zhao")]
    late = item("late14", TODAY, TODAY - timedelta(days=14))
    made = ask([late], at(TODAY), *no_health)
    assert told(made) == {"li": ["late14"], "zhao": ["late14"]}
    assert held(made) == {("late14", "wang"): Skip(Why.OPTED_OUT)}
    made = ask([replace(late, legal=False)], at(TODAY), *no_health)
    assert made.digests == ()


def test_a_snooze_holds_and_then_reminds_again() -> None:
    asked_on, until = day("d14"), date(2026, 11, 24)
    wang = person("wang", snoozed={"check/zhang/2026": until})
    known = replace(D14, told={"wang": at(asked_on)})
    made = ask([known], at(TODAY), wang)
    assert held(made) == {("d14", "wang"): Wait(at(until, 9), Why.SNOOZED)}
    assert told(ask([known], at(until), wang)) == {"wang": ["d14"]}
    again = replace(known, told={"wang": at(until)})
    made = ask([again], at(until, 15), wang)
    assert (made.digests, made.held) == ((), ())


def test_a_snooze_ends_with_the_due_date() -> None:
    wang = person("wang", snoozed={"check/zhang/2026": date(2027, 6, 1)})
    # Due on a Sunday: the last day of work before it.
    sunday = date(2026, 12, 13)
    one = replace(lead("d7", sunday), told={"wang": at(date(2026, 12, 4))})
    made = ask([one], at(date(2026, 12, 7)), wang)
    assert held(made) == {("d7", "wang"): Wait(at(date(2026, 12, 11), 9), Why.SNOOZED)}
    assert told(ask([one], at(date(2026, 12, 11)), wang)) == {"wang": ["d7"]}
    overdue = item("late1", date(2026, 12, 14), sunday)
    assert told(ask([overdue], at(date(2026, 12, 14)), wang)) == {"wang": ["late1"]}


def test_a_snooze_to_a_day_off_ends_on_the_next_working_day() -> None:
    wang = person("wang", snoozed={"check/zhang/2026": date(2026, 11, 28)})
    made = ask([D14], at(day("d14")), wang)
    assert held(made) == {("d14", "wang"): Wait(at(date(2026, 11, 30), 9), Why.SNOOZED)}


def test_anothers_snooze_is_not_ones_own() -> None:
    late = item("late3", TODAY, TODAY - timedelta(days=3), first_told=at(date(2026, 11, 1)))
    li = person("li", snoozed={"another": date(2027, 1, 1)})
    assert told(ask([late], at(TODAY), li)).keys() == {"wang", "li"}


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(PolicyInvalid, match="given twice"):
        ask([D7, D7], at(TODAY))
    with pytest.raises(PolicyInvalid, match="time zone"):
        Asked(datetime(2026, 11, 23, 10), CALENDAR)  # noqa: DTZ001 - that is the point
    with pytest.raises(PolicyInvalid, match="quiet"):
        Preferences(quiet=Hours(time(8), time(20)))
    with pytest.raises(PolicyInvalid, match="templates"):
        Channel("wechat", free=False, templates=-1)
