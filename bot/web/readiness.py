"""/healthz: the process lives. /readyz: it can answer, or which part of it cannot."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from bot.conversation.service import Service
from bot.errors import StoreUnavailable
from bot.logs import log, trace
from bot.store.migrate import revisions
from bot.web.operation import Operation

# A message that is due and that no courier has taken up for so long: its courier is stuck.
STUCK = timedelta(minutes=10)
OK, FAILING, UNKNOWN = "ok", "failing", "unknown"
_NOT_READY = "系统还没准备好，请稍后再试。"


async def healthz() -> dict[str, str]:
    """The process lives. Nothing else is looked at."""
    return {"status": "ok"}


async def readyz(request: Request) -> Any:
    """Database, migrations, model and outbox; 503 when one of them fails, with which."""
    state = request.app.state
    parts = await looked_at(state.service, state.operation, state.clock())
    if all(part == OK for part in parts.values()):
        return {"status": "ok", "parts": parts}
    log.warning("not_ready", **parts)
    failing = {"detail": _NOT_READY, "parts": parts}
    return JSONResponse(failing, 503, headers={"Retry-After": "3"})


async def looked_at(service: Service, operation: Operation, now: datetime) -> dict[str, str]:
    """Each part: ok, failing, or unknown where the database would have to tell."""
    parts = {"database": OK, "migrations": UNKNOWN, "model": await _model(service)}
    parts["outbox"] = UNKNOWN
    try:
        await service.database.ping()
        parts["migrations"] = await _migrations(service)
        if parts["migrations"] == OK:
            parts["outbox"] = await _outbox(service, operation, now)
    except StoreUnavailable:
        parts["database"] = FAILING
    return parts


async def _model(service: Service) -> str:
    """Asked a real sentence: a worker that died or a Rasa server that is away shows only then."""
    try:
        await asyncio.to_thread(service.talk.understander.nlu.parse, "你好")
    except Exception as error:
        log.warning("model_failing", **trace(error))
        return FAILING
    return OK


async def _migrations(service: Service) -> str:
    current, newest = await revisions(service.database)
    return OK if current == newest else FAILING


async def _outbox(service: Service, operation: Operation, now: datetime) -> str:
    async with service.database.unit() as rows:
        for channel in operation.channels:
            since = await rows.letters.overdue(channel, now)
            if since and now - since > STUCK:
                return FAILING
    return OK
