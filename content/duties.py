"""What an institution must do again and again: the shapes, and which of it are whose.

Only content: when a duty falls due is worked out by ``scheduler.duties``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple, Protocol

from pydantic import Field, StrictBool, StrictInt, StringConstraints, field_validator

from content.regions import Regions
from content.rules.conditions import every
from content.schema import NATIONAL, Cite, Code, Dated, Facts, Id, Narrowing, Strict, Text

Per = Literal["institution", "staff"]
Count = Annotated[StrictInt, Field(ge=0)]
MonthDay = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[0-9]{2}$")]
# What to do stands in a line of a digest on a phone.
Line = Annotated[Text, StringConstraints(max_length=60)]
LEADS = (30, 14, 7, 1)
_LEAP_YEAR = 2000


class Span(Strict):
    """A length of time: calendar days, working days (调休 respected) or months."""

    days: Count = 0
    workdays: Count = 0
    months: Count = 0


class Each(Strict):
    """So many months after it was last done.

    ``first``: the first time is counted from ``Subject.since``; without it, from the first time
    it was done.
    """

    type: Literal["each"] = "each"
    months: Annotated[StrictInt, Field(ge=1)]
    first: Literal["since"] | None = None


class Yearly(Strict):
    """Once a year within a window, both days included: 01-01 to 06-30; 12-01 to 01-31 as well."""

    type: Literal["yearly"] = "yearly"
    opens: MonthDay
    closes: MonthDay

    @field_validator("opens", "closes")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        date(_LEAP_YEAR, int(value[:2]), int(value[3:]))
        return value


class Printed(Strict):
    """Before a date printed on a certificate, a contract or a notice.

    ``date``: its name in ``Subject.dates``. It may be renewed from ``opens`` before that day to
    ``closes`` before it, and is due when that ends.
    """

    type: Literal["printed"] = "printed"
    date: Id
    opens: Span | None = None
    closes: Span | None = None


class Before(Strict):
    """Once, before work starts."""

    type: Literal["before"] = "before"
    event: Literal["since"] = "since"


class After(Strict):
    """Once, so long after something happened. ``event``: its name in ``Subject.dates``."""

    type: Literal["after"] = "after"
    event: Id
    within: Span


Rhythm = Annotated[Each | Yearly | Printed | Before | After, Field(discriminator="type")]


class DateDeclaration(Strict):
    """A date that an institution gives us for itself or for somebody of its staff.

    ``title``: what it is called in chat and in the Excel template.
    """

    id: Id
    title: Text
    per: Per


class Duty(Dated):
    """One thing that recurs, or that falls due with a date somebody gave us.

    ``applies``: facts under which it is owed. ``replaces``: the duty that it takes the place of,
    where a local document adds to a wider rule or tightens it. ``met_by``: duties that settle this one too when
    they are done (the yearly check is a check before starting, if it came first). ``leads``: days
    before it is due on which somebody is told. ``evidence``: a photo is wanted. ``note``: what the
    basis leaves open, such as a period that is our advice and no rule.
    """

    id: Id
    title: Text
    per: Per
    rhythm: Rhythm
    applies: Narrowing = Field(default_factory=dict)
    region: Code = NATIONAL
    replaces: Id | None = None
    met_by: list[Id] = Field(default_factory=list)
    leads: list[Count] = Field(default_factory=lambda: [*LEADS])
    todo: Line
    evidence: StrictBool = False
    kind: Literal[
        "health", "filing", "report", "fire", "food", "safety", "training", "contract", "other"
    ]
    note: Text | None = None
    basis: list[Cite] = Field(default_factory=list)

    def owed(self, facts: Facts) -> bool | None:
        """Whether the facts call for it; None where one that decides is not known."""
        return every(
            facts[key] in values if key in facts else None for key, values in self.applies.items()
        )


class Shelf(Protocol):
    """What of the library is needed here (which itself needs these shapes)."""

    @property
    def duties(self) -> Mapping[str, Duty]: ...

    @property
    def regions(self) -> Regions: ...


class Found(NamedTuple):
    """``duties`` are owed; ``unsure`` would be, depending on a fact that is not known."""

    duties: list[Duty]
    unsure: list[Duty]


def duties_for(library: Shelf, region: str | None, facts: Facts, as_of: date) -> Found:
    """The nation's duties and those of the place's layers.

    Of duties that replace one another those of the nearest place count. The same for all
    institutions of a place with the same facts. Raises UnknownKey for a place we do not have.
    """
    layers = library.regions.layers(region) if region else (NATIONAL,)
    found = Found([], [])
    for family in _families(library.duties).values():
        held = [d for d in family if d.region in layers and d.holds(as_of)]
        owed = _nearest([d for d in held if d.owed(facts)], layers)
        reach = layers.index(owed[0].region) if owed else len(layers)
        nearer = [d for d in held if layers.index(d.region) <= reach]
        found.duties.extend(owed)
        found.unsure.extend(d for d in nearer if d.owed(facts) is None)
    return found


def _nearest(duties: Sequence[Duty], layers: Sequence[str]) -> list[Duty]:
    """Those of the nearest place that has one."""
    least = min((layers.index(duty.region) for duty in duties), default=0)
    return [duty for duty in duties if layers.index(duty.region) == least]


def _families(duties: Mapping[str, Duty]) -> dict[str, list[Duty]]:
    """Duties that stand for the same thing, by the one that all of them replace in the end."""
    families: dict[str, list[Duty]] = {}
    for duty in duties.values():
        families.setdefault([*replaced(duty, duties)][-1], []).append(duty)
    return families


def replaced(duty: Duty, duties: Mapping[str, Duty]) -> Iterator[str]:
    """The duty's own id, that of the duty it replaces, and so on to the widest."""
    seen: set[str] = set()
    name: str | None = duty.id
    while name and name not in seen:
        yield name
        seen.add(name)
        name = duties[name].replaces if name in duties else None


def settled_by(duties: Mapping[str, Duty]) -> dict[str, frozenset[str]]:
    """For each duty those that are settled when it is done, itself among them."""
    family_of = {duty.id: family for family in _families(duties).values() for duty in family}
    settled: dict[str, set[str]] = {name: set() for name in duties}
    for duty in duties.values():
        for name in (duty.id, *duty.met_by):
            for other in family_of.get(name, ()):
                settled[other.id].add(duty.id)
    return {name: frozenset(names) for name, names in settled.items()}


def counted(
    settled: Mapping[str, frozenset[str]],
    done: Mapping[str, Sequence[date]],
    of_institution: Mapping[str, Sequence[date]] | None = None,
    since: date | None = None,
) -> dict[str, tuple[date, ...]]:
    """The days on which each duty was done, under its own name or one that settles it.

    ``settled``: as of ``settled_by``, worked out once; a name that it does not have (an
    institution's own duty) settles itself. ``done``: of one subject. For somebody of the staff,
    ``of_institution``: what the institution did for all of them, which counts from the day
    ``since`` on that they belonged to it.
    """
    days: dict[str, set[date]] = {}
    for name, dates in done.items():
        for duty in settled.get(name, (name,)):
            days.setdefault(duty, set()).update(dates)
    for name, dates in (of_institution or {}).items():
        shared = [day for day in dates if since is None or since <= day]
        for duty in settled.get(name, ()) if shared else ():
            days.setdefault(duty, set()).update(shared)
    return {duty: tuple(sorted(found)) for duty, found in days.items() if found}
