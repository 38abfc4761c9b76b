"""The ASGI application: the page at /, the chat API below /api, the printable checklist."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from bot.conversation.present import source
from bot.conversation.service import Inbound, Service
from bot.errors import StoreUnavailable
from bot.settings import CHINA
from bot.web.identity import COOKIE, YEAR, Identity
from bot.web.limits import RateLimit
from bot.web.schemas import ChatIn, HistoryOut, ReplyOut

HERE = Path(__file__).parent
CHANNEL = "web"
# A question with its JSON around it is far below this; larger bodies are not read.
MAX_BODY = 64 * 1024
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
# FastAPI's own documentation page needs scripts from elsewhere; ours are all local.
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
        if on_start:
            await on_start()
        yield
        if on_stop:
            await on_stop()

    app = FastAPI(title="托育通 tuoyu", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.service, app.state.identity, app.state.clock = service, identity, clock
    app.state.limit = RateLimit(time.monotonic)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.middleware("http")(_guard)
    app.add_exception_handler(StoreUnavailable, _unavailable)
    app.get("/", response_class=HTMLResponse)(page)
    app.get("/checklist", response_class=HTMLResponse)(checklist)
    app.post("/api/chat", response_model=ReplyOut)(chat)
    app.get("/api/history", response_model=HistoryOut)(history)
    app.post("/api/forget", status_code=204)(forget)
    app.get("/healthz")(healthz)
    app.get("/readyz")(readyz)
    return app


templates = Jinja2Templates(directory=HERE / "templates")


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse bodies that are too large before they are read, and set the security headers."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY:
        response: Response = JSONResponse({"detail": "这条消息太长了，请短一点。"}, 413)
    elif request.method == "POST" and "content-length" not in request.headers:
        response = JSONResponse({"detail": "请求要带长度。"}, 411)
    else:
        response = await call_next(request)
    response.headers.update(_HEADERS)
    return response


async def _unavailable(request: Request, error: Exception) -> Response:
    detail = "系统正忙，您的消息没有丢，请稍后点重试。"
    return JSONResponse({"detail": detail}, 503, headers={"Retry-After": "3"})


def person(request: Request, response: Response) -> str:
    """The writer's id; a new one gets its cookie with this response."""
    identity: Identity = request.app.state.identity
    known = identity.person(request.cookies.get(COOKIE))
    if known:
        return known
    cookie = identity.new()
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, cookie, YEAR, httponly=True, samesite="lax", secure=secure)
    return cookie.partition(".")[0]


Person = Annotated[str, Depends(person)]


async def page(request: Request) -> Response:
    response = templates.TemplateResponse(request, "chat.html")
    person(request, response)
    return response


async def chat(said: ChatIn, request: Request, who: Person) -> dict[str, Any]:
    """Say something, get the answer."""
    wait = request.app.state.limit.wait(who)
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
    who = request.app.state.identity.person(request.cookies.get(COOKIE))
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
        "printed_on": now.astimezone(CHINA).date().isoformat(),
        "steps": shown,
        "sources": sources,
        "notes": ["写“估计”的时间供安排参考；法定时限以文件为准。"],
    }
    return templates.TemplateResponse(request, "checklist.html", context)


async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


async def readyz(request: Request) -> dict[str, str]:
    """The database answers."""
    await request.app.state.service.database.ping()
    return {"status": "ok"}
