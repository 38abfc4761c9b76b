"""What is kept of a person is given to them, and deleted without a trace."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.channels.telegram.render import letters
from bot.conversation.talk import Talk
from bot.outbox.post import Post
from bot.privacy import purge
from bot.retention import clean
from bot.settings import Settings
from bot.store.base import Base
from bot.store.child_models import Child
from bot.store.database import Database
from bot.store.institution_models import Binding
from bot.store.models import Conversation
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import Person
from tests.bot.family.world import NOW, Parent, children, service
from tests.bot.reminders.world import bind, nursery

NAME, SENDER = "糖糖", "mother-of-tangtang"


@pytest.fixture
def parent(talker: Talk, database: Database) -> Parent:
    return Parent(service(talker, database), SENDER, "telegram")


async def traces(database: Database, *words: str) -> list[str]:
    """Tables in which any of the words stands, in whatever column."""
    found = []
    async with database.unit() as rows:
        for table in Base.metadata.sorted_tables:
            for row in (await rows.session.execute(select(table))).all():
                text = " ".join(_readable(value) for value in row)
                found += [table.name for word in words if word in text]
    return found


def _readable(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "ignore")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


async def lives(parent: Parent) -> None:
    """Everything that can be kept of a family."""
    await parent.keeps(f"我家{NAME}2026年5月8号生的，女儿")
    await parent.presses("提醒我")
    await parent.says("今天打了卡介苗")
    await parent.says("今天体重7.5公斤")
    await parent.says("6个月体检昨天做了")
    await parent.says("订阅日历")
    await parent.says(f"{NAME}今天的股票怎么样")
    await parent.says("导出我的数据")


async def test_everything_is_given(parent: Parent, database: Database) -> None:
    await lives(parent)
    assert f"孩子{NAME}：2026年5月8日生" in parent.last["text"]
    (file,) = [m for m in parent.last["messages"] if m["type"] == "file"]
    async with database.unit() as rows:
        kept = await rows.files.read(file["file"], NOW)
    assert kept
    told = json.loads(kept.content)
    assert told["children"][0]["birth"] == "2026-05-08"
    assert told["doses"][0]["vaccine"] == "bcg"
    assert told["measurements"][0]["weight_kg"] == 7.5
    assert told["checkups"][0]["key"] == "month_6"
    assert any(NAME in message["text"] for message in told["messages"])
    assert "content" not in told["files"][0]


async def test_nothing_is_left(parent: Parent, database: Database) -> None:
    await lives(parent)
    assert {"child", "message", "file", "unanswered"} <= set(await traces(database, NAME, SENDER))
    other = Parent(parent.service, "somebody-else", "telegram")
    await other.keeps("我家豆豆2026年5月8号生的")
    await parent.says("删除我的数据")
    assert "真的要删吗" in parent.last["text"]
    assert await children(database, "telegram", SENDER)
    assert "都删掉了" in await parent.presses("全部删除")
    assert await traces(database, NAME, SENDER) == []
    (kept,) = await children(database, "telegram", "somebody-else")
    assert kept.child.name == "豆豆"
    async with database.unit() as rows:
        people = await rows.session.scalar(select(func.count()).select_from(Person))
    assert people == 1


async def test_no_is_no(parent: Parent, database: Database) -> None:
    await lives(parent)
    await parent.says("删除我的数据")
    assert "没删" in await parent.presses("先不删")
    assert await children(database, "telegram", SENDER)


async def test_the_page_deletes_as_much(parent: Parent, database: Database) -> None:
    await lives(parent)
    await parent.service.forget("telegram", SENDER, NOW)
    assert await traces(database, NAME, SENDER) == []


async def test_somebody_new_has_nothing(parent: Parent, database: Database) -> None:
    assert "还没有记您的什么" in await parent.says("导出我的数据")
    await parent.says("删除我的数据")
    await parent.presses("全部删除")
    assert await traces(database, SENDER) == []


async def test_bindings_go_too(parent: Parent, database: Database) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await bind(rows, home, SENDER)
    await parent.says("导出我的数据")
    assert "绑定的机构" in parent.last["text"]
    await parent.says("删除我的数据")
    await parent.presses("全部删除")
    async with database.unit() as rows:
        assert (await rows.session.scalars(select(Binding))).all() == []


async def test_the_farewell_goes_once_it_is_sent(talker: Talk, database: Database) -> None:
    made = service(talker, database)
    made.posts["telegram"] = Post(letters)
    parent = Parent(made, SENDER, "telegram")
    await parent.keeps(f"我家{NAME}2026年5月8号生的")
    await parent.says("删除我的数据")
    await parent.presses("全部删除")
    assert set(await traces(database, NAME, SENDER)) == {"outbox"}
    async with database.unit() as rows:
        (letter,) = (await rows.session.scalars(select(OutboxMessage))).all()
        letter.state, letter.settled_at = "sent", NOW
    async with database.unit() as rows:
        await clean(rows, Settings(_env_file=None), NOW)
    assert await traces(database, NAME, SENDER) == []


# --- by itself ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("birth", "today", "gone"),
    [
        (date(2023, 5, 22), date(2026, 11, 22), False),
        (date(2023, 5, 22), date(2026, 11, 23), True),
        (date(2024, 2, 29), date(2027, 8, 29), False),
        (date(2024, 2, 29), date(2027, 8, 30), True),
        (date(2023, 8, 31), date(2027, 2, 28), False),
        (date(2023, 8, 31), date(2027, 3, 1), True),
    ],
)
async def test_children_who_have_grown_out(
    database: Database, birth: date, today: date, gone: bool
) -> None:
    async with database.unit() as rows:
        person = await rows.persons.ensure("telegram", SENDER)
        told = {"name": NAME, "birth": birth, "sex": None, "weeks": None, "days": None}
        await rows.children.add(person.id, told, NOW)
    async with database.unit() as rows:
        assert await purge.children(rows, 6, today) == int(gone)
        left = await rows.session.scalar(select(func.count()).select_from(Child))
    assert left == int(not gone)


@pytest.mark.parametrize(("days", "gone"), [(365, False), (366, True)])
async def test_talks_long_silent(parent: Parent, database: Database, days: int, gone: bool) -> None:
    await parent.says("托育机构消防有什么要求")
    async with database.unit() as rows:
        await rows.persons.ensure("telegram", SENDER)
        moment = NOW + timedelta(days=days)
        assert bool(await purge.talks(rows, 365, moment)) is gone
    async with database.unit() as rows:
        talks = (await rows.session.scalars(select(Conversation))).all()
        people = (await rows.session.scalars(select(Person))).all()
    assert (len(talks), len(people)) == ((0, 0) if gone else (1, 1))


async def test_a_silent_director_stays_bound(parent: Parent, database: Database) -> None:
    await parent.says("托育机构消防有什么要求")
    async with database.unit() as rows:
        await bind(rows, await nursery(rows), SENDER)
        await purge.talks(rows, 365, NOW + timedelta(days=400))
        assert await rows.persons.of("telegram", SENDER) is not None
        assert (await rows.session.scalars(select(Binding))).all() != []
