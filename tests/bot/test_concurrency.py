"""Many messages at once: from tasks, from two servers on one database, some of them given up."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.errors import StoreUnavailable
from bot.store.database import Database
from bot.store.repository import Repository
from tests.bot.said import AT, conversations, messages, said

TEXTS = ["你好", "我想开托育机构", "在金东区", "消防有什么要求", "营利性的", "上一步", "取消"]


@pytest.fixture
async def second(talker: Talk, database: Database) -> AsyncIterator[Service]:
    """Another server on the same database."""
    other = Database(database.url)
    yield Service(talker, other, max_text=2000)
    await other.close()


async def test_fifty_messages_of_one_person_from_two_servers(
    service: Service, second: Service, database: Database
) -> None:
    replies = await asyncio.gather(
        *((service, second)[n % 2].handle(said(TEXTS[n % len(TEXTS)], n)) for n in range(50))
    )
    (conversation,) = await conversations(database)
    kept = await messages(database)
    assert conversation.version == 50
    assert {m.external_id for m in kept} == {f"m{n}" for n in range(50)}
    assert {m.external_id: m.reply for m in kept} == {f"m{n}": r for n, r in enumerate(replies)}
    # The state is the one that the last message left, not an older one written over it.
    assert conversation.state["choices"] == [] or kept[-1].reply["choices"]
    assert conversation.updated_at == AT


async def test_one_id_at_once_is_answered_once(
    service: Service, second: Service, database: Database
) -> None:
    replies = await asyncio.gather(
        *((service, second)[n % 2].handle(said("我想开托育机构")) for n in range(20))
    )
    assert all(reply == replies[0] for reply in replies)
    assert [c.version for c in await conversations(database)] == [1]
    assert len(await messages(database)) == 1


async def test_more_people_than_connections(service: Service, database: Database) -> None:
    await asyncio.gather(*(service.handle(said("你好", sender=f"u{n}")) for n in range(60)))
    assert len(await conversations(database)) == 60


async def test_forgetting_while_writing(service: Service, database: Database) -> None:
    async def write(number: int) -> dict[str, Any]:
        return await service.handle(said("你好", number))

    for number in range(10):
        done = await asyncio.gather(write(number), service.forget("test", "u1", AT))
        assert done[0]["status"] == "answered"
    await service.forget("test", "u1", AT)
    assert await messages(database) == []


async def test_deleted_between_making_and_locking(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = Repository._locked
    answers = iter([True, True, False])

    async def gone(rows: Repository, channel: str, sender: str) -> Any:
        return None if next(answers) else await locked(rows, channel, sender)

    monkeypatch.setattr(Repository, "_locked", gone)
    async with database.unit() as rows:
        assert (await rows.conversation("test", "u1", AT)).sender == "u1"
    monkeypatch.setattr(Repository, "_locked", lambda *_: asyncio.sleep(0))
    with pytest.raises(StoreUnavailable, match="again and again"):
        async with database.unit() as rows:
            await rows.conversation("test", "u1", AT)


async def test_messages_given_up_leave_no_lock(service: Service, database: Database) -> None:
    """A client that goes away cancels its request, wherever it is."""
    for number in range(30):
        task = asyncio.create_task(service.handle(said("你好", number)))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert (await service.handle(said("你好", "last")))["status"] == "answered"
    (conversation,) = await conversations(database)
    assert conversation.version == len(await messages(database))
