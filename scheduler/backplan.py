"""Plan backwards from the day a centre wants to open: what must begin when.

A task begins on its start day, and its time is counted from the day after: one of 5 working
days that starts on a Monday finishes on the next Monday, one of 0 days on the day it starts.
(民法典 第二百零一条: the first day of a period is not counted. 行政许可法 第八十二条: the time
limits of licensing are working days.) A task follows on its predecessor on a later day, so a
predecessor's finish always lies before its successor's start. A task counted in working days
starts and finishes on working days; one counted in calendar days may do so on any day.

Times are the cautious ones (``max_days``) in both directions.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Literal, NamedTuple

from scheduler.calendar import Calendar, shift
from scheduler.errors import NoTasks, TaskCycle, TaskInvalid, UnknownTask


@dataclass(frozen=True)
class Task:
    """One step: the tasks it waits for and how long it takes. Raises TaskInvalid."""

    id: str
    after: tuple[str, ...]
    min_days: int
    max_days: int
    unit: Literal["day", "workday"]

    def __post_init__(self) -> None:
        if not 0 <= self.min_days <= self.max_days:
            raise TaskInvalid(f"{self.id}: from {self.min_days} to {self.max_days} days")
        if self.unit not in ("day", "workday"):
            raise TaskInvalid(f"{self.id}: the unit {self.unit!r} is not known")


@dataclass(frozen=True)
class Window:
    """When a task must, and when it can be done.

    ``latest_*`` keep the wished opening, ``earliest_*`` follow from beginning today.
    ``slack_workdays``: working days from the earliest to the latest start; negative if late.
    """

    latest_start: date
    latest_finish: date
    earliest_start: date
    earliest_finish: date
    slack_workdays: int


@dataclass(frozen=True)
class Plan:
    """The windows of the tasks not done yet, in the order in which the tasks were given.

    ``late``: tasks whose latest start has passed, most urgent first. ``feasible``: none is
    late, and the wished day itself has not passed. ``critical``: the chain (or chains) of
    tasks that set ``earliest_opening``, a working day, in order of their start.
    ``estimated``: the plan touches a year whose days off are not announced.
    """

    tasks: Mapping[str, Window]
    feasible: bool
    estimated: bool
    earliest_opening: date
    critical: tuple[str, ...]
    late: tuple[str, ...]


class _Span(NamedTuple):
    """The days of one task, both included."""

    start: date
    finish: date


def plan(
    tasks: Sequence[Task],
    opening: date,
    today: date,
    calendar: Calendar,
    done: Set[str] = frozenset(),
) -> Plan:
    """Plan the tasks so that all are finished the working day before ``opening``.

    Tasks in ``done`` take no time and have no window, but what waits for them still waits for
    what they waited for. Ids in ``done`` without a task are ignored: a step that no longer
    applies may have been done. Raises PlanError (see errors.py) and DateOutOfRange.
    """
    left = _left(_in_order(tasks), done)
    deadline = calendar.nearest_workday_on_or_before(shift(opening, -1))
    latest = _backward(left, deadline, calendar)
    earliest = _forward(left, today, calendar)
    windows = {t.id: _window(latest[t.id], earliest[t.id], calendar) for t in tasks if t.id in left}
    late = sorted((i for i in windows if latest[i].start < today), key=lambda i: latest[i].start)
    possible = _opening(earliest, today, calendar)
    touched = [today, opening, deadline, possible, *(span.start for span in latest.values())]
    return Plan(
        tasks=windows,
        feasible=not late and today <= opening,
        estimated=calendar.note(min(touched), max(touched)).estimated,
        earliest_opening=possible,
        critical=_critical(left, earliest, calendar),
        late=tuple(late),
    )


def _in_order(tasks: Sequence[Task]) -> list[Task]:
    """The tasks, each behind those it waits for."""
    by_id = {task.id: task for task in tasks}
    _check(tasks, by_id)
    try:
        order = list(TopologicalSorter({t.id: t.after for t in tasks}).static_order())
    except CycleError as error:
        raise TaskCycle(tuple(error.args[1])) from error
    return [by_id[task_id] for task_id in order]


def _check(tasks: Sequence[Task], by_id: Mapping[str, Task]) -> None:
    if not tasks:
        raise NoTasks("there is nothing to plan")
    if len(by_id) < len(tasks):
        ids = [task.id for task in tasks]
        raise TaskInvalid(f"given twice: {', '.join(i for i in by_id if ids.count(i) > 1)}")
    for task in tasks:
        for unknown in set(task.after) - by_id.keys():
            raise UnknownTask(f"{task.id} waits for {unknown}, which is not in the list")


def _left(ordered: Sequence[Task], done: Set[str]) -> dict[str, Task]:
    """The tasks not done yet, waiting only for such; what a done task waited for is passed on."""
    waits: dict[str, tuple[str, ...]] = {}
    for task in ordered:
        known = [waits[p] if p in done else (p,) for p in task.after]
        waits[task.id] = tuple(dict.fromkeys(p for group in known for p in group))
    return {t.id: replace(t, after=waits[t.id]) for t in ordered if t.id not in done}


def _backward(left: dict[str, Task], deadline: date, calendar: Calendar) -> dict[str, _Span]:
    """The latest days of each task."""
    bounds = dict.fromkeys(left, deadline)
    spans: dict[str, _Span] = {}
    for task in reversed(left.values()):
        spans[task.id] = _finishing_by(task, bounds[task.id], calendar)
        for p in task.after:
            bounds[p] = min(bounds[p], shift(spans[task.id].start, -1))
    return spans


def _forward(left: Mapping[str, Task], today: date, calendar: Calendar) -> dict[str, _Span]:
    """The earliest days of each task."""
    spans: dict[str, _Span] = {}
    for task in left.values():
        free = [shift(spans[p].finish, 1) for p in task.after]
        spans[task.id] = _starting_from(task, max([today, *free]), calendar)
    return spans


def _finishing_by(task: Task, day: date, calendar: Calendar) -> _Span:
    if task.unit == "day":
        return _Span(shift(day, -task.max_days), day)
    finish = calendar.nearest_workday_on_or_before(day)
    return _Span(calendar.add_workdays(finish, -task.max_days), finish)


def _starting_from(task: Task, day: date, calendar: Calendar) -> _Span:
    if task.unit == "day":
        return _Span(day, shift(day, task.max_days))
    start = calendar.nearest_workday_on_or_after(day)
    return _Span(start, calendar.add_workdays(start, task.max_days))


def _window(latest: _Span, earliest: _Span, calendar: Calendar) -> Window:
    slack = calendar.workdays_between(earliest.start, latest.start)
    return Window(*latest, *earliest, slack_workdays=slack)


def _opening(earliest: Mapping[str, _Span], today: date, calendar: Calendar) -> date:
    """The first working day with everything finished by the working day before it."""
    if not earliest:
        return calendar.nearest_workday_on_or_after(today)
    return calendar.add_workdays(_ready(earliest, calendar), 1)


def _ready(earliest: Mapping[str, _Span], calendar: Calendar) -> date:
    """The first working day by whose end everything can be finished."""
    return calendar.nearest_workday_on_or_after(max(span.finish for span in earliest.values()))


def _critical(
    left: dict[str, Task], earliest: Mapping[str, _Span], calendar: Calendar
) -> tuple[str, ...]:
    """The tasks that finish last, and each task that holds up one of these."""
    if not left:
        return ()
    ready = _ready(earliest, calendar)
    found: set[str] = set()
    for task in reversed(left.values()):
        ends = calendar.nearest_workday_on_or_after(earliest[task.id].finish)
        if task.id in found or ends == ready:
            found |= {task.id, *_holding_up(task, earliest, calendar)}
    return tuple(sorted((i for i in left if i in found), key=lambda i: earliest[i].start))


def _holding_up(task: Task, earliest: Mapping[str, _Span], calendar: Calendar) -> list[str]:
    """The predecessors without which the task could start earlier."""
    free = {p: shift(earliest[p].finish, 1) for p in task.after}
    start = earliest[task.id].start
    return [p for p in free if _starting_from(task, free[p], calendar).start == start]
