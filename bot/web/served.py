"""The application as it is served: settings in, everything opened and closed around it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from fastapi import FastAPI

from bot.channels.door import Door
from bot.conversation.service import Service
from bot.logs import log, trace
from bot.outbox.courier import Courier
from bot.settings import Settings
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity, kept_secret
from bot.wiring import talk
from scheduler.runtime import Job, Ticker

# A message that was just written is sent at once; this finds what is due again.
_OUTBOX_SECONDS = 1
_CLEAN_SECONDS = 3600


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Channels:
    """The doors that are configured, and the courier behind each."""

    doors: list[Door] = field(default_factory=list)
    couriers: dict[str, Courier] = field(default_factory=dict)

    def written(self, channel: str) -> None:
        """A message for the channel was committed."""
        self.couriers[channel].call()


def channels(
    settings: Settings, database: Database, secret: bytes, clock: Callable[[], datetime]
) -> Channels:
    """Telegram and WeChat, as far as the settings name them. Raises Misconfigured."""
    made = Channels()
    if settings.telegram_token:
        from bot.channels.telegram.door import TelegramDoor

        written = partial(made.written, TelegramDoor.name)
        made.doors.append(TelegramDoor(settings, database, clock, written, secret))
    for door in made.doors:
        jitter = partial(random.uniform, 0.75, 1.25)
        made.couriers[door.name] = Courier(database, door.carrier, clock, jitter)
    return made


def served(settings: Settings) -> FastAPI:
    """Raises our exceptions when the content, the flows or the model cannot be loaded."""
    database = Database(settings.database_url)
    kept = settings.secret.get_secret_value().encode() if settings.secret else None
    secret = kept or kept_secret(settings.var)
    made = channels(settings, database, secret, _utc_now)
    posts = {door.name: door.post for door in made.doors}
    service = Service(talk(settings), database, settings.max_text, posts)
    ticker = Ticker(jobs(settings, database, made), on_error=_failed)

    async def start() -> None:
        await upgrade(database)
        # The first sentence starts the model's worker, or finds that a Rasa server is not there.
        service.talk.understander.nlu.parse("你好")
        ticker.start()
        for door in made.doors:
            await door.start()

    async def stop() -> None:
        for door in made.doors:
            await door.stop()
        await ticker.stop()
        for courier in made.couriers.values():
            await courier.stop()
        await database.close()

    app = create_app(service, Identity(secret), on_start=start, on_stop=stop)
    for door in made.doors:
        routes = door.open(service)
        if routes:
            app.include_router(routes)
    return app


def jobs(settings: Settings, database: Database, made: Channels) -> list[Job]:
    """What recurs. Each looks for rows that are due, so a tick more or less changes nothing."""
    delivery = [
        Job(f"outbox_{name}", _OUTBOX_SECONDS, courier.tick)
        for name, courier in made.couriers.items()
    ]
    return [*delivery, Job("clean", _CLEAN_SECONDS, partial(_clean, settings, database))]


async def _clean(settings: Settings, database: Database) -> int:
    """Delete what need not be kept any longer."""
    now = _utc_now()
    async with database.unit() as rows:
        texts = await rows.letters.purge(now - timedelta(days=settings.keep_days))
        return texts + await rows.files.purge(now)


def _failed(job: str, error: BaseException) -> None:
    log.error("job_failed", job=job, **trace(error))
