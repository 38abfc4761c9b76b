"""Asking for updates: confirmed after the commit, in order within a chat, and never given up."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.telegram.polling import Poller
from bot.conversation.service import Inbound
from bot.errors import StoreUnavailable
from tests.bot.said import messages
from tests.bot.telegram.office import Office
from tests.bot.telegram.updates import message, said
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_faults import BROKEN, CONFLICT, NONSENSE, WRONG_TOKEN, too_many


async def heard(office: Office) -> list[str]:
    return [message.external_id for message in await messages(office.database)]


def offsets(platform: TelegramFake) -> list[str | None]:
    return [call.arguments.get("offset") for call in platform.called("getUpdates")]


async def test_updates_are_confirmed_by_the_next_question(
    office: Office, platform: TelegramFake
) -> None:
    platform.updates = [said(n, "你好") for n in (5, 6)]
    poller = office.poller()
    assert [await poller.once() for _ in range(2)] == [2, 0]
    assert offsets(platform) == [None, "7"]
    asked = platform.called("getUpdates")[0].arguments
    assert asked["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert await heard(office) == ["u5", "u6"]


async def test_doubled_and_jumbled_updates(office: Office, platform: TelegramFake) -> None:
    platform.updates = [said(n, "你好") for n in (7, 5, 6, 5, 7)]
    poller = office.poller()
    await poller.once()
    await poller.once()
    assert await heard(office) == ["u5", "u6", "u7"]
    assert offsets(platform) == [None, "8"]


async def test_what_was_not_committed_is_asked_for_again(
    office: Office, platform: TelegramFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, away = office.service.handle, True

    async def at_times(inbound: Inbound) -> dict[str, Any]:
        if away and inbound.external_id == "u2":
            raise StoreUnavailable("away")
        return await handle(inbound)

    monkeypatch.setattr(office.service, "handle", at_times)
    platform.updates = [
        said(1, "你好", 71),
        said(2, "你好", 71),
        said(3, "你好", 71),
        said(4, "你好", 72),
    ]
    poller = office.poller()
    with pytest.raises(StoreUnavailable):
        await poller.once()
    # The other chat was not held up, and the third did not overtake the second.
    assert sorted(await heard(office)) == ["u1", "u4"]
    away = False
    await poller.once()
    await poller.once()
    assert offsets(platform) == [None, None, "5"]
    assert sorted(await heard(office)) == ["u1", "u2", "u3", "u4"]


async def test_chats_do_not_wait_for_each_other_and_keep_their_order(
    office: Office, platform: TelegramFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first chat's first message is finished only after all of the second chat's."""
    done: list[str] = []
    second = asyncio.Event()

    async def slowly(inbound: Inbound) -> dict[str, Any]:
        if inbound.external_id == "u1":
            await second.wait()
        done.append(inbound.external_id)
        if inbound.external_id == "u4":
            second.set()
        return {}

    monkeypatch.setattr(office.service, "handle", slowly)
    platform.updates = [said(1, "a", 71), said(2, "b", 72), said(3, "c", 71), said(4, "d", 72)]
    await office.poller().once()
    assert done == ["u2", "u4", "u1", "u3"]


async def test_one_that_cannot_be_read_holds_up_nobody(
    office: Office, platform: TelegramFake
) -> None:
    platform.updates = [
        said(1, "你好"),
        message(2, text=[]),
        {"update_id": 3, "message": 5},
        said(4, "好"),
    ]
    poller = office.poller()
    await poller.once()
    await poller.once()
    assert await heard(office) == ["u1", "u4"]
    assert offsets(platform) == [None, "5"]


class Sleeper:
    """Keeps how long was slept; ends the poller's run after so many times."""

    def __init__(self, most: int) -> None:
        self.slept: list[float] = []
        self.most, self.enough = most, asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) >= self.most:
            self.enough.set()
            await asyncio.Event().wait()


async def run(office: Office, sleeper: Callable[[float], Any], until: asyncio.Event) -> None:
    assert office.door._receiver
    poller = Poller(office.door.bot, office.door._receiver, sleeper)
    poller.start()
    async with asyncio.timeout(20):
        await until.wait()
    await poller.stop()


async def test_trouble_is_waited_out(office: Office, platform: TelegramFake) -> None:
    platform.fail("getUpdates", CONFLICT, too_many(9), too_many(1), BROKEN, NONSENSE, WRONG_TOKEN)
    sleeper = Sleeper(6)
    await run(office, sleeper, sleeper.enough)
    assert sleeper.slept == [3.0, 9.0, 3.0, 3.0, 3.0, 60.0]


async def test_our_own_mistake_does_not_make_us_deaf(
    office: Office, platform: TelegramFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def trips(found: Any) -> None:
        nonlocal tries
        tries += 1
        raise KeyError("oops")

    assert office.door._receiver
    monkeypatch.setattr(office.door._receiver, "take", trips)
    platform.updates = [said(1, "你好")]
    sleeper = Sleeper(3)
    await run(office, sleeper, sleeper.enough)
    assert tries == 3
