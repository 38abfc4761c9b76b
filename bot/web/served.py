"""The application as it is served: settings in, everything opened and closed around it."""

from fastapi import FastAPI

from bot.logs import log, trace
from bot.settings import Settings
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity, kept_secret
from bot.wiring import service
from scheduler.runtime import Job, Ticker


def served(settings: Settings) -> FastAPI:
    """Raises our exceptions when the content, the flows or the model cannot be loaded."""
    made = service(settings)
    secret = settings.secret.get_secret_value().encode() if settings.secret else None
    identity = Identity(secret or kept_secret(settings.var))
    ticker = Ticker(JOBS, on_error=_failed)

    async def start() -> None:
        await upgrade(made.database)
        # The first sentence starts the model's worker, or finds that a Rasa server is not there.
        made.talk.understander.nlu.parse("你好")
        ticker.start()

    async def stop() -> None:
        await ticker.stop()
        await made.database.close()

    return create_app(made, identity, on_start=start, on_stop=stop)


# Reminders and the outbox bring their jobs; nothing recurs yet.
JOBS: list[Job] = []


def _failed(job: str, error: BaseException) -> None:
    log.error("job_failed", job=job, **trace(error))
