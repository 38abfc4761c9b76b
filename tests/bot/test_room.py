"""Only so many messages at once; the others wait their turn, and not for ever."""

import asyncio

import pytest

from bot.conversation.room import Room
from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.errors import StoreUnavailable
from bot.store.database import Database
from tests.bot.said import messages, said


async def test_as_many_as_there_are_places_in_the_order_of_coming() -> None:
    room, inside, most, done = Room(most=3), 0, 0, []  # type: ignore[var-annotated]

    async def one(number: int) -> None:
        nonlocal inside, most
        async with room.place():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1
        done.append(number)

    await asyncio.gather(*(one(number) for number in range(20)))
    assert most == 3
    assert done == list(range(20))


async def test_who_gives_up_leaves_the_place() -> None:
    room, never = Room(most=1), asyncio.Event()

    async def stay() -> None:
        async with room.place():
            await never.wait()

    tasks = [asyncio.create_task(stay()) for _ in range(3)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(20), room.place():
        pass


async def test_a_message_without_a_place_may_be_sent_again(talker: Talk, sqlite: Database) -> None:
    service = Service(talker, sqlite, max_text=2000)
    service.room = Room(most=1, wait=0)
    async with service.room.place():
        with pytest.raises(StoreUnavailable, match="no place"):
            await service.handle(said("你好"))
    assert await messages(sqlite) == []
    assert (await service.handle(said("你好")))["status"] == "answered"
