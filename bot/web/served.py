"""The application as it is served: settings in, everything opened and closed around it."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from fastapi import FastAPI

from bot.channels.door import Door
from bot.conversation.service import Service
from bot.logs import log, trace
from bot.metrics import Metrics
from bot.outbox.courier import Courier
from bot.settings import Settings
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity, kept_secret
from bot.web.limits import Limits
from bot.web.operation import Operation
from bot.web.outages import CountedDatabase
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
    metrics = Metrics()
    database = CountedDatabase(settings.database_url, metrics.outage)
    kept = settings.secret.get_secret_value().encode() if settings.secret else None
    secret = kept or kept_secret(settings.var)
    made = channels(settings, database, secret, _utc_now)
    for courier in made.couriers.values():
        courier.on_settled = metrics.delivered
    posts = {door.name: door.post for door in made.doors}
    service = Service(talk(settings), database, settings.max_text, posts, metrics.message)
    ticker = Ticker(jobs(settings, database, made), on_error=_failed)

    async def start() -> None:
        await upgrade(database)
        # The first sentence starts the model's worker, or finds that a Rasa server is not there.
        service.talk.understander.nlu.parse("你好")
        ticker.start()
        for door in made.doors:
            await door.start()

    async def stop() -> None:
        # Couriers before doors: these close the connections over which those still send, and what
        # is cut off there is sent again after the next start.
        await ticker.stop()
        for courier in made.couriers.values():
            await courier.stop()
        for door in made.doors:
            await door.stop()
        await database.close()

    operation = Operation(metrics, _token(settings), tuple(made.couriers))
    app = create_app(service, Identity(secret), on_start=start, on_stop=stop, operation=operation)
    app.state.limits = Limits(time.monotonic, settings.rate_burst, settings.rate_per_second)
    for door in made.doors:
        routes = door.open(service)
        if routes:
            app.include_router(routes)
    return app


def listening(settings: Settings) -> dict[str, Any]:
    """What uvicorn is run with. It would log addresses, and believe any proxy on this machine."""
    proxies = settings.trusted_proxies
    return {
        "host": settings.host,
        "port": settings.port,
        "log_config": None,
        "access_log": False,
        "proxy_headers": bool(proxies),
        "forwarded_allow_ips": proxies or "",
    }


def _token(settings: Settings) -> str | None:
    return settings.metrics_token.get_secret_value() if settings.metrics_token else None


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
