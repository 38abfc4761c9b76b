"""One person's digest of the day, or why there is none."""

from collections.abc import Iterable, Sequence
from datetime import date

from scheduler.calendar import Calendar, shift
from scheduler.duties.asked import Asked
from scheduler.duties.decision import Digest, Entry, Held, Skip, Wait, Why
from scheduler.duties.hours import morning, next_moment
from scheduler.duties.item import Item
from scheduler.duties.persons import Person
from scheduler.duties.ways import Way, way


def for_person(
    person: Person, entries: Iterable[Entry], asked: Asked
) -> tuple[Digest | None, list[Held]]:
    """The person's digest for now, and what is not in it. ``entries``: all that concern them."""
    ready: list[Entry] = []
    held: list[Held] = []
    for entry in sorted(entries, key=_order):
        if not _pending(entry.item, person, asked.calendar):
            continue
        reason = _reason(entry, person, asked)
        if reason is None:
            ready.append(entry)
        else:
            held.append(Held(entry.item, person.id, reason))
    if not ready:
        return None, held
    outcome = _sending(person, ready, asked)
    if isinstance(outcome, Wait):
        return None, held + [Held(entry.item, person.id, outcome) for entry in ready]
    return Digest(person.id, outcome.channel, outcome.by, asked.today, tuple(ready)), held


def _pending(item: Item, person: Person, calendar: Calendar) -> bool:
    """Not told of this stage yet, or told and then asked to be reminded again."""
    told = item.told_on(person.id)
    wake = _wake(item, person, calendar)
    return told is None or (wake is not None and told < wake)


def _wake(item: Item, person: Person, calendar: Calendar) -> date | None:
    """The working day on which a snooze ends: not after the due date."""
    until = person.preferences.snoozed.get(item.key)
    if until is None:
        return None
    until = min(until, item.due)
    wake = calendar.nearest_workday_on_or_after(until)
    return wake if wake <= item.due else calendar.nearest_workday_on_or_before(until)


def _reason(entry: Entry, person: Person, asked: Asked) -> Wait | Skip | None:
    """Why this item is nothing for the person's digest of today, whatever the hour."""
    item, preferences = entry.item, person.preferences
    if not person.reachable:
        return Skip(Why.UNREACHABLE)
    # The second contact and the bureau answer for it: their taste cannot hide what is overdue.
    bound = entry.role != "director" and item.legal and item.overdue(asked.today)
    if item.kind in preferences.opted_out and not bound:
        return Skip(Why.OPTED_OUT)
    wake = _wake(item, person, asked.calendar)
    if wake is not None and asked.today < wake:
        return Wait(morning(wake, preferences.quiet, asked.calendar), Why.SNOOZED)
    return None


def _sending(person: Person, ready: Sequence[Entry], asked: Asked) -> Way | Wait:
    """By which way the digest goes now, or until when it waits."""
    quiet, calendar = person.preferences.quiet, asked.calendar
    tomorrow = morning(shift(asked.today, 1), quiet, calendar)
    # A day still to come is not waited for: a clock that once ran years ahead would silence us.
    if person.last_digest == asked.today:
        return Wait(tomorrow, Why.ONE_A_DAY)
    if (until := next_moment(asked.now, quiet, calendar)) != asked.now:
        working = next_moment(asked.now, None, calendar) == asked.now
        return Wait(until, Why.QUIET if working else Why.OUT_OF_HOURS)
    found = way(person.channels, ready, asked.today)
    return found if isinstance(found, Way) else Wait(tomorrow, found)


def _order(entry: Entry) -> tuple[date, str, str, str, str]:
    """By due date, so that what is overdue longest comes first; the rest only for one order."""
    item = entry.item
    return (item.due, entry.place, item.subject, item.title, item.key)
