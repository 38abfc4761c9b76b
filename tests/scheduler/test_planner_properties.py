"""What holds for every plan, and three years lived day by day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from content.duties import Duty, Each
from scheduler.duties.dates import add_months
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.planner import Changes, agenda, plan, reconcile
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject
from tests.scheduler.planner_samples import CALENDAR
from tests.scheduler.planner_world import DUTIES, EVENTS, OTHER_RULES, Event, World

# Deadlines are off: the first day of a year makes the calendar load it.
BEGIN = date(2024, 1, 1)
THREE_YEARS = 1096
DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
TODAYS = st.dates(BEGIN, date(2026, 12, 31))
RULES = st.sampled_from([DUTIES, OTHER_RULES])
NAMES = st.sampled_from([duty.id for duty in DUTIES])
SPANS = st.tuples(DAYS, st.integers(-5, 400)).map(lambda s: (s[0], s[0] + timedelta(s[1])))
SUBJECTS = st.builds(
    Subject,
    kind=st.just("institution"),
    id=st.just("7"),
    dates=st.dictionaries(st.sampled_from(["lease", "food_licence", "moved"]), DAYS | st.dates()),
    done=st.dictionaries(NAMES, st.lists(DAYS, max_size=4).map(tuple)),
    since=st.none() | DAYS | st.dates(),
    until=st.none() | DAYS,
    suspended=st.lists(SPANS, max_size=2).map(tuple),
)
CALENDARS_OF_EVENTS = st.dictionaries(
    st.integers(1, THREE_YEARS - 1),
    st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 60)), min_size=1, max_size=3),
    max_size=25,
)


@settings(deadline=None)
@given(RULES, SUBJECTS, TODAYS)
def test_planning_again_changes_nothing(rules: list[Duty], who: Subject, today: date) -> None:
    first, second = (plan(rules, who, today, CALENDAR) for _ in range(2))
    assert reconcile(first, second) == Changes([], [], [], first)


@settings(deadline=None)
@given(RULES, SUBJECTS, TODAYS)
def test_the_order_of_rules_and_records_does_not_matter(
    rules: list[Duty], who: Subject, today: date
) -> None:
    done = {name: days[::-1] for name, days in who.done.items()}
    other = replace(who, done=done, suspended=who.suspended[::-1])
    assert plan(rules[::-1], other, today, CALENDAR) == plan(rules, who, today, CALENDAR)


@settings(deadline=None)
@given(RULES, SUBJECTS, TODAYS)
def test_every_duty_is_open_or_says_why_not(rules: list[Duty], who: Subject, today: date) -> None:
    made = agenda(rules, who, today, CALENDAR)
    assert {o.duty for o in made.occurrences}.isdisjoint(made.absent)
    assert {o.duty for o in made.occurrences} | set(made.absent) == {duty.id for duty in rules}
    assert len({o.key for o in made.occurrences}) == len(made.occurrences)


@settings(deadline=None)
@given(RULES, SUBJECTS, TODAYS)
def test_no_occurrence_is_at_odds_with_the_records(
    rules: list[Duty], who: Subject, today: date
) -> None:
    for o in plan(rules, who, today, CALENDAR):
        assert o.due <= today + timedelta(400)
        assert who.until is None or max(today, o.due) <= who.until
        assert not any(first <= o.due <= last for first, last in who.suspended)
        assert o.opens is None or o.opens <= o.due
        assert [s.on for s in o.stages] == sorted(s.on for s in o.stages)
        assert ("due", o.due) in [(s.name, s.on) for s in o.stages]


@settings(deadline=None)
@given(RULES, SUBJECTS, TODAYS)
def test_stages_stand_or_are_dropped_with_a_reason(
    rules: list[Duty], who: Subject, today: date
) -> None:
    made = agenda(rules, who, today, CALENDAR)
    leads = {duty.id: {f"d{lead}" for lead in duty.leads} for duty in rules}
    late = {f"late{n}" for n in (1, 3, 7, 14, 30, 60, 90)}
    for o in made.occurrences:
        names = [
            *(s.name for s in o.stages),
            *(d.stage.name for d in made.dropped if d.key == o.key),
        ]
        assert sorted(names) == sorted({*leads[o.duty], "due", *late})


@settings(deadline=None)
@given(RULES, SUBJECTS, TODAYS)
def test_nothing_is_due_sooner_than_its_period_after_the_last_time(
    rules: list[Duty], who: Subject, today: date
) -> None:
    periods = {d.id: d.rhythm.months for d in rules if isinstance(d.rhythm, Each)}
    for o in plan(rules, who, today, CALENDAR):
        done = [day for day in who.done.get(o.duty, ()) if day <= today]
        if o.duty in periods and (anchor := max(done, default=who.since)):
            assert o.due >= add_months(anchor, periods[o.duty])
            # Never overdue for a whole period: by then the next cycle stands for it, unless its
            # day lies in a suspension and waits for the end of that.
            waits = sum(((last - first).days + 1 for first, last in who.suspended), 0)
            assert o.due > add_months(today, -periods[o.duty]) - timedelta(3 + waits)


@settings(deadline=None)
@given(RULES, RULES, SUBJECTS, SUBJECTS, TODAYS)
def test_new_moved_and_kept_are_what_is_planned(
    rules: list[Duty], others: list[Duty], before: Subject, after: Subject, today: date
) -> None:
    stored = plan(rules, before, today, CALENDAR)
    made = agenda(others, after, today, CALENDAR)
    changes = reconcile(stored, made.occurrences, made.why_gone)

    def by_day(occurrences: list[Occurrence]) -> list[Occurrence]:
        return sorted(occurrences, key=lambda o: (o.due, o.key))

    assert by_day(changes.new + changes.moved + changes.kept) == made.occurrences
    gone = {key for key, _ in changes.obsolete}
    assert {o.key for o in stored} == gone | {o.key for o in changes.moved + changes.kept}
    assert gone.isdisjoint(o.key for o in made.occurrences)


@settings(deadline=None)
@given(SUBJECTS, TODAYS)
def test_other_leads_move_and_never_open_or_close(who: Subject, today: date) -> None:
    # Not the lease: without a window, what counts as its renewal depends on the first lead.
    rules = [d for d in DUTIES if d.id != "lease"]
    stored = plan(rules, who, today, CALENDAR)
    other = [duty.model_copy(update={"leads": [5, 2]}) for duty in rules]
    planned = plan(other, who, today, CALENDAR)
    changes = reconcile(stored, planned)
    assert (changes.new, changes.obsolete) == ([], [])
    assert [o.due for o in stored] == [o.due for o in planned]


@settings(max_examples=25, deadline=None)
@given(SUBJECTS, CALENDARS_OF_EVENTS)
def test_three_years_day_by_day(who: Subject, events: dict[int, list[Event]]) -> None:
    world = World(who)
    entered = {(name, day) for name, days in who.done.items() for day in days}
    for number in range(THREE_YEARS):
        today = BEGIN + timedelta(number)
        edited = number == 0 or number in events or any(day == today for _, day in entered)
        made, changes = world.live(today, events.get(number, []))
        assert world.unexplained(today, edited, made, changes) == []
        if not edited:
            # Days that pass move nothing and lose nothing.
            assert changes.moved == []
            assert {why for _, why in changes.obsolete} <= {Why.FOLDED, Why.LEFT}


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2023, 1, 1), BEGIN), st.integers(1, 13))
def test_who_never_does_it_is_told_in_every_period(since: date, months: int) -> None:
    rule = DUTIES[0].model_copy(update={"rhythm": Each(months=months, first="since")})
    world = World(Subject("institution", "7", since=since), [rule])
    dues = []
    for number in range(THREE_YEARS):
        today = BEGIN + timedelta(number)
        world.live(today, [])
        [one] = world.stored
        if one.due == today:
            dues.append(today)
        if one.due <= today:
            assert world.told[one.key]
    last = BEGIN + timedelta(THREE_YEARS - 1)
    expected = [d for n in range(1, 60) if BEGIN <= (d := add_months(since, n * months)) <= last]
    assert dues == expected
