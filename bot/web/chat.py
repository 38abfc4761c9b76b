"""The chat API: say something, read the talk again, have it forgotten."""

from typing import Any

from fastapi import FastAPI, HTTPException, Request

from bot.conversation.service import Inbound, Service
from bot.web.refusals import refusals
from bot.web.schemas import ChatIn, HistoryOut, ReplyOut
from bot.web.visitor import CHANNEL, Person, address, known

# A question with its JSON around it is far below this; larger bodies are not read.
MAX_BODY = 64 * 1024
_TAGS = ["chat"]


def add_chat(app: FastAPI) -> None:
    app.post(
        "/api/chat",
        response_model=ReplyOut,
        responses=refusals(400, 413, 422, 429, 503),
        max_body_size=MAX_BODY,
        operation_id="chat",
        summary="Say something, get the answer",
        tags=[*_TAGS],
    )(chat)
    app.get(
        "/api/history",
        response_model=HistoryOut,
        responses=refusals(503),
        operation_id="history",
        summary="The talk so far and the choices open now",
        tags=[*_TAGS],
    )(history)
    app.post(
        "/api/forget",
        status_code=204,
        responses=refusals(503),
        operation_id="forget",
        summary="Delete this person's talk",
        tags=[*_TAGS],
    )(forget)


async def chat(said: ChatIn, request: Request, who: Person) -> dict[str, Any]:
    """A text, or the id of a choice.

    The same `id` again gets the same reply and counts once: after a 503 or a lost connection,
    send it again.
    """
    wait = request.app.state.limits.wait(known(request), address(request))
    if wait:
        seconds = str(int(wait) + 1)
        raise HTTPException(429, "发得太快了，歇一下再发。", headers={"Retry-After": seconds})
    inbound = Inbound(
        channel=CHANNEL,
        sender=who,
        external_id=said.id,
        at=request.app.state.clock(),
        text=said.text,
        choice=said.choice,
        label=said.label,
    )
    service: Service = request.app.state.service
    return {"id": said.id, **await service.handle(inbound)}


async def history(request: Request, who: Person) -> dict[str, Any]:
    """For a page that is loaded again: the last messages with their answers, oldest first."""
    service: Service = request.app.state.service
    return await service.history(CHANNEL, who)


async def forget(request: Request, who: Person) -> None:
    """Its messages and answers are deleted at once and for good."""
    await request.app.state.service.forget(CHANNEL, who, request.app.state.clock())
