"""A country of institutions for measuring: records of one size, the same ones each time."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import asyncpg

from content.load import Library
from tests.bot.institutions.books import code

STAFF = 15
# What an institution of the measured country must do: two things for each colleague, ten for the
# house, among them some of each rhythm.
DUTIES = (
    "staff.health_check", "staff.training_certificate",
    "health.children_check", "safety.record_check", "fire.self_check", "fire.drill",
    "fire.facilities", "food.permit", "report.company", "report.health_bureau", "report.children",
    "contract.insurance",
)  # fmt: skip
TODAY = date(2026, 11, 23)  # a Monday
_REPORTED = date(2025, 12, 15)
_SINCE = datetime(2024, 1, 8, tzinfo=UTC)
_REGIONS = ("320700", "371300", "140525", "370403")
_MONTHS = {
    "health.children_check": 6, "safety.record_check": 12, "fire.self_check": 1, "fire.drill": 6,
    "fire.facilities": 12, "report.children": 3, "report.company": 6,
}  # fmt: skip
# Rows of one COPY: as many as are made before they are sent.
_AT_ONCE = 100_000

Record = tuple[Any, ...]


def of_twelve(library: Library) -> Library:
    """The library with these duties alone."""
    return replace(library, duties={name: library.duties[name] for name in DUTIES})


async def settle(url: str, institutions: int) -> None:
    """Write the records of so many institutions into an empty, migrated PostgreSQL."""
    connection = await asyncpg.connect(url)
    # COPY takes the binary form alone, which of JSON is its text.
    await connection.set_type_codec(
        "json", encoder=str.encode, decoder=bytes.decode, schema="pg_catalog", format="binary"
    )
    try:
        for table, columns, records in _tables(institutions):
            await _copy(connection, table, columns.split(), records)
        for table in ("institution", "staff_member", "person"):
            await connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _copy(connection: Any, table: str, columns: list[str], records: Iterable[Record]) -> None:
    left = iter(records)
    while some := list(islice(left, _AT_ONCE)):
        await connection.copy_records_to_table(table, records=some, columns=columns)


def _tables(count: int) -> Iterator[tuple[str, str, Iterator[Record]]]:
    houses, staff = range(1, count + 1), range(1, count * STAFF + 1)
    yield (
        "institution",
        "id code name region form facts registered_on suspended planned_with created_at updated_at",
        map(_institution, houses),
    )
    yield "staff_member", "id institution_id name post started_on", map(_member, staff)
    yield "duty_done", "subject duty day institution_id staff_id by at", _deeds(houses, staff)
    yield "printed_date", "subject name day institution_id staff_id", _dates(houses, staff)
    yield "person", "id opted_out", ((n, "[]") for n in range(1, count + len(_REGIONS) + 1))
    people = [(f"p{n}", n) for n in range(1, count + len(_REGIONS) + 1)]
    yield (
        "person_address",
        "channel address person_id rank",
        (("bench", address, n, 0) for address, n in people),
    )
    yield (
        "binding",
        "institution_id role channel address bound_at",
        ((n, "director", "bench", f"p{n}", _SINCE) for n in houses),
    )
    officers = zip(_REGIONS, people[count:], strict=True)
    yield (
        "officer",
        "region channel address bound_at",
        ((region, "bench", address, _SINCE) for region, (address, _) in officers),
    )


def _institution(n: int) -> Record:
    region = _REGIONS[n % len(_REGIONS)]
    return (
        n, code(n), f"春苗{n}托育园", region, "profit", "{}", date(2023, 3, 1), "[]", "",
        _SINCE, _SINCE,
    )  # fmt: skip


def _member(n: int) -> Record:
    return (n, (n - 1) // STAFF + 1, f"员工{n}", "保育员", date(2023, 9, 1))


def _deeds(houses: range, staff: range) -> Iterator[Record]:
    """Each done last on a day within its period, so that nothing is overdue today."""
    chance = random.Random(1)
    for n in staff:
        yield (
            f"staff:{n}", "staff.health_check", _ago(chance, 360), (n - 1) // STAFF + 1, n,
            "import", _SINCE,
        )  # fmt: skip
    for n in houses:
        for duty, months in _MONTHS.items():
            yield f"institution:{n}", duty, _ago(chance, 28 * months), n, None, "import", _SINCE
        yield f"institution:{n}", "report.health_bureau", _REPORTED, n, None, "import", _SINCE


def _dates(houses: range, staff: range) -> Iterator[Record]:
    chance = random.Random(2)
    for n in staff:
        day = TODAY + timedelta(chance.randrange(1, 1000))
        yield f"staff:{n}", "training_certificate", day, (n - 1) // STAFF + 1, n
    for n in houses:
        for name, most in (("food_permit", 1800), ("insurance", 365)):
            day = TODAY + timedelta(chance.randrange(30, most))
            yield f"institution:{n}", name, day, n, None


def _ago(chance: random.Random, most: int) -> date:
    return TODAY - timedelta(chance.randrange(1, most))
