"""Rows of institutions, as tests begin with them."""

from datetime import date
from typing import Any

from bot.store.institution_models import Institution, StaffMember
from bot.store.repository import Repository
from tests.bot.institutions.books import NOW, code


async def an_institution(rows: Repository, number: int = 1, **other: Any) -> Institution:
    told: dict[str, Any] = {
        "code": code(number), "name": f"春苗{number}托育园", "region": "330703", "form": "profit",
        "facts": {}, "suspended": [], "created_at": NOW, "updated_at": NOW, **other,
    }  # fmt: skip
    row = Institution(**told)
    await rows.institutions.add([row])
    return row


async def a_member(
    rows: Repository, institution: Institution, name: str = "王芳", left_on: date | None = None
) -> StaffMember:
    row = StaffMember(
        institution_id=institution.id, name=name, post="保育员", started_on=date(2024, 3, 1),
        left_on=left_on,
    )  # fmt: skip
    await rows.institutions.add([row])
    return row
