"""What one subject must do by when, and on which days somebody is told of it.

A plan follows from the duties, the subject's records and the day alone. As long as none of the
records changes, an occurrence stays the same from the day it comes within the horizon until it
is done, or until the next cycle of its duty stands for it. Its stages are those of its due day,
also where they have passed: who sends keeps what was sent, and folds what was overtaken.

Keys are ``duty:subject:cycle``. A cycle is named by what it is counted from and never by its due
day or its stages, so that a rule with a new period or other leads moves an occurrence and does
not double it:

- each: the day it was last done, or ``first``; ``+2`` for the second time since that day
- yearly: the year in which the window opens
- printed: the date printed, since a new certificate is a new cycle
- before: ``start``
- after: the day of the event
"""

from collections.abc import Sequence
from datetime import date

from content.duties import Duty
from scheduler.calendar import Calendar
from scheduler.duties.agenda import Agenda, Dropped, agenda
from scheduler.duties.changes import Changes, reconcile
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.subject import Subject

__all__ = ["Agenda", "Changes", "Dropped", "agenda", "plan", "reconcile"]


def plan(
    duties: Sequence[Duty],
    subject: Subject,
    today: date,
    calendar: Calendar,
    horizon_days: int = 400,
) -> list[Occurrence]:
    """What is overdue, due today or due within the horizon, in order of the due days.

    Duties of the other kind of subject are passed over. Nothing is raised: a duty whose dates
    cannot be reckoned has no occurrence, and ``agenda`` says why.
    """
    return agenda(duties, subject, today, calendar, horizon_days).occurrences
