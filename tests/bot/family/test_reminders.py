"""A child's vaccinations and check-ups as rows, letters, and answers to their buttons."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.conversation.talk import Talk
from bot.reminders.notice import digest_key
from bot.store.database import Database
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import OccurrenceRow, Person, Reminder
from content.load import Library
from tests.bot.family.world import Parent, china, planner, service
from tests.bot.reminders.world import work


@pytest.fixture
def parent(talker: Talk, database: Database) -> Parent:
    return Parent(service(talker, database), channel="telegram", now=china(2026, 11, 20))


async def remind(parent: Parent, database: Database, known: Library, now: datetime) -> None:
    """What the ticker does."""
    await planner(parent.service.talk, database).run(now)
    await work(database, known).run(now)


async def letters(database: Database) -> list[OutboxMessage]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


async def occurrences(database: Database) -> dict[str, tuple[date, str]]:
    async with database.unit() as rows:
        found = await rows.session.scalars(select(OccurrenceRow))
        return {o.key.split(":")[0] + o.key.split(":")[3]: (o.due, o.state) for o in found}


async def person(database: Database) -> int:
    async with database.unit() as rows:
        return (await rows.session.scalars(select(Person))).one().id


async def test_told_before_it_is_due(parent: Parent, database: Database, known: Library) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    assert "提醒您" in await parent.presses("提醒我")
    found = await occurrences(database)
    assert found["vaccine.dtap1"] == (date(2026, 11, 30), "open")
    await remind(parent, database, known, china(2026, 11, 23))
    (letter,) = await letters(database)
    assert letter.payload
    text = letter.payload["text"]
    assert text.startswith("宝宝有 2 件事提醒您")
    assert "妞：百白破疫苗第1剂" in text
    assert "还有 7 天，11月30日周一起可以打" in text
    assert "以接种门诊安排为准" in text
    assert "过期" not in text
    await remind(parent, database, known, china(2026, 11, 24))
    assert len(await letters(database)) == 1


async def test_nobody_is_reminded_unasked(
    parent: Parent, database: Database, known: Library
) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("不用")
    await remind(parent, database, known, china(2026, 11, 23))
    assert await occurrences(database) == {}
    assert await letters(database) == []


async def test_what_was_due_before_us_is_not_urged(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    await parent.says("提醒我打疫苗")
    assert all(due >= date(2026, 11, 20) for due, _ in (await occurrences(database)).values())


async def test_done_by_the_button(parent: Parent, database: Database, known: Library) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    await remind(parent, database, known, china(2026, 11, 23))
    parent.now = china(2026, 11, 30)
    number = await person(database)
    button = f"remind=done:{number}.2026-11-23"
    assert "是哪一件" in await parent._hear(choice=button)
    await parent.presses("妞：百白破疫苗第1剂")
    assert "记下了：妞，百白破疫苗第1剂，2026年11月30日" in await parent.presses("今天")
    found = await occurrences(database)
    assert found["vaccine.dtap1"][1] == "closed"
    assert "是哪天办的" in await parent._hear(choice=button)
    assert "还没到" in await parent.says("2026年12月30号")
    async with database.unit() as rows:
        key = digest_key(number, date(2026, 11, 23))
        assert len(await rows.reminders.of_digest(key, number)) == 2


async def test_later_by_the_button(parent: Parent, database: Database, known: Library) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    await remind(parent, database, known, china(2026, 11, 23))
    parent.now = china(2026, 11, 23, 12)
    await parent._hear(choice=f"remind=later:{await person(database)}.2026-11-23")
    await parent.presses("妞：百白破疫苗第1剂")
    assert "11月26日再提醒您" in await parent.presses("三天后")


async def test_what_is_due_is_not_put_off(
    parent: Parent, database: Database, known: Library
) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    await remind(parent, database, known, china(2026, 11, 23))
    parent.now = china(2026, 11, 29, 23)
    await parent._hear(choice=f"remind=later:{await person(database)}.2026-11-23")
    await parent.presses("妞：百白破疫苗第1剂")
    parent.now = china(2026, 11, 30, 0)
    assert "不能再往后推" in await parent.presses("三天后")
    async with database.unit() as rows:
        whys = (
            await rows.session.scalars(select(Reminder.why).where(Reminder.told_at.is_not(None)))
        ).all()
    assert whys
    assert "asked to be reminded later" not in whys


async def test_the_rule_by_the_button(parent: Parent, database: Database, known: Library) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    await remind(parent, database, known, china(2026, 11, 23))
    await parent._hear(choice=f"remind=basis:{await person(database)}.2026-11-23")
    assert [s["id"] for s in parent.last["sources"]] == ["vaccine-programme-2026"]


async def test_others_buttons_do_nothing(
    parent: Parent, database: Database, known: Library
) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    await remind(parent, database, known, china(2026, 11, 23))
    other = Parent(parent.service, "stranger", "telegram", china(2026, 11, 24))
    await other._hear(choice=f"remind=done:{await person(database)}.2026-11-23")
    assert other.last["intent"] != "family"
    assert "妞" not in other.last["text"]


async def test_no_more_reminders(parent: Parent, database: Database, known: Library) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    assert "不再提醒" in await parent.says("别提醒了")
    await remind(parent, database, known, china(2026, 11, 23))
    assert await letters(database) == []
    assert {state for _, state in (await occurrences(database)).values()} == {"closed"}


async def test_a_dose_moves_the_next(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年8月30号生的")
    await parent.presses("提醒我")
    parent.now = china(2026, 12, 20)
    await parent.says("今天打了百白破第一针")
    assert (await occurrences(database))["vaccine.dtap2"][0] == date(2027, 1, 17)


async def test_planning_twice_changes_nothing(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    await parent.presses("提醒我")
    plans = planner(parent.service.talk, database)
    before = await occurrences(database)
    assert await plans.run(china(2026, 11, 20, 11)) == 0
    await plans.run(china(2026, 11, 20, 11) + timedelta(31))
    again = await occurrences(database)
    assert {key: again[key] for key in before} == before


async def test_where_nothing_can_be_pushed(parent: Parent) -> None:
    web = replace(parent, channel="web")
    await web.keeps("我家妞2026年9月30号生的")
    assert "提醒我" not in web.labels
    assert "微信或Telegram" in await web.says("提醒我打疫苗")
