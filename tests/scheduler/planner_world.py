"""Somebody's records through the years, with edits on some days, and a ledger of what was told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from content.duties import Duty, Each, Span, Yearly
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.planner import Agenda, Changes, agenda, reconcile
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject
from tests.scheduler.planner_samples import (
    CALENDAR,
    CHECK,
    FILING,
    LEASE,
    LICENCE,
    MONTHLY,
    REPORT,
    START,
    WINTER,
    duty,
)

DUTIES = [
    duty(CHECK, "check"),
    duty(MONTHLY, "monthly", leads=[7, 1]),
    duty(REPORT, "report"),
    duty(WINTER, "winter"),
    duty(LICENCE, "licence"),
    duty(LEASE, "lease", leads=[180, 90, 30]),
    duty(FILING, "filing"),
    duty(START, "start"),
]
OTHER_RULES = [
    duty(Each(months=6, first="since"), "check", leads=[60, 10]),
    duty(MONTHLY, "monthly", leads=[3]),
    duty(Yearly(opens="01-01", closes="03-31"), "report"),
    duty(WINTER, "winter", leads=[20]),
    duty(LICENCE.model_copy(update={"closes": Span(workdays=30)}), "licence"),
    duty(FILING, "filing", leads=[2]),
    duty(START, "start"),
]
# What happens on a day, and a number that says how.
Event = tuple[str, int]
EVENTS = (
    "done",
    "done before",
    "taken back",
    "started",
    "suspended",
    "leaves",
    "stays",
    "renewed",
    "moved",
    "rules",
)


@dataclass
class World:
    """``told``: by key the days on which a stage was told, those overtaken folded into one."""

    who: Subject
    duties: list[Duty] = field(default_factory=lambda: DUTIES)
    stored: list[Occurrence] = field(default_factory=list)
    told: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    handled: set[tuple[str, str, date]] = field(default_factory=set)

    def live(self, today: date, events: Iterable[Event]) -> tuple[Agenda, Changes]:
        """One day: its events, the plan, what is told."""
        for kind, number in events:
            self.happen(kind, number, today)
        made = agenda(self.duties, self.who, today, CALENDAR)
        changes = reconcile(self.stored, made.occurrences, made.why_gone)
        self.stored = changes.kept + changes.moved + changes.new
        for occurrence in self.stored:
            self._tell(occurrence, today)
        return made, changes

    def unexplained(self, today: date, edited: bool, made: Agenda, changes: Changes) -> list[str]:
        """What fell due today, told on no day before, and without a reason on record.

        Reasons are: an edit of today made it due; an earlier cycle was overdue and told of, and
        is folded into it; its reminders were dropped, each with its reason.
        """
        folded = {key.partition(":")[0] for key, why in changes.obsolete if why is Why.FOLDED}
        late = {o.key for o in changes.new if edited or o.duty in folded}
        moved = {o.key for o in changes.moved if edited}
        dropped = {d.key for d in made.dropped if d.stage.on < today}
        return [
            o.key
            for o in self.stored
            if o.due == today
            and not any(day < today for day in self.told[o.key])
            and o.key not in late | moved | dropped
        ]

    def _tell(self, occurrence: Occurrence, today: date) -> None:
        ripe = {(occurrence.key, s.name, s.on) for s in occurrence.stages if s.on <= today}
        if ripe - self.handled:
            self.told[occurrence.key].append(today)
            self.handled |= ripe

    def happen(self, kind: str, number: int, today: date) -> None:
        match kind:
            case "done" | "done before" | "taken back":
                self._record(kind, number, today)
            case "started":
                self.who = replace(self.who, since=today - timedelta(10 * number - 50))
            case "suspended":
                span = (today + timedelta(number - 10), today + timedelta(4 * number))
                self.who = replace(self.who, suspended=(*self.who.suspended, span))
            case "leaves" | "stays":
                until = today + timedelta(number) if kind == "leaves" else None
                self.who = replace(self.who, until=until)
            case "renewed":
                self._date(("lease", "food_licence")[number % 2], today + timedelta(20 * number))
            case "moved":
                self._date("moved", today - timedelta(number % 10))
            case "rules":
                self.duties = OTHER_RULES if self.duties is DUTIES else DUTIES

    def _record(self, kind: str, number: int, today: date) -> None:
        name = self.duties[number % len(self.duties)].id
        days = self.who.done.get(name, ())
        after = {
            "done": (*days, today),
            "done before": (*days, today - timedelta(number)),
            "taken back": days[:-1],
        }
        self.who = replace(self.who, done={**self.who.done, name: after[kind]})

    def _date(self, name: str, day: date) -> None:
        self.who = replace(self.who, dates={**self.who.dates, name: day})
