"""What is wrong with duties that load: names of nothing, reminders that come too soon."""

from collections.abc import Iterator
from datetime import date

from content.answers import parameters_in
from content.duties import After, Before, Duty, Each, Printed, Span, Yearly
from content.errors import Problem
from content.lint_facts import unknown_facts
from content.load import Library
from content.regions import Regions
from content.schema import NATIONAL
from content.strict_yaml import Loc
from content.whereabouts import Whereabouts

Finding = tuple[Loc, str]
# The fewest calendar days in a month, and in five working days.
_MONTH, _WEEK = 28, 7


def check_duties(library: Library) -> Iterator[Problem]:
    """Problems with the file and line of each."""
    at = Whereabouts(library.files).problem
    places = Regions()
    for duty in library.duties.values():
        for loc, message in _duty(duty, library, places):
            yield at("duties/", duty.id, f"duty '{duty.id}': {message}", loc)
    waited_for = {_date_of(duty) for duty in library.duties.values()}
    for name in sorted(set(library.dates) - waited_for):
        yield at("duties/", name, f"date '{name}' is waited for by no duty")
    for name in sorted(set(library.dates) & set(library.duties)):
        yield at("duties/", name, f"'{name}' is both a date and a duty")


def _duty(duty: Duty, library: Library, places: Regions) -> Iterator[Finding]:
    for key, message in unknown_facts(duty.applies):
        yield ("applies", key), message
    yield from _dates(duty, library)
    yield from _texts(duty)
    yield from _leads(duty)
    yield from _spans(duty)
    if duty.region != NATIONAL and duty.region not in places:
        yield ("region",), f"no place has the code {duty.region}"
        return
    above = (NATIONAL,) if duty.region == NATIONAL else places.layers(duty.region)
    yield from _basis(duty, library, above)
    yield from _replaces(duty, library, above)
    for index, name in enumerate(duty.met_by):
        settles = library.duties.get(name)
        if settles is None:
            yield ("met_by", index), f"unknown duty '{name}'"
        elif (duty.per, settles.per) == ("institution", "staff"):
            yield ("met_by", index), f"'{name}' is done by one of the staff, not by all"


# --- names ------------------------------------------------------------------------------------
def _date_of(duty: Duty) -> str | None:
    if isinstance(duty.rhythm, Printed):
        return duty.rhythm.date
    return duty.rhythm.event if isinstance(duty.rhythm, After) else None


def _dates(duty: Duty, library: Library) -> Iterator[Finding]:
    name = _date_of(duty)
    declared = library.dates.get(name) if name else None
    if name and declared is None:
        yield ("rhythm",), f"unknown date '{name}'"
    elif declared and declared.per != duty.per:
        yield ("rhythm",), f"date '{name}' is given per {declared.per}"


def _basis(duty: Duty, library: Library, above: tuple[str, ...]) -> Iterator[Finding]:
    """It rests on documents of its own place or one above it; a printed date speaks for itself."""
    if not duty.basis and not isinstance(duty.rhythm, Printed):
        yield ("basis",), "a rule needs a basis; only a printed date does without"
    sources = [library.sources.get(cite.source) for cite in duty.basis]
    for index, source in enumerate(sources):
        if source and source.region not in above:
            message = f"'{source.id}' is a document of {source.region}, another place"
            yield ("basis", index), message
    own = any(source and source.region == duty.region for source in sources)
    if duty.region != NATIONAL and not own:
        yield ("basis",), f"a duty of {duty.region} cites no document of that place"


def _replaces(duty: Duty, library: Library, above: tuple[str, ...]) -> Iterator[Finding]:
    if duty.replaces is None:
        return
    wider = library.duties.get(duty.replaces)
    if wider is None:
        yield ("replaces",), f"unknown duty '{duty.replaces}'"
    elif wider.region not in above[1:]:
        yield ("replaces",), f"'{wider.id}' is no duty of a wider place"
    elif wider.per != duty.per:
        yield ("replaces",), f"'{wider.id}' is owed per {wider.per}"


def _texts(duty: Duty) -> Iterator[Finding]:
    """A digest shows them as they stand."""
    for name in ("title", "todo", "note"):
        if parameters_in(getattr(duty, name) or ""):
            yield (name,), "no {parameter} is filled in here"


# --- times ------------------------------------------------------------------------------------
def _leads(duty: Duty) -> Iterator[Finding]:
    if not duty.leads or duty.leads != sorted({*duty.leads} - {0}, reverse=True):
        yield ("leads",), "leads are days before it is due, the longest first, each once"
    room = _room(duty)
    if room is not None and max(duty.leads, default=0) > room:
        yield ("leads",), f"it cannot be done {max(duty.leads)} days before, only {room}"


def _spans(duty: Duty) -> Iterator[Finding]:
    """Spans of one unit each: what 「1 month and 5 working days」 are depends on the order."""
    for name in ("opens", "closes", "within"):
        span = getattr(duty.rhythm, name, None)
        if isinstance(span, Span) and sum(map(bool, (span.days, span.workdays, span.months))) != 1:
            yield ("rhythm", name), f"'{name}' is in days, working days or months"


def _room(duty: Duty) -> int | None:
    """How many days before it is due it can be done at the earliest; None: any time before."""
    match duty.rhythm:
        case Each(months=months):
            return months * _MONTH - 1
        case Yearly(opens=opens, closes=closes):
            return (_day(closes) - _day(opens)).days % 365
        case Printed(opens=Span() as opens, closes=closes):
            return _least_days(opens) - _least_days(closes or Span())
        case After(within=within):
            return _least_days(within)
        case Printed() | Before():
            return None


def _day(month_day: str) -> date:
    """The day in a year that is no leap year; 29 February is the day before 1 March."""
    month, day = int(month_day[:2]), int(month_day[3:])
    return date(2001, month, min(day, 28) if month == 2 else day)


def _least_days(span: Span) -> int:
    return span.days + span.workdays // 5 * _WEEK + span.workdays % 5 + span.months * _MONTH
