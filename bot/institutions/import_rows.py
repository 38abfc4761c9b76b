"""Rows of the database from records of a file, and what a record changes in a row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.institutions.excel import Record
from bot.store.institution_models import Institution, StaffMember

Fields = dict[str, Any]
# Columns that are kept among an institution's facts.
_FACTS = ("nature", "meals")
_INSTITUTION = ("name", "region", "form", "registered_on", "closed_on")
_STAFF = ("post", "started_on", "left_on")


def new_institution(record: Record, now: datetime) -> Institution:
    told = record.values
    return Institution(
        code=told["code"], name=told["name"], region=told["region"], form=told["form"],
        facts=_picked(told, _FACTS), registered_on=told.get("registered_on"), suspended=[],
        closed_on=told.get("closed_on"), created_at=now, updated_at=now,
    )  # fmt: skip


def change_institution(row: Institution, record: Record, now: datetime) -> tuple[Fields, Fields]:
    """Put into the row what the record says otherwise: the fields before and after."""
    before, after = _differing(row, _picked(record.values, _INSTITUTION))
    facts = _picked(record.values, _FACTS)
    differing = {name: value for name, value in facts.items() if row.facts.get(name) != value}
    before |= {name: row.facts.get(name) for name in differing}
    after |= differing
    if differing:
        row.facts = {**row.facts, **differing}
    if after:
        row.updated_at = now
    return before, after


def new_staff(institution_id: int, record: Record) -> StaffMember:
    told = record.values
    return StaffMember(
        institution_id=institution_id, name=told["person"], post=told["post"],
        started_on=told.get("started_on"), left_on=told.get("left_on"),
    )  # fmt: skip


def change_staff(row: StaffMember, record: Record) -> tuple[Fields, Fields]:
    """As of an institution. Who has left stays as they are: the file may be an old one."""
    if row.left_on and "left_on" not in record.values:
        return {}, {}
    return _differing(row, _picked(record.values, _STAFF))


class People:
    """The staff on record, to be found by what a file says of them."""

    def __init__(self, rows: Iterable[StaffMember]) -> None:
        self._by_name: dict[tuple[int, str], list[StaffMember]] = defaultdict(list)
        for row in rows:
            self._by_name[row.institution_id, row.name].append(row)

    def find(self, institution_id: int, record: Record) -> StaffMember | None:
        """Who works there under this name; else who left, unless somebody started after that."""
        found = self._by_name[institution_id, record.values["person"]]
        here = next((row for row in found if row.left_on is None), None)
        if here:
            return here
        started = record.values.get("started_on")
        gone = (r for r in reversed(found) if r.left_on and not (started and started > r.left_on))
        return next(gone, None)


def _picked(told: Mapping[str, Any], names: Iterable[str]) -> Fields:
    return {name: told[name] for name in names if name in told}


def _differing(row: Any, told: Fields) -> tuple[Fields, Fields]:
    after = {name: value for name, value in told.items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    return before, after
