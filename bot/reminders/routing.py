"""From the open occurrences of an institution to its reminders as rows. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.store.reminder_models import NOBODY
from bot.store.reminders import grouped, nobody, reminder
from content.duties import Duty
from scheduler.duties.asked import Asked
from scheduler.duties.decision import Held, Skip, Wait, Why
from scheduler.duties.hours import send_day
from scheduler.duties.item import Item
from scheduler.duties.occurrence import Occurrence, Stage
from scheduler.duties.persons import Institution, Person
from scheduler.duties.route import Routed, route

# A stage that moved by no more is the same: days off that were announced late shift many by some
# days, and nobody is told twice for it. The nearest two stages of a duty stand as far apart.
SAME = timedelta(7)


@dataclass
class Post:
    """What is to be written: new rows; old ones by id, with the reason why they are skipped, and
    with the role in which they concern somebody after all. ``look``: who has something to hear;
    ``whose``: the persons of the old rows."""

    new: list[dict[str, Any]] = field(default_factory=list)
    skip: dict[int, str] = field(default_factory=dict)
    revive: dict[int, str] = field(default_factory=dict)
    look: set[int] = field(default_factory=set)
    whose: set[int] = field(default_factory=set)

    def add(self, other: "Post") -> None:
        self.new += other.new
        self.skip |= other.skip
        self.revive |= other.revive
        self.look |= other.look
        self.whose |= other.whose

    def skipped(self, row: Any, why: str) -> None:
        self.skip[row.id] = why
        self.whose.add(row.person_id)


@dataclass(frozen=True)
class Kept:
    """An open occurrence with its row's number, and what is on record of its reminders."""

    id: int
    occurrence: Occurrence
    duty: Duty
    known_on: date
    reminders: Sequence[Any]

    @property
    def first_told(self) -> Any:
        """When a director first heard of it; None: not yet."""
        told = (r.told_at for r in self.reminders if r.told_at and r.role == "director")
        return min(told, default=None)

    def rows(self) -> list[Any]:
        """The rows of its stages as they stand now, without those of stages that moved away."""
        days = {stage.name: stage.on for stage in self.occurrence.stages}
        return [r for r in self.reminders if r.stage in days and abs(days[r.stage] - r.on) <= SAME]

    def items(self, institution: int) -> Iterable[Item]:
        """Its stages, as the policy asks about them."""
        told = grouped((r for r in self.rows() if r.told_at), "stage")
        first = self.first_told
        for stage in self.occurrence.stages:
            yield Item(
                key=self.occurrence.key, stage=stage.name, on=stage.on, due=self.occurrence.due,
                kind=self.duty.kind, title=self.duty.title, todo=self.duty.todo, subject="",
                institution=str(institution), legal=bool(self.duty.basis),
                estimated=self.occurrence.estimated,
                told={str(r.person_id): r.told_at for r in told.get(stage.name, [])},
                first_told=first, known=self.known_on,
            )  # fmt: skip

    def reached(self, asked: Asked) -> Stage | None:
        """The last stage whose day has come."""
        due, calendar = self.occurrence.due, asked.calendar
        come = [s for s in self.occurrence.stages if send_day(s.on, due, calendar) <= asked.today]
        return max(come, key=lambda s: (s.on, s.name), default=None)

    def climbs(self, asked: Asked) -> list[date]:
        """The days on which it is told to more people if it stays silent (see the ladder)."""
        heard = self.first_told.astimezone(asked.now.tzinfo).date() if self.first_told else None
        start = asked.calendar.nearest_workday_on_or_after(
            max(self.occurrence.due, heard or self.known_on)
        )
        after = (asked.ladder.second_after, asked.ladder.officer_after)
        return [start + timedelta(days) for days in after]


def posted(
    institution: Institution, kept: Sequence[Kept], people: Mapping[str, Person], asked: Asked
) -> Post:
    """What the policy makes of these occurrences now."""
    post = Post()
    items = [item for one in kept for item in one.items(int(institution.id))]
    routed = route(items, institution, people, asked)
    current, held = _current(routed), _held(routed)
    acting = {NOBODY, *(int(person) for rung in institution.contacts.values() for person in rung)}
    for one in kept:
        key = one.occurrence.key
        whom = current.get(key, {})
        post.add(_of_one(one, whom, held.get(key, [])))
        reachable = any(
            people[str(person)].reachable for stage in whom.values() for person in stage
        )
        _end(one, acting if not reachable else acting - {NOBODY}, post, asked)
    return post


def _current(routed: Routed) -> dict[str, dict[str, dict[int, str]]]:
    """By occurrence and stage: for whom it is, with the role."""
    found: dict[str, dict[str, dict[int, str]]] = {}
    for person, entries in routed.entries.items():
        for entry in entries:
            stages = found.setdefault(entry.item.key, {})
            stages.setdefault(entry.item.stage, {})[int(person)] = entry.role
    return found


def _held(routed: Routed) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for held in routed.held:
        found.setdefault(held.item.key, []).append(held)
    return found


def _of_one(one: Kept, current: Mapping[str, Mapping[int, str]], held: Sequence[Held]) -> Post:
    post = Post()
    days = {stage.name: stage.on for stage in one.occurrence.stages}
    there = {(r.stage, r.person_id): r for r in one.rows()}
    for stage, people in current.items():
        for person, role in people.items():
            row = there.get((stage, person))
            if row is None:
                post.new.append(reminder(one.id, stage, days[stage], person, role))
                post.look.add(person)
            elif _comes_back(row):
                post.revive[row.id] = role
                post.look.add(person)
    for entry in held:
        _note(one, entry, there, post)
    return post


def _comes_back(row: Any) -> bool:
    """Whether it was skipped before anybody heard of it, for a reason that holds no longer: what
    was done is undone, who had gone is back. What somebody does not want to hear stays unsaid."""
    return (
        row.state == "skipped"
        and row.told_at is None
        and not str(row.why).endswith(Why.OPTED_OUT.value)
    )


def _note(one: Kept, held: Held, there: Mapping[tuple[str, int], Any], post: Post) -> None:
    """A stage that is for nobody now: the reason stands in a row, once it is final or unusual."""
    stage = Stage(held.item.stage, held.item.on)
    rows = [row for (name, _), row in there.items() if name == stage.name]
    match held.outcome:
        case Skip(why, by):
            reason = f"{why.value}: {by}" if by else why.value
            for row in rows:
                if row.state == "pending":
                    post.skipped(row, _also(row, reason))
            if not rows:
                post.new.append(nobody(one.id, stage.name, stage.on, "skipped", reason))
        case Wait(_, Why.NOBODY) if not rows:
            post.new.append(
                nobody(one.id, stage.name, stage.on, "pending", Why.NOBODY.value)
            )  # fmt: skip
        case _:
            pass


def _also(row: Any, reason: str) -> str:
    """Why it waited until then is told as well."""
    return f"{row.why}; {reason}"[:200] if row.why else reason


def _end(one: Kept, acting: Collection[int], post: Post, asked: Asked) -> None:
    """Reminders that wait and are for nobody any more. ``acting``: who may still be told, nobody
    among them as long as nobody else can be.

    Who was to be told is told, though somebody before them on the ladder may have heard since.
    """
    waiting = [r for r in one.reminders if r.state == "pending" and r.id not in post.skip]
    if not waiting:
        return
    reached, known = one.reached(asked), {row.id for row in one.rows()}
    for row in waiting:
        why = "the duty's reminders were changed"
        if row.id not in known or (reached and (why := _over(row, reached, acting))):
            post.skipped(row, _also(row, why))


def _over(row: Any, reached: Stage, acting: Collection[int]) -> str:
    """Why a reminder that waits is for nobody any more; empty while it stands."""
    if row.stage != reached.name:
        return f"{Why.FOLDED.value}: {reached.name}" if row.on <= reached.on else ""
    if row.person_id in acting:
        return ""
    if row.person_id == NOBODY:
        return "somebody can be told since"
    return "does not act for the institution any more"
