"""The exceptions of this package.

SchedulerError
├── DateOutOfRange       counting days left the calendar (before the year 1 or after 9999)
├── PlanError            a list of tasks that cannot be planned
│   ├── NoTasks          the list is empty
│   ├── TaskInvalid      a task with impossible durations, or two tasks with one id
│   ├── UnknownTask      a task waits for one that is not in the list
│   └── TaskCycle        tasks that wait for each other; carries their ids
├── PolicyInvalid        what the reminders' policy was given cannot be: see scheduler/duties
└── TickerError
    ├── JobInvalid       a job without a positive interval, or two jobs with one name
    ├── UnknownJob       a caller names a job that the ticker does not have
    └── TickerRunning    started twice
"""


class SchedulerError(Exception):
    """Anything that goes wrong in this package."""


class DateOutOfRange(SchedulerError):
    """Counting days left the range of dates that Python has."""


class PlanError(SchedulerError):
    """A list of tasks that cannot be planned."""


class NoTasks(PlanError):
    """There is nothing to plan."""


class TaskInvalid(PlanError):
    """A task with impossible durations or an unknown unit, or two tasks with one id."""


class UnknownTask(PlanError):
    """A task waits for one that is not in the list."""


class TaskCycle(PlanError):
    """Tasks that wait for each other. ``ids`` goes round once; first and last are the same."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids
        super().__init__(f"tasks wait for each other: {' -> '.join(ids)}")


class PolicyInvalid(SchedulerError):
    """What the reminders' policy was given cannot be: a moment without a zone, for example."""


class TickerError(SchedulerError):
    """A ticker that was given or asked something impossible."""


class JobInvalid(TickerError):
    """A job without a positive interval, or two jobs with one name."""


class UnknownJob(TickerError):
    """No job has this name."""


class TickerRunning(TickerError):
    """``start`` was called on a ticker that runs."""
