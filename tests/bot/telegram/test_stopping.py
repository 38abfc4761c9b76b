"""The door opens without asking anybody, and lets what is on its way arrive when it closes."""

import asyncio

from bot.channels.outgoing import Text
from bot.channels.telegram.door import TelegramDoor
from bot.conversation.talk import Talk
from bot.outbox.outcome import Later, Letter, Sent
from bot.store.database import Database
from tests.bot.outbox.post_office import START, Clock
from tests.bot.telegram.office import SECRET, Office, opened, settings
from tests.bot.telegram.test_sending import letter
from tests.bot.telegram.updates import pressed, said
from tests.fakes.telegram import TelegramFake


async def test_nobody_is_asked_who_we_are(office: Office, platform: TelegramFake) -> None:
    await office.door.start()
    assert platform.calls == []
    await office.push(said(1, "你好"))
    await office.push(pressed(2, "topic=fire", "消防"))
    await office.deliver()
    assert len(platform.sent()) == 2
    assert not platform.called("getMe")


async def test_it_opens_and_closes_where_telegram_cannot_be_reached(
    talker: Talk, sqlite: Database
) -> None:
    nowhere = TelegramFake()  # never opened: its address is empty
    for mode in ("webhook", "polling"):
        door = TelegramDoor(
            settings(nowhere, telegram_api="http://127.0.0.1:9", telegram_mode=mode),
            sqlite, Clock(), lambda: None, SECRET,
        )  # fmt: skip
        async with opened(talker, sqlite, nowhere) as office:
            door.open(office.service)
        await door.start()
        await asyncio.sleep(0)
        await door.stop()
        assert all(request._client.is_closed for request in door.bot._request)


async def test_what_is_on_its_way_arrives_and_nothing_more_is_sent(
    office: Office, platform: TelegramFake
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()
    answer = platform._wire._answer

    async def held(request):  # type: ignore[no-untyped-def]
        arrived.set()
        await go_on.wait()
        return await answer(request)

    platform._wire._answer = held
    sending = asyncio.create_task(office.door.carrier.send(letter(Text(text="一"))))
    await arrived.wait()
    stopping = asyncio.create_task(office.door.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert await sending == Sent("1")
    late = Letter(2, "k2", "7", Text(text="二"), 1, START)
    assert isinstance(await office.door.carrier.send(late), Later)
    assert [call.shown for call in platform.sent()] == ["一"]
