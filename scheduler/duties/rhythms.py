"""Which cycles of a duty are open, for each rhythm that content knows.

A due day in a suspension is due on the day after it. Everything here raises DateOutOfRange.
"""

from dataclasses import replace
from datetime import date

from content.duties import After, Each, Printed, Rhythm, Span
from scheduler.calendar import shift
from scheduler.duties.cycles import Cycle, Cycles, Given, none
from scheduler.duties.dates import Reckoned, add_months, at_most, months_between, offset
from scheduler.duties.reasons import Why
from scheduler.duties.yearly import yearly

# A renewal whose window nobody states counts if made so many days before the first reminder.
MARGIN = 30
_AT_ONCE = Span()
# Days within which somebody is asked for what is on no record.
ASK_WITHIN = 30


def cycles(rhythm: Rhythm, given: Given) -> Cycles:
    """The cycles that are to come, due or overdue: of the overdue the latest alone."""
    # By its name: asking for the class of a pydantic model takes longer than all the rest.
    if rhythm.type == "each":
        return _each(rhythm, given)
    if rhythm.type == "yearly":
        return yearly(rhythm, given)
    if rhythm.type == "printed":
        return _printed(rhythm, given)
    if rhythm.type == "before":
        return _before(given)
    return _after(rhythm, given)


def _each(rhythm: Each, given: Given) -> Cycles:
    """One cycle only: when the one after it begins depends on when this one is done."""
    if given.done:
        anchor, root = given.done[-1], given.done[-1].isoformat()
    elif rhythm.first is None:
        return none(Why.NEVER_DONE)
    else:
        first = _first_anchor(rhythm.months, given)
        if first is None:
            return none(Why.NO_START)
        anchor, root = first, "first"
    number = _number(anchor, rhythm.months, given)
    due = _due(anchor, number * rhythm.months, given)
    if due is None:
        return none(Why.SUSPENDED)
    unrecorded = root == "first" and anchor != given.subject.since
    begins = shift(add_months(anchor, (number - 1) * rhythm.months), 1)
    if unrecorded and number == 1:
        begins = given.subject.known or begins
    earlier = {"first", *(day.isoformat() for day in given.done)}

    def why(other: str) -> Why:
        if other == root:
            return Why.FOLDED
        return Why.DONE if other in earlier else Why.CHANGED

    cycle = Cycle(root, due, number, begins=begins, unrecorded=unrecorded)
    return Cycles((cycle,), why, until=_due(anchor, (number + 1) * rhythm.months, given))


def _due(anchor: date, months: int, given: Given) -> date | None:
    return given.suspended.resume(add_months(anchor, months))


def _first_anchor(months: int, given: Given) -> date | None:
    """From where the first time is counted: the start; for those known to us only later, such that
    they are asked within a month, as they may have done it and told nobody.

    None: neither the start nor since when we know them is on record.
    """
    known, since = given.subject.known, given.subject.since
    if known is None or (since is not None and since >= known):
        return since
    first = min(add_months(known, months), shift(known, ASK_WITHIN))
    return add_months(first, -months)


def _number(anchor: date, months: int, given: Given) -> int:
    """The last cycle that has fallen due by today, or else the first to come.

    Cycles that fall due on one day, because a suspension ends, are one: the last of them.
    """

    def due(number: int) -> date | None:
        return _due(anchor, number * months, given)

    number = max(0, months_between(anchor, given.today) // months)
    while number and ((day := due(number)) is None or day > given.today):
        number -= 1
    if number:
        return number
    first, number = due(1), 1
    while given.suspended and first is not None and due(number + 1) == first:
        number += 1
    return number


def _printed(rhythm: Printed, given: Given) -> Cycles:
    """Once for each date printed: a new certificate has a new date, and that is a new cycle."""
    printed = given.subject.dates.get(rhythm.date)
    if printed is None:
        return none(Why.NO_DATE)
    closes = rhythm.closes or _AT_ONCE
    # 长期 is entered as 9999-12-31, a year whose holidays nobody can count.
    if printed.toordinal() - at_most(closes) > given.limit.toordinal():
        return none(Why.BEYOND_HORIZON)
    due = offset(printed, closes, given.calendar, -1)
    opens = offset(printed, rhythm.opens, given.calendar, -1) if rhythm.opens else None
    counts = opens.day if opens else shift(due.day, -given.lead - MARGIN)
    return _once(printed.isoformat(), due, opens, counts, given)


def _before(given: Given) -> Cycles:
    """Once, due on the day before the first day of work."""
    since = given.subject.since
    if since is None:
        return none(Why.NO_START)
    return _once("start", Reckoned(shift(since, -1)), None, date.min, given)


def _after(rhythm: After, given: Given) -> Cycles:
    """Once for each date of the event, from that day on."""
    event = given.subject.dates.get(rhythm.event)
    if event is None:
        return none(Why.NO_DATE)
    if event > given.limit:
        return none(Why.BEYOND_HORIZON)
    due = offset(event, rhythm.within, given.calendar, 1)
    made = _once(event.isoformat(), due, None, event, given)
    return replace(made, open=tuple(replace(cycle, begins=event) for cycle in made.open))


def _once(root: str, due: Reckoned, opens: Reckoned | None, counts: date, given: Given) -> Cycles:
    """One cycle, unless it was done on ``counts`` or later."""
    day = given.suspended.resume(due.day)
    if day is None:
        return none(Why.SUSPENDED)
    used = any(done >= counts for done in given.done)
    cycle = Cycle(
        root,
        day,
        opens=min(opens.day, day) if opens else None,
        estimated=due.estimated or (opens is not None and opens.estimated),
    )
    return Cycles(
        open=() if used else (cycle,),
        why=lambda other: Why.DONE if other == root else Why.CHANGED,
    )
