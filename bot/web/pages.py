"""The pages in HTML: the chat at /, the checklist to print, and a word where there is none."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates

from bot.conversation.messages import Reply
from bot.conversation.present import source
from bot.settings import CHINA
from bot.web.links import Talker, talker
from bot.web.visitor import CHANNEL, known, person

HERE = Path(__file__).parent
templates = Jinja2Templates(directory=HERE / "templates")
_OLD = ("这个链接打不开了", "链接发出七天后就不能用了。请回到聊天里，再要一次清单。")
_NONE = ("还没有清单", "请回到聊天里，说“我想开托育机构”，问完几个问题就有清单了。")


def add_pages(app: FastAPI) -> None:
    app.get("/", response_class=HTMLResponse, include_in_schema=False)(page)
    app.get("/checklist", response_class=HTMLResponse, include_in_schema=False)(checklist)


async def page(request: Request) -> Response:
    regions = request.app.state.service.talk.library.regions
    places = [regions.get(code).name for code in regions.covered]
    response = templates.TemplateResponse(request, "chat.html", {"places": places})
    person(request, response)
    return response


async def checklist(request: Request, who: str | None = None) -> Response:
    """Somebody's checklist as a page to print: the visitor's own, or that of a signed link."""
    now = request.app.state.clock()
    if who is not None:
        return await _linked(request, who, now)
    visitor = known(request)
    shown = await _sheet(request, Talker(CHANNEL, visitor), now, back=True) if visitor else None
    return shown or RedirectResponse("/", 303)


async def _linked(request: Request, who: str, now: datetime) -> Response:
    found = talker(request.app.state.identity, who, now)
    if found is None:
        return notice(request, *_OLD, 403)
    # No way back to our own chat from there: theirs is in another program.
    return await _sheet(request, found, now, back=False) or notice(request, *_NONE, 404)


async def _sheet(request: Request, of: Talker, now: datetime, back: bool) -> Response | None:
    found = await request.app.state.service.checklist(of.channel, of.sender, now)
    if found is None:
        return None
    context = _context(found[0], now) | {"back": back}
    return templates.TemplateResponse(request, "checklist.html", context)


def _context(reply: Reply, now: datetime) -> dict[str, Any]:
    sources = [source(n, note) for n, note in enumerate(reply.sources, 1)]
    steps = reply.messages[0].to_json()
    for step in steps["steps"]:
        step["sources"] = [s for s in sources if s["n"] in step["sources"]]
    return {
        "title": steps["title"],
        "printed_on": _chinese(now.astimezone(CHINA).date()),
        "steps": steps["steps"],
        "sources": sources,
        "notes": ["写“估计”的时间供安排参考；法定时限以文件为准。"],
    }


def notice(request: Request, title: str, text: str, status: int) -> Response:
    """A page that only says something."""
    context = {"title": title, "text": text}
    return templates.TemplateResponse(request, "notice.html", context, status)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
