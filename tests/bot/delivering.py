"""A process that delivers what is in the outbox, by both platforms' real carriers, until it is killed."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from bot.channels.opening import channels
from bot.outbox.courier import Terms
from bot.settings import Settings
from bot.store.database import Database


async def deliver(lease: timedelta) -> None:
    settings = Settings(_env_file=None)
    database = Database(settings.database_url)
    made = channels(settings, database, b"secret", lambda: datetime.now(UTC), Terms(lease=lease))
    while True:
        await asyncio.gather(*(courier.tick() for courier in made.couriers.values()))
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(deliver(timedelta(seconds=float(sys.argv[1]))))
