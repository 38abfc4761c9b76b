"""The ASGI application: the page at /, the chat API below /api, the printable checklist."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from bot.conversation.present import source
from bot.conversation.service import Inbound, Service
from bot.settings import CHINA
from bot.web.guard import protect
from bot.web.identity import COOKIE, YEAR, Identity
from bot.web.limits import RateLimit
from bot.web.schemas import ChatIn, HistoryOut, Refusal, ReplyOut

HERE = Path(__file__).parent
CHANNEL = "web"
# A question with its JSON around it is far below this; larger bodies are not read.
MAX_BODY = 64 * 1024
_REFUSALS: dict[int | str, dict[str, Any]] = {
    413: {"model": Refusal, "description": "The body is too large."},
    422: {"model": Refusal, "description": "The body has not the right shape."},
    429: {"model": Refusal, "description": "Too fast; Retry-After says how long to wait."},
    503: {"model": Refusal, "description": "Nothing was recorded; send the same id again."},
}
Clock = Callable[[], datetime]
Hook = Callable[[], Awaitable[None]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    service: Service,
    identity: Identity,
    clock: Clock = _utc_now,
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
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
        lifespan=lifespan,
        # FastAPI's own documentation pages need scripts from elsewhere; ours are all local.
        docs_url=None,
        redoc_url=None,
    )
    app.state.service, app.state.identity, app.state.clock = service, identity, clock
    app.state.limit = RateLimit(time.monotonic)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    protect(app)
    app.get("/", response_class=HTMLResponse, include_in_schema=False)(page)
    app.get("/checklist", response_class=HTMLResponse, include_in_schema=False)(checklist)
    app.post("/api/chat", response_model=ReplyOut, responses=_REFUSALS, max_body_size=MAX_BODY)(
        chat
    )
    app.get("/api/history", response_model=HistoryOut)(history)
    app.post("/api/forget", status_code=204)(forget)
    app.get("/healthz")(healthz)
    app.get("/readyz")(readyz)
    return app


templates = Jinja2Templates(directory=HERE / "templates")


def known(request: Request) -> str | None:
    """The writer's id, if there is a cookie of ours."""
    identity: Identity = request.app.state.identity
    return identity.person(request.cookies.get(COOKIE))


def person(request: Request, response: Response) -> str:
    """The writer's id; a new one gets its cookie with this response."""
    found = known(request)
    if found:
        return found
    identity: Identity = request.app.state.identity
    cookie = identity.new()
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, cookie, YEAR, httponly=True, samesite="lax", secure=secure)
    return cookie.partition(".")[0]


Person = Annotated[str, Depends(person)]


async def page(request: Request) -> Response:
    regions = request.app.state.service.talk.library.regions
    places = [regions.get(code).name for code in regions.covered]
    response = templates.TemplateResponse(request, "chat.html", {"places": places})
    person(request, response)
    return response


async def chat(said: ChatIn, request: Request, who: Person) -> dict[str, Any]:
    """Say something, get the answer."""
    # Without a cookie everybody is new; the address then stands for the person.
    address = request.client.host if request.client else ""
    wait = request.app.state.limit.wait(known(request) or f"address {address}")
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
    """The talk so far and the choices open now."""
    service: Service = request.app.state.service
    return await service.history(CHANNEL, who)


async def forget(request: Request, who: Person) -> None:
    """Delete this person's talk."""
    await request.app.state.service.forget(CHANNEL, who)


async def checklist(request: Request) -> Response:
    """The person's checklist as a page to print."""
    who = known(request)
    now = request.app.state.clock()
    found = await request.app.state.service.checklist(CHANNEL, who, now) if who else None
    if found is None:
        return RedirectResponse("/", 303)
    reply, _ = found
    steps = reply.messages[0]
    sources = [source(n, note) for n, note in enumerate(reply.sources, 1)]
    shown = steps.to_json()["steps"]
    for step in shown:
        step["sources"] = [s for s in sources if s["n"] in step["sources"]]
    context = {
        "title": steps.title,
        "printed_on": _chinese(now.astimezone(CHINA).date()),
        "steps": shown,
        "sources": sources,
        "notes": ["写“估计”的时间供安排参考；法定时限以文件为准。"],
    }
    return templates.TemplateResponse(request, "checklist.html", context)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


async def readyz(request: Request) -> dict[str, str]:
    """The database answers."""
    await request.app.state.service.database.ping()
    return {"status": "ok"}
