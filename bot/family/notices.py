"""A child's vaccination or check-up as a line of a reminder."""

from collections.abc import Iterator
from typing import Any

from bot.family.kid import NAMELESS
from content.child.shelf import ChildShelf
from content.duties import Duty
from scheduler.child import CHECKUP
from scheduler.duties.decision import Entry
from scheduler.duties.item import Item
from scheduler.duties.persons import Role

PARENT: Role = "parent"
# A kind of its own, so that a director's wishes for an institution leave the family's alone.
KIND = "child"
_VACCINE = "vaccine."
_CLINIC = "到接种门诊打，带上接种证，以接种门诊安排为准"
_CENTRE = "去建档的社区医院或乡镇卫生院做，免费"


def titled(key: str, shelf: ChildShelf) -> tuple[str, str] | None:
    """Title, and what to do, of an occurrence's key (scheduler.child); None for an unknown one."""
    duty, _, rest = key.partition(":")
    cycle = rest.rpartition(":")[2]
    if duty == CHECKUP:
        checkup = shelf.checkups.get(cycle)
        return (checkup.title, _CENTRE) if checkup else None
    vaccine = shelf.vaccines.get(duty.removeprefix(_VACCINE))
    if vaccine is None or not cycle.isdecimal() or not 0 < int(cycle) <= len(vaccine.doses):
        return None
    number = f"第{cycle}剂" if len(vaccine.doses) > 1 else ""
    return f"{vaccine.title}{number}", _CLINIC


def child_duty(key: str, shelf: ChildShelf) -> Duty | None:
    """An occurrence as a duty, which is what the policy reads."""
    found = titled(key, shelf)
    if found is None:
        return None
    told: dict[str, Any] = {
        "id": key.partition(":")[0], "title": found[0], "todo": found[1], "per": "institution",
        "rhythm": {"printed": "child"}, "leads": [], "kind": "other",
    }  # fmt: skip
    return Duty.model_construct(**told)


def child_entry(row: Any, shelf: ChildShelf) -> Iterator[Entry]:
    """A pending reminder of a child as the policy reads it; nothing for one we no longer know."""
    found = titled(row.key, shelf)
    if found is None:
        return
    name = row.child or NAMELESS
    told = {str(row.person_id): row.told_at} if row.told_at else {}
    item = Item(
        key=row.key, stage=row.stage, on=row.on, due=row.due, kind=KIND, title=found[0],
        todo=found[1], subject=name, institution=f"child:{row.child_id}", legal=False,
        told=told, known=row.known_on,
    )  # fmt: skip
    yield Entry(item, PARENT, name)
