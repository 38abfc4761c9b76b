"""The courier's throughput: letters a second handed to a platform that takes everything."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from bot.channels.outgoing import Text
from bot.outbox.courier import Courier
from bot.outbox.outcome import Letter, Outcome, Sent
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.post_models import OutboxMessage
from tests.postgres import postgres_server

LETTERS = 5000


class Taking:
    channel = "bench"
    gap = timedelta(0)

    async def send(self, letter: Letter) -> Outcome:
        return Sent()


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        sqlite = asyncio.run(_rate(f"sqlite:///{folder}/bench.db", 1))
    with postgres_server() as server:
        alone = asyncio.run(_rate(server.get_uri(), 1))
        both = asyncio.run(_rate(server.get_uri(), 2))
    return {
        "outbox letters/s, SQLite": sqlite,
        "outbox letters/s, PostgreSQL": alone,
        "outbox letters/s, PostgreSQL, two couriers in one process": both,
    }


async def _rate(url: str, workers: int) -> float:
    bases = [Database(url) for _ in range(workers)]
    await upgrade(bases[0])
    now = datetime.now(UTC)
    async with bases[0].unit() as rows:
        await rows.session.execute(delete(OutboxMessage))
        payload = Text(text="提醒").model_dump(mode="json")
        for number in range(LETTERS):
            await rows.letters.put(str(number), ("bench", f"p{number}"), payload, now)
    couriers = [Courier(base, Taking(), lambda: datetime.now(UTC), lambda: 1.0) for base in bases]
    start = time.perf_counter()
    await asyncio.gather(*(courier.deliver_due() for courier in couriers))
    seconds = time.perf_counter() - start
    for base in bases:
        await base.close()
    return LETTERS / seconds
