"""Telegram's two limits: a message a second to one chat, thirty a second in all."""

import asyncio
import itertools
from datetime import datetime

from bot.channels.outgoing import Text
from bot.channels.telegram.door import PER_SECOND, close, telegram_bot
from bot.channels.telegram.sending import TelegramCarrier
from bot.outbox.courier import Courier
from bot.outbox.outcome import Sent
from bot.outbox.pace import Pace
from bot.store.database import Database
from bot.store.files import Content
from tests.bot.outbox.post_office import Clock
from tests.bot.telegram.office import settings
from tests.bot.telegram.test_sending import letter
from tests.fakes.telegram import TelegramFake


async def no_file(file_id: str) -> Content | None:
    return None


async def test_two_couriers_write_to_one_chat_once_a_second(
    database: Database, platform: TelegramFake
) -> None:
    clock, other = Clock(), Database(database.url)
    texts = [f"{n}" for n in range(5)]
    async with database.unit() as rows:
        for text in texts:
            payload = Text(text=text).model_dump(mode="json")
            await rows.letters.put(text, ("telegram", "71"), payload, clock())
    bots = [telegram_bot(settings(platform)) for _ in range(2)]
    couriers = [
        Courier(
            base, TelegramCarrier(bot, no_file, _unpaced()), clock, lambda: 1.0, sleep=clock.sleep
        )
        for base, bot in zip((database, other), bots, strict=True)
    ]
    arrived: list[datetime] = []
    for _ in range(60):
        await asyncio.gather(*(courier.deliver_due() for courier in couriers))
        arrived += [clock.now] * (len(platform.sent()) - len(arrived))
        clock.forward(0.1)
    await asyncio.gather(*map(close, bots), other.close())
    assert [call.shown for call in platform.sent()] == texts
    waits = [(later - sooner).total_seconds() for sooner, later in itertools.pairwise(arrived)]
    assert all(1 <= wait < 1.2 for wait in waits)


def _unpaced() -> Pace:
    return Pace(1e9, lambda: 0.0)


class Timeline:
    """A clock that goes on only when a test says so, and those who sleep by it."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleepers.append((self.now + seconds, woken))
        await woken.wait()

    def go_to(self, moment: float) -> None:
        self.now = moment
        for at, woken in self._sleepers:
            if at <= moment + 1e-9:
                woken.set()


async def test_thirty_a_second_in_all(platform: TelegramFake) -> None:
    bot, time = telegram_bot(settings(platform)), Timeline()
    carrier = TelegramCarrier(bot, no_file, Pace(PER_SECOND, lambda: time.now, time.sleep))
    sending = [asyncio.create_task(carrier.send(letter(Text(text="a"), n))) for n in range(1, 91)]
    counts = []
    for second in (0.0, 1.0, 2.0, 2.999):
        time.go_to(second)
        counts.append(len(await platform.until("sendMessage", min(90, int(second * 30 + 1)))))
    outcomes = await asyncio.gather(*sending)
    await close(bot)
    assert counts == [1, 31, 61, 90]
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
