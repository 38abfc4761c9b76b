"""What holds for every question put to the policy, and for the days that follow one another."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.duties.asked import Asked
from scheduler.duties.decision import Skip, Wait, Why
from scheduler.duties.hours import CLOSES, OPENS, Hours, open_hours, send_day
from scheduler.duties.persons import Channel, Institution, Person
from scheduler.duties.policy import decide
from tests.scheduler import reminding
from tests.scheduler.policy_questions import DAYS, STAGES, WORKING, Life, Question, questions
from tests.scheduler.reminding import CALENDAR, at


def may_be_told(moment: datetime, quiet: Hours | None) -> bool:
    hours = any(a <= moment.time() < b for a, b in open_hours(quiet))
    return CALENDAR.is_workday(moment.date()) and OPENS <= moment.time() < CLOSES and hours


@given(questions() | questions(WORKING))
@settings(deadline=None)
def test_nobody_is_told_outside_working_hours_or_twice_a_day(question: Question) -> None:
    _, _, known, asked = question
    made = decide(*question)
    for digest in made.digests:
        someone = known[digest.person]
        assert may_be_told(asked.now, someone.preferences.quiet)
        assert someone.last_digest != asked.today
    names = [digest.person for digest in made.digests]
    assert len(set(names)) == len(names)


@given(questions() | questions(WORKING))
@settings(deadline=None)
def test_nothing_is_lost(question: Question) -> None:
    """Each stage is sent, waits, is skipped for a reason, or somebody was told before."""
    items, *_ = question
    made = decide(*question)
    sent = {(e.item.key, e.item.stage) for d in made.digests for e in d.entries}
    kept = {(h.item.key, h.item.stage) for h in made.held}
    for item in items:
        assert (item.key, item.stage) in sent | kept or item.told
    pairs = [(h.item.key, h.item.stage, h.person) for h in made.held]
    pairs += [(e.item.key, e.item.stage, d.person) for d in made.digests for e in d.entries]
    assert len(set(pairs)) == len(pairs)


@given(questions() | questions(WORKING))
@settings(deadline=None)
def test_waiting_ends_later_and_in_working_hours(question: Question) -> None:
    _, _, known, asked = question
    for kept in decide(*question).held:
        if isinstance(kept.outcome, Wait):
            quiet = known[kept.person].preferences.quiet if kept.person else None
            assert kept.outcome.until > asked.now
            assert may_be_told(kept.outcome.until, quiet)


@given(questions(WORKING), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_what_is_given_does_not_matter(question: Question, chance: Random) -> None:
    items, places, known, asked = question
    mixed = chance.sample(items, len(items))
    places2, known2 = dict(reversed(places.items())), dict(reversed(known.items()))
    assert decide(mixed, places2, known2, asked) == decide(items, places, known, asked)


@given(questions(WORKING))
@settings(deadline=None)
def test_digests_hold_one_stage_of_an_occurrence_and_the_overdue_first(question: Question) -> None:
    asked = question[3]
    for digest in decide(*question).digests:
        assert len({e.item.key for e in digest.entries}) == len(digest.entries)
        late = [e.item.overdue(asked.today) for e in digest.entries]
        assert late == sorted(late, reverse=True)
        assert all(a.item.due <= b.item.due for a, b in pairwise(digest.entries))
        assert not any(e.item.confirmed for e in digest.entries)


@given(questions(WORKING))
@settings(deadline=None)
def test_channels_are_used_as_they_allow(question: Question) -> None:
    known = question[2]
    for digest in decide(*question).digests:
        channels = known[digest.person].channels
        fit = [c for c in channels if c.name == digest.channel and c.reachable]
        assert any(c.free if digest.by == "chat" else c.templates > 0 for c in fit)


@given(questions(WORKING))
@settings(deadline=None)
def test_nothing_overdue_and_legal_is_hidden_from_those_who_answer_for_it(
    question: Question,
) -> None:
    _, places, _, asked = question
    for kept in decide(*question).held:
        overdue = kept.item.legal and kept.item.overdue(asked.today)
        if overdue and kept.outcome == Skip(Why.OPTED_OUT):
            contacts = places[kept.item.institution].contacts
            assert kept.person in contacts["director"]


@given(questions(WORKING), st.frozensets(st.integers(0, 100), max_size=40))
@settings(deadline=None, max_examples=60)
def test_after_a_hundred_days_with_outages_nothing_waits_for_who_can_be_told(
    question: Question, outages: frozenset[int]
) -> None:
    life = Life(question)
    life.live(100, outages)
    assert len(set(life.digests)) == len(life.digests)
    snoozed = {(p.id, key) for p in life.people.values() for key in p.preferences.snoozed}
    once = [t[1:] for t in life.tellings if t[1:3] not in snoozed]
    assert len(set(once)) == len(once)
    for kept in life.made.held:
        if isinstance(kept.outcome, Wait) and kept.person:
            channels = life.people[kept.person].channels
            assert not any(c.free and c.reachable for c in channels)


@given(DAYS, st.sets(st.sampled_from(sorted(STAGES)), min_size=1))
@settings(deadline=None, max_examples=60)
def test_without_outages_each_stage_comes_on_its_day(due: date, stages: set[str]) -> None:
    """Or it is folded into a later one that comes on the same day."""
    items = [
        reminding.item(stage, due + timedelta(days=STAGES[stage]), due) for stage in sorted(stages)
    ]
    sunny = Institution("sunny", "sunny", {"director": ("p1",)})
    start = at(due - timedelta(days=60))
    someone = Person("p1", (Channel("telegram", free=True),))
    life = Life((items, {"sunny": sunny}, {"p1": someone}, Asked(start, CALENDAR)))
    life.live(90)
    days = {i.stage: send_day(i.on, due, CALENDAR) for i in items}
    last_of_day = {days[i.stage]: i.stage for i in sorted(items, key=lambda i: i.on)}
    assert {(day, stage) for day, _, _, stage in life.tellings} == set(last_of_day.items())


@given(questions())
@settings(deadline=None)
def test_no_snooze_holds_beyond_the_due_date(question: Question) -> None:
    for kept in decide(*question).held:
        if isinstance(kept.outcome, Wait) and kept.outcome.why is Why.SNOOZED:
            assert kept.outcome.until.date() <= kept.item.due
