"""The weekly summaries: one for each officer and week, whatever happens in between."""

import asyncio
import io
from datetime import date, time, timedelta
from itertools import count

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.overviews.weekly_post import Means, WeeklyPost, weekly_post
from bot.reminders.ways import Ways
from bot.settings import Settings
from bot.store.database import Database
from bot.store.institution_models import Officer
from bot.store.post_models import OutboxMessage, StoredFile
from bot.store.reminder_models import Address, Person
from content.load import Library
from tests.bot.overviews.country import done, due
from tests.bot.reminders.world import WAYS, appoint, bind, china, nursery

MONDAY = china(2026, 11, 23)
DAY = timedelta(days=1)
URL = "https://tuoyu.example.cn"


def post(database: Database, library: Library, ways: Ways = WAYS, **other: object) -> WeeklyPost:
    numbers = count(1)
    return WeeklyPost(
        database, library, Means(ways, **other), lambda: f"file-{next(numbers):020}"  # type: ignore[arg-type]
    )  # fmt: skip


async def letters(database: Database) -> list[OutboxMessage]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


async def files(database: Database) -> list[StoredFile]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(StoredFile)))


async def test_the_message(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        person = await appoint(rows, "330700", "officer")
        one, two = await nursery(rows, 1), await nursery(rows, 2)
        await bind(rows, one, "boss")
        await due(rows, one, "fire.drill", date(2026, 11, 20))
        await due(rows, two, "fire.drill", date(2026, 11, 29))
        await due(rows, two, "fire.check", date(2026, 11, 30))
        await done(rows, one, "fire.facilities", date(2026, 11, 18), china(2026, 11, 20))
        await done(rows, one, "fire.facilities", date(2026, 11, 15), china(2026, 11, 15))
    assert await post(database, known).run(MONDAY) == 1
    (letter,) = await letters(database)
    assert (letter.key, letter.address) == (f"weekly/{person}/2026-W48", "officer")
    assert letter.payload["text"] == (
        "浙江省金华市托育机构本周情况（11月23日到29日）：\n"
        "· 机构：2 家\n"
        "· 已经过期：1 件\n"
        "· 本周到期：1 件（到11月29日）\n"
        "· 上周办好：1 件（11月16日到22日）\n"
        "· 没有人收提醒：1 家\n"
        "\n"
        "过期最多的：\n"
        "1. 春苗1托育园：过期 1 件\n"
        "\n"
        "要全部名单，发「导出」拿表格。"
    )
    assert letter.payload["type"] == "notice"
    assert await files(database) == []


async def test_once_a_week(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        await appoint(rows, "330703", "officer")
    doing = post(database, known)
    written = [await doing.run(MONDAY + n * DAY / 4) for n in range(4 * 14)]
    assert sum(written) == 2
    assert [letter.key[-8:] for letter in await letters(database)] == ["2026-W48", "2026-W49"]
    assert [letter.created_at for letter in await letters(database)] == [MONDAY, MONDAY + 7 * DAY]
    async with database.unit() as rows:
        await rows.letters.purge(MONDAY + 200 * DAY)
    assert await doing.run(MONDAY + 8 * DAY) == 0


async def test_not_before_working_hours(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        await appoint(rows, "330703", "officer")
    doing = post(database, known)
    for moment in (china(2026, 11, 22), china(2026, 11, 23, 8), china(2026, 11, 23, 18)):
        assert await doing.run(moment) == 0
    assert await doing.run(china(2026, 11, 23, 9)) == 1


async def test_after_an_outage_in_the_same_week_alone(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        await appoint(rows, "330703", "officer")
    doing = post(database, known)
    assert await doing.run(MONDAY + 3 * DAY) == 1
    assert await doing.run(MONDAY + 5 * DAY) == 0
    # Nothing of the week after is made good for in the one behind it.
    assert await doing.run(MONDAY + 14 * DAY) == 1
    assert [letter.key[-8:] for letter in await letters(database)] == ["2026-W48", "2026-W50"]


async def test_quiet_hours_and_opting_out(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        quiet, out = await appoint(rows, "330703", "quiet"), await appoint(rows, "330703", "out")
        row = await rows.session.get_one(Person, quiet)
        row.quiet_from, row.quiet_to = time(8), time(14)
        (await rows.session.get_one(Person, out)).opted_out = ["weekly"]
    doing = post(database, known)
    assert await doing.run(MONDAY) == 0
    assert await doing.run(china(2026, 11, 23, 14)) == 1
    assert [letter.address for letter in await letters(database)] == ["quiet"]


async def test_several_regions_and_addresses_are_one_message(
    database: Database, known: Library
) -> None:
    async with database.unit() as rows:
        person = await appoint(rows, "330703", "officer")
        await appoint(rows, "140525", "officer")
        rows.session.add(
            Officer(region="330703", channel="wechat", address="w", bound_at=china(2026, 1, 5))
        )
        rows.session.add(Address(channel="wechat", address="w", person_id=person, rank=1))
        await nursery(rows, 1)
        await nursery(rows, 2, region="140525")
    assert await post(database, known).run(MONDAY) == 1
    (letter,) = await letters(database)
    assert "机构：2 家" in letter.payload["text"]
    assert letter.payload["fields"]["name"] == "山西省晋城市泽州县、浙江省金华市金东区"


@pytest.mark.parametrize(
    ("templates", "window", "expected"), [(False, False, 0), (True, False, 1), (False, True, 1)]
)
async def test_wechat_needs_a_window_or_a_template(
    database: Database, known: Library, templates: bool, window: bool, expected: int
) -> None:
    async with database.unit() as rows:
        rows.session.add(
            Officer(region="330703", channel="wechat", address="w", bound_at=china(2026, 1, 5))
        )
        await rows.persons.ensure("wechat", "w")
        if window:
            await rows.contacts.open_window(("wechat", "w"), "message", MONDAY + DAY, 5)
    assert await post(database, known, templates=templates).run(MONDAY) == expected
    assert len(await letters(database)) == expected


async def test_who_blocked_us_is_told_by_another_way_or_later(
    database: Database, known: Library
) -> None:
    async with database.unit() as rows:
        person = await appoint(rows, "330703", "gone")
        await rows.contacts.lost("telegram", "gone", "blocked us", MONDAY)
    doing = post(database, known)
    assert await doing.run(MONDAY) == 0
    async with database.unit() as rows:
        rows.session.add(Address(channel="telegram", address="new", person_id=person, rank=1))
    assert await doing.run(MONDAY + DAY) == 1
    assert [letter.address for letter in await letters(database)] == ["new"]


async def test_a_channel_that_is_not_there(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        await appoint(rows, "330703", "officer")
    assert await post(database, known, Ways()).run(MONDAY) == 0


async def test_the_workbook_is_stored_once_for_officers_of_a_place(
    database: Database, known: Library
) -> None:
    async with database.unit() as rows:
        for address in ("a", "b"):
            await appoint(rows, "330703", address)
        await appoint(rows, "330700", "c")
        await due(rows, await nursery(rows), "fire.drill", date(2026, 11, 20))
    doing = post(database, known, public_url=URL)
    assert await doing.run(MONDAY) == 3
    kept = {file.id: file for file in await files(database)}
    assert len(kept) == 2
    urls = [letter.payload["url"] for letter in await letters(database)]
    assert {url.removeprefix(f"{URL}/files/") for url in urls} == set(kept)
    assert all(url in letter.payload["text"] for url, letter in zip(urls, await letters(database), strict=True))  # fmt: skip
    for file in kept.values():
        assert file.expires_at == MONDAY + 7 * DAY
        book = load_workbook(io.BytesIO(file.content))
        assert book["到期事项"].max_row == 2


async def test_two_replicas_at_once(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        for number in range(5):
            await appoint(rows, "330703", f"o{number}")
    doing = [post(database, known) for _ in range(3)]
    await asyncio.gather(*(one.run(MONDAY) for one in doing))
    assert len({letter.address for letter in await letters(database)}) == 5
    assert len(await letters(database)) == 5


async def test_newly_appointed_waits_for_monday(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        await appoint(rows, "330703", "officer")
        row = (await rows.session.scalars(select(Officer))).one()
        row.bound_at = MONDAY
    doing = post(database, known)
    assert await doing.run(MONDAY + DAY) == 0
    assert await doing.run(MONDAY + 7 * DAY) == 1


def test_as_the_settings_want_it(database: Database, known: Library) -> None:
    settings = Settings(_env_file=None, wechat_templates={"weekly": "t"}, public_url=URL)
    made = weekly_post(settings, database, known, WAYS, lambda: "x")
    assert made._means == Means(WAYS, templates=True, public_url=URL)
