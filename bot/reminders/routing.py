"""From the open occurrences of an institution to its reminders as rows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.store.reminder_models import NOBODY
from bot.store.reminders import grouped, nobody, reminder
from content.duties import Duty
from scheduler.duties.asked import Asked
from scheduler.duties.decision import Held, Skip, Wait, Why
from scheduler.duties.item import Item
from scheduler.duties.occurrence import Occurrence, Stage
from scheduler.duties.persons import Institution, Person
from scheduler.duties.route import Routed, route


@dataclass
class Post:
    """What is to be written: new rows, and old ones by id with the reason why they are skipped."""

    new: list[dict[str, Any]] = field(default_factory=list)
    skip: dict[int, str] = field(default_factory=dict)
    look: set[int] = field(default_factory=set)

    def add(self, other: "Post") -> None:
        self.new += other.new
        self.skip |= other.skip
        self.look |= other.look


@dataclass(frozen=True)
class Kept:
    """An open occurrence with its row's number, and what is on record of its reminders."""

    id: int
    occurrence: Occurrence
    duty: Duty
    known_on: date
    reminders: Sequence[Any]

    def items(self, institution: int) -> Iterable[Item]:
        """Its stages, as the policy asks about them."""
        told = grouped((r for r in self.reminders if r.told_at), "stage")
        first = min(
            (r.told_at for r in self.reminders if r.told_at and r.role == "director"), default=None
        )
        for stage in self.occurrence.stages:
            yield Item(
                key=self.occurrence.key, stage=stage.name, on=stage.on, due=self.occurrence.due,
                kind=self.duty.kind, title=self.duty.title, todo=self.duty.todo, subject="",
                institution=str(institution), legal=bool(self.duty.basis),
                estimated=self.occurrence.estimated,
                told={str(r.person_id): r.told_at for r in told.get(stage.name, [])},
                first_told=first, known=self.known_on,
            )  # fmt: skip


def posted(
    institution: Institution, kept: Sequence[Kept], people: Mapping[str, Person], asked: Asked
) -> Post:
    """What the policy makes of these occurrences now."""
    post = Post()
    by_key = {one.occurrence.key: one for one in kept}
    items = [item for one in kept for item in one.items(int(institution.id))]
    routed = route(items, institution, people, asked)
    current = _current(routed)
    for key, one in by_key.items():
        post.add(_of_one(one, current.get(key, {}), _held(routed, key)))
    return post


def _current(routed: Routed) -> dict[str, dict[str, dict[int, str]]]:
    """By occurrence and stage: for whom it is, with the role."""
    found: dict[str, dict[str, dict[int, str]]] = {}
    for person, entries in routed.entries.items():
        for entry in entries:
            stages = found.setdefault(entry.item.key, {})
            stages.setdefault(entry.item.stage, {})[int(person)] = entry.role
    return found


def _held(routed: Routed, key: str) -> list[Held]:
    return [held for held in routed.held if held.item.key == key]


def _of_one(one: Kept, current: Mapping[str, Mapping[int, str]], held: Sequence[Held]) -> Post:
    post = Post()
    days = {stage.name: stage.on for stage in one.occurrence.stages}
    there = {(r.stage, r.person_id): r for r in one.reminders}
    for stage, people in current.items():
        for person, role in people.items():
            if (stage, person) not in there:
                post.new.append(reminder(one.id, stage, days[stage], person, role))
                post.look.add(person)
    for entry in held:
        _note(one, entry, there, post)
    for row in one.reminders:
        if row.state == "pending" and row.id not in post.skip:
            why = _over(row, current, days)
            if why:
                post.skip[row.id] = why
    return post


def _note(one: Kept, held: Held, there: Mapping[tuple[str, int], Any], post: Post) -> None:
    """A stage that is for nobody now: the reason stands in a row, once it is final or unusual."""
    stage = Stage(held.item.stage, held.item.on)
    rows = [row for (name, _), row in there.items() if name == stage.name]
    match held.outcome:
        case Skip(why, by):
            reason = f"{why.value}: {by}" if by else why.value
            post.skip |= {row.id: _also(row, reason) for row in rows if row.state == "pending"}
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


def _over(
    row: Any, current: Mapping[str, Mapping[int, str]], days: Mapping[str, date]
) -> str | None:
    """Why a reminder that waits is for nobody any more; None while it stands."""
    if row.stage not in days:
        return "the duty's reminders were changed"
    people = current.get(row.stage)
    if people is None or row.person_id in people:
        return None
    if row.person_id == NOBODY:
        return _also(row, "somebody can be told since")
    return "does not act for the institution any more"
