"""Rows of institutions and staff as the planner's subjects."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation.dossier import facts_of
from bot.institutions.posts import kind_of
from bot.store.institution_models import Done, Institution, PrintedDate, StaffMember
from bot.store.institutions import Institutions, Owner
from content.schema import Facts
from scheduler.duties.subject import Subject


@dataclass(frozen=True)
class Kept:
    """What is kept by subject: dates by name, and by duty the days on which it was done."""

    dates: Mapping[str, dict[str, date]]
    done: Mapping[str, dict[str, tuple[date, ...]]]


async def subjects_of(
    store: Institutions, institutions: Sequence[Institution]
) -> dict[int, list[Subject]]:
    """By institution: itself, then its staff."""
    ids = [row.id for row in institutions]
    kept = gathered(await store.dates(ids), await store.deeds(ids))
    staff: dict[int, list[StaffMember]] = defaultdict(list)
    for member in await store.staff(ids):
        staff[member.institution_id].append(member)
    return {row.id: list(_subjects(row, staff[row.id], kept)) for row in institutions}


def gathered(dates: Sequence[PrintedDate], deeds: Sequence[Done]) -> Kept:
    printed: dict[str, dict[str, date]] = defaultdict(dict)
    done: dict[str, dict[str, tuple[date, ...]]] = defaultdict(dict)
    for row in dates:
        printed[row.subject][row.name] = row.day
    for deed in sorted(deeds, key=lambda d: d.day):
        before = done[deed.subject].get(deed.duty, ())
        done[deed.subject][deed.duty] = (*before, deed.day)
    return Kept(printed, done)


def facts(institution: Institution) -> Facts:
    """What duties may ask of it, with what follows from its form."""
    told: dict[str, Any] = {**institution.facts, "form": institution.form}
    return {**institution.facts, **facts_of(told)}


def _subjects(
    institution: Institution, staff: Sequence[StaffMember], kept: Kept
) -> Iterator[Subject]:
    known = facts(institution)
    spans = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in institution.suspended)
    key = Owner(institution.id).subject
    yield Subject(
        "institution", key, known, kept.dates.get(key, {}), kept.done.get(key, {}),
        institution.registered_on, institution.closed_on, spans,
    )  # fmt: skip
    for member in staff:
        key = Owner(institution.id, member.id).subject
        yield Subject(
            "staff", key, {**known, "post": kind_of(member.post)}, kept.dates.get(key, {}),
            kept.done.get(key, {}), member.started_on,
            _earlier(member.left_on, institution.closed_on), spans,
        )  # fmt: skip


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
