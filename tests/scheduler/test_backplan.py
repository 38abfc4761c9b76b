"""The reverse planner: one plan reckoned by hand, bad input, and what holds for every plan."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduler.backplan import Plan, Task, Window, plan
from scheduler.calendar import Calendar, shift
from scheduler.errors import (
    DateOutOfRange,
    NoTasks,
    PlanError,
    TaskCycle,
    TaskInvalid,
    UnknownTask,
)

CALENDAR = Calendar()
TODAY = date(2026, 9, 1)
DAYS = st.dates(date(2025, 6, 1), date(2027, 12, 31))


def task(
    name: str, *after: str, days: int = 5, unit: Literal["day", "workday"] = "workday"
) -> Task:
    return Task(name, after, 0, days, unit)


# Registration and the fire check side by side, then the filing.
OPENING = [
    task("rebuild", days=10, unit="day"),
    task("register", days=3),
    task("fire", "rebuild", days=5),
    task("file", "register", "fire", days=2),
]


@st.composite
def task_lists(draw: st.DrawFn) -> list[Task]:
    """Tasks without cycles, in no particular order."""
    names = [f"t{i}" for i in range(draw(st.integers(1, 8)))]
    tasks = []
    for i, name in enumerate(names):
        after = draw(st.lists(st.sampled_from(names[:i]), unique=True)) if i else []
        days = draw(st.integers(0, 40))
        tasks.append(Task(name, tuple(after), 0, days, draw(st.sampled_from(["day", "workday"]))))
    return draw(st.permutations(tasks))


def test_a_plan_reckoned_by_hand() -> None:
    # Opening on Monday 12 October 2026; Saturday the 10th is worked, 1 to 7 October is 国庆,
    # Sunday 20 September is worked, 25 to 27 September is 中秋.
    made = plan(OPENING, date(2026, 10, 12), TODAY, CALENDAR)
    assert made.tasks == {
        "rebuild": Window(
            date(2026, 9, 11), date(2026, 9, 21), date(2026, 9, 1), date(2026, 9, 11), 8
        ),
        "register": Window(
            date(2026, 9, 24), date(2026, 9, 30), date(2026, 9, 1), date(2026, 9, 4), 18
        ),
        "fire": Window(
            date(2026, 9, 22), date(2026, 9, 30), date(2026, 9, 14), date(2026, 9, 20), 7
        ),
        "file": Window(
            date(2026, 10, 8), date(2026, 10, 10), date(2026, 9, 21), date(2026, 9, 23), 7
        ),
    }
    assert made.feasible
    assert not made.estimated
    assert made.earliest_opening == date(2026, 9, 24)
    assert made.critical == ("rebuild", "fire", "file")
    assert made.late == ()


def test_windows_come_in_the_order_in_which_the_tasks_were_given() -> None:
    backwards = list(reversed(OPENING))
    made = plan(backwards, date(2026, 10, 12), TODAY, CALENDAR)
    assert list(made.tasks) == ["file", "fire", "register", "rebuild"]


def test_late_tasks_come_most_urgent_first() -> None:
    made = plan(OPENING, date(2026, 9, 15), TODAY, CALENDAR)
    assert not made.feasible
    assert made.late == ("rebuild",)
    assert made.tasks["rebuild"].slack_workdays < 0
    made = plan(OPENING, date(2026, 9, 4), TODAY, CALENDAR)
    assert made.late == ("rebuild", "fire", "register")


def test_starting_today_is_in_time() -> None:
    made = plan([task("a", days=3)], date(2026, 9, 5), TODAY, CALENDAR)
    assert made.tasks["a"].latest_start == TODAY
    assert made.feasible
    assert not plan([task("a", days=3)], date(2026, 9, 4), TODAY, CALENDAR).feasible


def test_a_done_task_takes_no_time_and_has_no_window() -> None:
    made = plan(OPENING, date(2026, 10, 12), TODAY, CALENDAR, done={"rebuild", "unheard of"})
    assert set(made.tasks) == {"register", "fire", "file"}
    assert made.tasks["fire"].earliest_start == TODAY


def test_what_waits_for_a_done_task_waits_for_its_predecessors() -> None:
    made = plan(OPENING, date(2026, 10, 12), TODAY, CALENDAR, done={"fire"})
    assert made.tasks["rebuild"].latest_finish < made.tasks["file"].latest_start
    assert made.tasks["rebuild"].earliest_finish < made.tasks["file"].earliest_start


@pytest.mark.parametrize(
    ("opening", "feasible"), [(TODAY, True), (TODAY - timedelta(days=1), False)]
)
def test_with_everything_done_it_opens_on_the_next_working_day(
    opening: date, feasible: bool
) -> None:
    made = plan(OPENING, opening, TODAY, CALENDAR, done={t.id for t in OPENING})
    assert made == Plan({}, feasible, False, TODAY, (), ())
    saturday = date(2026, 9, 5)
    made = plan(OPENING, saturday, saturday, CALENDAR, done={t.id for t in OPENING})
    assert made.earliest_opening == date(2026, 9, 7)


def test_a_task_of_no_days_is_done_on_the_day_it_starts() -> None:
    made = plan([task("a", days=0)], date(2026, 10, 8), TODAY, CALENDAR)
    assert made.tasks["a"] == Window(date(2026, 9, 30), date(2026, 9, 30), TODAY, TODAY, 21)


def test_calendar_days_may_fall_on_holidays_but_the_plan_ends_on_a_working_day() -> None:
    made = plan([task("a", days=3, unit="day")], date(2026, 10, 12), date(2026, 10, 1), CALENDAR)
    assert made.tasks["a"].earliest_start == date(2026, 10, 1)
    assert made.tasks["a"].latest_finish == date(2026, 10, 10)
    assert made.earliest_opening == date(2026, 10, 9)
    assert made.critical == ("a",)


def test_two_chains_of_one_length_are_both_critical() -> None:
    tasks = [task("a"), task("b"), task("c", days=4), task("d", "a", "b", "c")]
    made = plan(tasks, date(2026, 12, 1), TODAY, CALENDAR)
    assert set(made.critical) == {"a", "b", "d"}
    assert made.critical[-1] == "d"


def test_critical_tasks_of_two_chains_come_in_order_of_their_start() -> None:
    short = [task("a", days=10), task("b", "a", days=1)]
    long = [task("c", days=1), task("d", "c", days=1), task("e", "d", days=8)]
    made = plan([*short, *long], date(2026, 12, 1), TODAY, CALENDAR)
    assert made.critical == ("a", "c", "d", "e", "b")


@pytest.mark.parametrize(
    ("opening", "today", "estimated"),
    [
        (date(2026, 12, 31), TODAY, False),
        (date(2027, 1, 4), TODAY, True),
        (date(2026, 12, 31), date(2026, 12, 30), True),  # the earliest opening lies in 2027
    ],
)
def test_a_plan_into_a_year_not_announced_is_an_estimate(
    opening: date, today: date, estimated: bool
) -> None:
    assert plan(OPENING, opening, today, CALENDAR).estimated is estimated
    announced = Calendar(announced=[2027])
    assert not plan(OPENING, opening, today, announced).estimated


@pytest.mark.parametrize(
    ("tasks", "error", "words"),
    [
        ([], NoTasks, "nothing"),
        ([task("a", "ghost")], UnknownTask, "a waits for ghost"),
        ([task("a"), task("b"), task("a")], TaskInvalid, "given twice: a$"),
        ([task("a", "a")], TaskCycle, "a -> a"),
        ([task("a", "b"), task("b", "a"), task("c")], TaskCycle, "wait for each other"),
    ],
)
def test_a_list_that_cannot_be_planned(
    tasks: list[Task], error: type[PlanError], words: str
) -> None:
    with pytest.raises(error, match=words):
        plan(tasks, date(2026, 12, 1), TODAY, CALENDAR)


def test_a_cycle_names_its_tasks() -> None:
    tasks = [task("a", "c"), task("b", "a"), task("c", "b"), task("d", "a")]
    with pytest.raises(TaskCycle) as caught:
        plan(tasks, date(2026, 12, 1), TODAY, CALENDAR)
    assert caught.value.ids[0] == caught.value.ids[-1]
    assert set(caught.value.ids) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("low", "high", "unit"), [(-1, 3, "day"), (4, 3, "day"), (1, 3, "fortnight")]
)
def test_an_impossible_task(low: int, high: int, unit: Literal["day", "workday"]) -> None:
    with pytest.raises(TaskInvalid, match=r"^a: "):
        Task("a", (), low, high, unit)


@pytest.mark.parametrize(
    ("tasks", "opening"),
    [([task("a", days=10**12, unit="day")], date(2026, 12, 1)), ([task("a")], date.min)],
)
def test_a_plan_beyond_the_calendar_is_a_clear_error(tasks: list[Task], opening: date) -> None:
    with pytest.raises(DateOutOfRange):
        plan(tasks, opening, TODAY, CALENDAR)


@given(task_lists(), DAYS, DAYS)
def test_a_task_starts_after_its_predecessors_finish(
    tasks: list[Task], opening: date, today: date
) -> None:
    windows = plan(tasks, opening, today, CALENDAR).tasks
    assert windows.keys() == {t.id for t in tasks}
    for one in tasks:
        for p in one.after:
            assert windows[p].latest_finish < windows[one.id].latest_start
            assert windows[p].earliest_finish < windows[one.id].earliest_start


@given(task_lists(), DAYS, DAYS)
def test_every_task_has_its_cautious_time(tasks: list[Task], opening: date, today: date) -> None:
    windows = plan(tasks, opening, today, CALENDAR).tasks
    for one in tasks:
        w = windows[one.id]
        for start, finish in (
            (w.latest_start, w.latest_finish),
            (w.earliest_start, w.earliest_finish),
        ):
            if one.unit == "day":
                assert (finish - start).days == one.max_days
            else:
                assert CALENDAR.workdays_between(start, finish) == one.max_days


@given(task_lists(), DAYS, DAYS)
def test_working_day_tasks_start_and_finish_on_working_days(
    tasks: list[Task], opening: date, today: date
) -> None:
    windows = plan(tasks, opening, today, CALENDAR).tasks
    ends = [windows[t.id] for t in tasks if t.unit == "workday"]
    days = {
        day
        for w in ends
        for day in (w.latest_start, w.latest_finish, w.earliest_start, w.earliest_finish)
    }
    assert all(map(CALENDAR.is_workday, days))


@given(task_lists(), DAYS, DAYS)
def test_the_plan_keeps_between_today_and_the_opening(
    tasks: list[Task], opening: date, today: date
) -> None:
    made = plan(tasks, opening, today, CALENDAR)
    last = CALENDAR.nearest_workday_on_or_before(shift(opening, -1))
    assert all(w.latest_finish <= last for w in made.tasks.values())
    assert all(w.earliest_start >= today for w in made.tasks.values())
    assert max(w.earliest_finish for w in made.tasks.values()) < made.earliest_opening
    assert CALENDAR.is_workday(made.earliest_opening)


@given(task_lists(), DAYS, DAYS, st.integers(0, 60))
def test_a_later_opening_never_makes_a_start_earlier(
    tasks: list[Task], opening: date, today: date, later: int
) -> None:
    sooner = plan(tasks, opening, today, CALENDAR)
    after = plan(tasks, shift(opening, later), today, CALENDAR)
    for name, window in sooner.tasks.items():
        assert after.tasks[name].latest_start >= window.latest_start
        assert after.tasks[name].earliest_start == window.earliest_start
    assert set(after.late) <= set(sooner.late)
    assert after.earliest_opening == sooner.earliest_opening


@given(task_lists(), DAYS, DAYS)
def test_a_working_day_is_feasible_from_the_earliest_opening_on(
    tasks: list[Task], opening: date, today: date
) -> None:
    worked = CALENDAR.nearest_workday_on_or_after(opening)
    made = plan(tasks, worked, today, CALENDAR)
    assert made.feasible == (worked >= made.earliest_opening)
    assert made.feasible == (not made.late)
    assert plan(tasks, made.earliest_opening, today, CALENDAR).feasible
    too_soon = CALENDAR.add_workdays(made.earliest_opening, -1)
    assert not plan(tasks, too_soon, today, CALENDAR).feasible


@given(task_lists(), DAYS, DAYS)
def test_slack_and_feasibility_agree(tasks: list[Task], opening: date, today: date) -> None:
    made = plan(tasks, opening, today, CALENDAR)
    if made.feasible:
        assert all(w.earliest_start <= w.latest_start for w in made.tasks.values())
        assert all(w.slack_workdays >= 0 for w in made.tasks.values())
    assert all(made.tasks[name].slack_workdays <= 0 for name in made.late)


@given(task_lists(), DAYS, DAYS)
def test_only_critical_tasks_hold_up_the_earliest_opening(
    tasks: list[Task], opening: date, today: date
) -> None:
    made = plan(tasks, opening, today, CALENDAR)
    assert made.critical
    quicker = [t if t.id in made.critical else replace(t, max_days=0) for t in tasks]
    assert plan(quicker, opening, today, CALENDAR).earliest_opening == made.earliest_opening
    by_start = [made.tasks[name].earliest_start for name in made.critical]
    assert by_start == sorted(by_start)


@given(task_lists(), DAYS, DAYS, st.data())
def test_finishing_a_task_never_makes_the_rest_harder(
    tasks: list[Task], opening: date, today: date, data: st.DataObject
) -> None:
    done = data.draw(st.sets(st.sampled_from([t.id for t in tasks])))
    assume(len(done) < len(tasks))
    full = plan(tasks, opening, today, CALENDAR)
    rest = plan(tasks, opening, today, CALENDAR, done)
    assert rest.tasks.keys() == full.tasks.keys() - done
    for name, window in rest.tasks.items():
        assert window.latest_start >= full.tasks[name].latest_start
        assert window.earliest_start <= full.tasks[name].earliest_start
    assert rest.earliest_opening <= full.earliest_opening
