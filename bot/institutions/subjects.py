"""Rows of institutions and staff as the planner's subjects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation.dossier import facts_of
from bot.institutions.posts import kind_of
from bot.settings import CHINA
from bot.store.institutions import Owner
from bot.store.occurrences import Occurrences
from content.duties import counted
from content.schema import Facts
from scheduler.duties.subject import Subject

# For each duty those that are settled when it is done (content.duties.settled_by).
Settled = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Kept:
    """What is kept by subject: dates by name, and by duty the days on which it was done."""

    dates: Mapping[str, dict[str, date]]
    done: Mapping[str, dict[str, list[date]]]


async def subjects_of(
    store: Occurrences, institutions: Sequence[Any], settled: Settled
) -> dict[int, list[Subject]]:
    """By institution (rows of it): itself, then its staff."""
    return subjects(institutions, await records_of(store, institutions), settled)


@dataclass(frozen=True)
class Records:
    """The rows that subjects are made from."""

    staff: Sequence[Any]
    dates: Sequence[Any]
    deeds: Sequence[Any]


async def records_of(store: Occurrences, institutions: Sequence[Any]) -> Records:
    ids = [row.id for row in institutions]
    return Records(await store.staff(ids), await store.dates(ids), await store.deeds(ids))


def subjects(
    institutions: Sequence[Any], records: Records, settled: Settled
) -> dict[int, list[Subject]]:
    """By institution: itself, then its staff."""
    kept = gathered(records.dates, records.deeds)
    staff: dict[int, list[Any]] = defaultdict(list)
    for member in records.staff:
        staff[member.institution_id].append(member)
    return {row.id: list(_subjects(row, staff[row.id], kept, settled)) for row in institutions}


def gathered(dates: Iterable[Any], deeds: Iterable[Any]) -> Kept:
    printed: dict[str, dict[str, date]] = defaultdict(dict)
    done: dict[str, dict[str, list[date]]] = defaultdict(dict)
    for row in dates:
        printed[row.subject][row.name] = row.day
    for deed in deeds:
        done[deed.subject].setdefault(deed.duty, []).append(deed.day)
    return Kept(printed, done)


def facts(institution: Any) -> Facts:
    """What duties may ask of it, with what follows from its form."""
    told: dict[str, Any] = {**institution.facts, "form": institution.form}
    return {**institution.facts, **facts_of(told)}


def _subjects(
    institution: Any, staff: Sequence[Any], kept: Kept, settled: Settled
) -> Iterator[Subject]:
    known = facts(institution)
    spans = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in institution.suspended)
    key = Owner(institution.id).subject
    done = kept.done.get(key, {})
    since_when = institution.created_at.astimezone(CHINA).date()
    yield Subject(
        "institution", key, known, kept.dates.get(key, {}), counted(settled, done),
        institution.registered_on, institution.closed_on, spans, since_when,
    )  # fmt: skip
    # What settles itself alone is the institution's own affair.
    shared = {duty: days for duty, days in done.items() if len(settled.get(duty, ())) > 1}
    for member in staff:
        key = Owner(institution.id, member.id).subject
        own = counted(settled, kept.done.get(key, {}), shared, member.started_on)
        yield Subject(
            "staff", key, {**known, "post": kind_of(member.post)}, kept.dates.get(key, {}),
            own, member.started_on, _earlier(member.left_on, institution.closed_on), spans,
            member.known_on or since_when,
        )  # fmt: skip


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
