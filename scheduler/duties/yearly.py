"""Duties of a window in each year: the one that opened last, and those to come.

A window is missed only once its last day has passed, and stays open as overdue until the next
one opens: from then on what is done counts for that. The first window is the first that opens
while the subject exists: who registered in March owes no report of the year before
(企业信息公示暂行条例 第八条: 自下一年起报送).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from content.duties import Yearly
from scheduler.duties.cycles import Cycle, Cycles, Given
from scheduler.duties.dates import day_of_year
from scheduler.duties.reasons import Why


@dataclass(frozen=True)
class _Window:
    """``counts``: the first day on which what is done counts for this window."""

    year: int
    opens: date
    due: date
    counts: date


def yearly(rhythm: Yearly, given: Given) -> Cycles:
    """The window open now or missed last, if it was not used, and those to come."""
    windows = _windows(rhythm, given)
    opened = sum(window.counts <= given.today for window in windows)
    current, coming = windows[max(opened - 1, 0) : opened], windows[opened:]
    used = [w for w in current if any(day >= w.counts for day in given.done)]
    owed = [w for w in [*current, *coming] if w not in used and _existed(w, given)]
    return Cycles(
        tuple(Cycle(str(w.year), w.due, opens=w.opens) for w in owed),
        lambda root: _why_not(root, windows, given),
        Why.DONE if used else Why.BEYOND_HORIZON,
        coming[0].counts if coming else None,
    )


def _windows(rhythm: Yearly, given: Given) -> list[_Window]:
    """From two years ago to the limit; those due on one day (a suspension ended) are one."""
    found: dict[date, _Window] = {}
    for year in range(max(given.today.year - 2, date.min.year), given.limit.year + 1):
        opens = day_of_year(rhythm.opens, year)
        due = given.suspended.resume(_closes(rhythm, year))
        if due is None:
            break
        previous = max((day for day in found if day < due), default=date.min)
        counts = max(opens, previous + timedelta(1))
        found[due] = _Window(year, opens, due, counts)
    return list(found.values())


def _closes(rhythm: Yearly, year: int) -> date:
    """The last day of the window that opens in the year; it may lie in the next."""
    over_new_year = rhythm.closes < rhythm.opens
    return day_of_year(rhythm.closes, year + 1 if over_new_year else year)


def _existed(window: _Window, given: Given) -> bool:
    return given.subject.since is None or window.opens >= given.subject.since


def _why_not(root: str, windows: list[_Window], given: Given) -> Why:
    """Why the window of a year is not open."""
    for window, after in pairwise(windows):
        if root == str(window.year):
            if any(window.counts <= day < after.counts for day in given.done):
                return Why.DONE
            return Why.FOLDED if after.counts <= given.today else Why.CHANGED
    return Why.FOLDED
