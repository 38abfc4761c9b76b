"""The application as it is served: settings in, everything opened and closed around it."""

import secrets
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import FastAPI

from bot.channels.door import Door
from bot.channels.opening import Channels, channels
from bot.conversation.service import Service
from bot.family.opening import reception as family_reception
from bot.family.planner import FamilyPlanner
from bot.logs import log, trace
from bot.metrics import Metrics
from bot.outbox.courier import Terms
from bot.outbox.post import Post
from bot.overviews.weekly_post import WeeklyPost, weekly_post
from bot.reminders import opening as reminders
from bot.reminders.work import Work
from bot.retention import clean
from bot.settings import Settings
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity, secret_of
from bot.web.limits import Limits
from bot.web.links import checklist_link
from bot.web.operation import Operation
from bot.web.outages import CountedDatabase
from bot.wiring import member_reception, talk
from scheduler.runtime import Job, Ticker

# A message that was just written is sent at once; this finds what is due again.
_OUTBOX_SECONDS = 1
_CLEAN_SECONDS = 3600
_REMINDERS_SECONDS = 60
_WEEKLY_SECONDS = 600


def _utc_now() -> datetime:
    return datetime.now(UTC)


def served(settings: Settings, terms: Terms = Terms()) -> FastAPI:
    """``terms``: of the couriers.

    Raises our exceptions when the content, the flows or the model cannot be loaded.
    """
    metrics = Metrics()
    database = CountedDatabase(settings.database_url, metrics.outage)
    secret = secret_of(settings)
    identity = Identity(secret)
    made = channels(settings, database, secret, _utc_now, terms)
    for courier in made.couriers.values():
        courier.on_settled = metrics.delivered
    posts = {door.name: _with_page(door, identity, settings) for door in made.doors}
    heard = talk(settings)
    service = Service(heard, database, settings.max_text, posts, metrics.message)
    families = family_reception(settings, database, heard)
    members = member_reception(settings, heard, database, tuple(made.couriers))
    service.receptions = (members, families)
    service.pictures = {door.name: door.pictures for door in made.doors}
    reminding = reminders.work(settings, database, heard.library)
    weekly = weekly_post(settings, database, heard.library, reminders.ways(settings), _new_file)
    recurring = Recurring(made, reminding, families.means.planner, weekly)
    ticker = Ticker(jobs(settings, database, recurring), on_error=_failed)

    async def start() -> None:
        await upgrade(database)
        # The first sentence starts the model's worker, or finds that a Rasa server is not there.
        service.talk.understander.nlu.parse("你好")
        ticker.start()
        await made.start()

    async def stop() -> None:
        await ticker.stop()
        await made.stop()
        await database.close()

    operation = Operation(metrics, _token(settings), tuple(made.couriers))
    app = create_app(service, identity, on_start=start, on_stop=stop, operation=operation)
    app.state.limits = Limits(time.monotonic, settings.rate_burst, settings.rate_per_second)
    for door in made.doors:
        routes = door.open(service)
        if routes:
            app.include_router(routes)
    return app


def _with_page(door: Door, identity: Identity, settings: Settings) -> Post:
    """The door's post, with links to the printable checklist where we have an address."""
    if settings.public_url is None:
        return door.post
    return replace(
        door.post, page=partial(checklist_link, identity, settings.public_url, door.name)
    )


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


@dataclass(frozen=True)
class Recurring:
    """What is done again and again beside delivery."""

    channels: Channels
    reminders: Work
    families: FamilyPlanner
    weekly: WeeklyPost


def jobs(settings: Settings, database: Database, work: Recurring) -> list[Job]:
    """What recurs. Each looks for rows that are due, so a tick more or less changes nothing."""
    delivery = [
        Job(f"outbox_{name}", _OUTBOX_SECONDS, courier.tick)
        for name, courier in work.channels.couriers.items()
    ]
    return [
        *delivery,
        Job("reminders", _REMINDERS_SECONDS, partial(_remind, work)),
        Job("weekly", _WEEKLY_SECONDS, partial(_weekly, work)),
        Job("clean", _CLEAN_SECONDS, partial(_clean, settings, database)),
    ]


async def _remind(work: Recurring) -> int:
    """Plan, tell, settle; what was written is delivered at once."""
    now = _utc_now()
    done = await work.families.run(now) + await work.reminders.run(now)
    return _delivered(work, done)


async def _weekly(work: Recurring) -> int:
    """Write the summaries of the week that are owed."""
    return _delivered(work, await work.weekly.run(_utc_now()))


def _delivered(work: Recurring, done: int) -> int:
    """What was written is taken up at once."""
    for name in work.channels.couriers:
        work.channels.written(name)
    return done


def _new_file() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(24)


async def _clean(settings: Settings, database: Database) -> int:
    """Delete what need not be kept any longer."""
    async with database.unit() as rows:
        return await clean(rows, settings, _utc_now())


def _failed(job: str, error: BaseException) -> None:
    log.error("job_failed", job=job, **trace(error))
