"""Rows for tests of overviews: what falls due, and what was done, without any planning."""

from datetime import date, datetime
from typing import Any

from bot.store.institution_models import Institution
from bot.store.institutions import Fact, Owner
from bot.store.repository import Repository

TODAY = date(2026, 11, 23)  # a Monday


async def due(
    rows: Repository, institution: Institution, duty: str, day: date, **other: Any
) -> None:
    """An occurrence of an institution, open unless said otherwise."""
    told: dict[str, Any] = {
        "key": f"{duty}:institution:{institution.id}:{day}", "institution_id": institution.id,
        "staff_id": None, "duty": duty, "due": day, "opens": None, "estimated": False,
        "unrecorded": False, "stages": [], "dropped": [], "state": "open", "why": None,
        "closed_on": None, "known_on": TODAY, **other,
    }  # fmt: skip
    await rows.occurrences.write([told])


async def done(
    rows: Repository, institution: Institution, duty: str, day: date, at: datetime,
    by: str = "director:1",
) -> None:  # fmt: skip
    await rows.institutions.did([Fact(Owner(institution.id), duty, day)], by, at)
