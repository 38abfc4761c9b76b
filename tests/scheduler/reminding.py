"""Items, people and institutions for the tests of the policy; calendar 2026 as announced."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from scheduler.calendar import Calendar
from scheduler.duties.asked import Asked
from scheduler.duties.decision import Decisions, Digest, Skip, Wait
from scheduler.duties.hours import CHINA
from scheduler.duties.item import Item
from scheduler.duties.persons import Channel, Institution, Person, Preferences
from scheduler.duties.policy import decide

CALENDAR = Calendar()
CHAT = Channel("telegram", free=True)
GONE = Channel("telegram", free=True, reachable=False)
SUNNY = Institution(
    "sunny", "阳光托育园", {"director": ("wang",), "second": ("li",), "officer": ("zhao",)}
)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA)


def person(name: str, *channels: Channel, last: date | None = None, **wishes: Any) -> Person:
    return Person(name, channels or (CHAT,), Preferences(**wishes), last)


def item(stage: str, on: date, due: date, **more: Any) -> Item:
    said = {
        "key": "check/zhang/2026",
        "kind": "health",
        "title": "员工每年健康检查",
        "todo": "带身份证去妇幼保健院体检",
        "subject": "张小红",
        "institution": "sunny",
    }
    return Item(stage=stage, on=on, due=due, **{**said, **more})


def ask(items: Iterable[Item], now: datetime, *people: Person) -> Decisions:
    """What is decided for one institution. Who is not given is there, and has no wishes."""
    known = {name: person(name) for name in ("wang", "li", "zhao")}
    known |= {p.id: p for p in people}
    return decide(items, {"sunny": SUNNY}, known, Asked(now, CALENDAR))


def told(decisions: Decisions) -> dict[str, list[str]]:
    """The stages in each person's digest."""
    return {d.person: [e.item.stage for e in d.entries] for d in decisions.digests}


def held(decisions: Decisions) -> dict[tuple[str, str | None], Wait | Skip]:
    """What became of the rest, by stage and person."""
    return {(h.item.stage, h.person): h.outcome for h in decisions.held}


def only(decisions: Decisions) -> Digest:
    (digest,) = decisions.digests
    return digest
