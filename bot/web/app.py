"""The ASGI application: the page at /, the chat API below /api, files, and what operators need."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import Depends, FastAPI, Response
from fastapi.security import HTTPBearer
from fastapi.staticfiles import StaticFiles

from bot.conversation.service import Service
from bot.web.calendars import add_calendars
from bot.web.chat import MAX_BODY, add_chat
from bot.web.child_calendar import add_child_calendar
from bot.web.exposition import metrics
from bot.web.files import add_files
from bot.web.guard import protect
from bot.web.identity import Identity
from bot.web.limits import Limits
from bot.web.operation import Operation
from bot.web.pages import add_pages
from bot.web.readiness import healthz, readyz
from bot.web.refusals import NOT_READY, TEXT, refusals
from bot.web.schemas import Alive, Ready

__all__ = ["MAX_BODY", "create_app"]
HERE = Path(__file__).parent
Clock = Callable[[], datetime]
Hook = Callable[[], Awaitable[None]]
_DESCRIPTION = """\
托育通 answers questions about opening and running childcare centres for under-threes, in Chinese,
from reviewed documents that each answer names.

A client is known by an anonymous, signed cookie that comes with the first answer; send it back, and
the talk goes on. Every refusal is `{"detail": "…"}`: words for the person, in Chinese.
"""
_TAGS = [
    {"name": "chat", "description": "The talk of one visitor."},
    {"name": "files", "description": "Documents and pictures that were sent, calendars."},
    {"name": "operation", "description": "For those who run the server."},
]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    service: Service,
    identity: Identity,
    clock: Clock = _utc_now,
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
    operation: Operation | None = None,
) -> FastAPI:
    """The application around a conversation service. Opens nothing by itself."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            if on_start:
                await on_start()
            yield
        finally:
            if on_stop:
                await on_stop()

    app = FastAPI(
        title="托育通 tuoyu",
        version="1",
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=lifespan,
        # FastAPI's own documentation pages need scripts from elsewhere; ours are all local.
        docs_url=None,
        redoc_url=None,
        # The address it would redirect to is the client's own Host header.
        redirect_slashes=False,
    )
    app.state.service, app.state.identity, app.state.clock = service, identity, clock
    app.state.operation = operation or Operation()
    app.state.limits = Limits(time.monotonic)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    protect(app)
    add_pages(app)
    add_chat(app)
    add_files(app)
    add_calendars(app)
    add_child_calendar(app)
    _add_operation(app)
    return app


def _add_operation(app: FastAPI) -> None:
    app.get(
        "/healthz",
        response_model=Alive,
        responses=refusals(),
        operation_id="healthz",
        summary="Does the process live?",
        tags=["operation"],
    )(healthz)
    app.get(
        "/readyz",
        response_model=Ready,
        responses=NOT_READY,
        operation_id="readyz",
        summary="Can it answer?",
        tags=["operation"],
    )(readyz)
    app.get(
        "/metrics",
        response_class=Response,
        responses={**TEXT, **refusals(401, 403)},
        dependencies=[Depends(HTTPBearer(auto_error=False, description="TUOYU_METRICS_TOKEN"))],
        operation_id="metrics",
        summary="Counts and latencies for Prometheus",
        tags=["operation"],
    )(metrics)
