"""/calendar/<token>.ics: what is open at an institution, for who has the signed address."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Request, Response

from bot.calendar.events import AllDay, etag, feed
from bot.calendar.institution import PRODUCT, calendar_name, events
from bot.conversation.service import Service
from bot.institutions.actors import actor, target
from bot.institutions.permissions import Action, may
from bot.overviews.region import institution_details
from bot.reminders.rules import Rules
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.institution_models import Binding
from bot.store.repository import Repository
from bot.web.calendar_links import Named, read
from bot.web.pages import notice
from bot.web.refusals import CALENDAR, refusals
from bot.web.visitor import address
from scheduler.calendar import Calendar

_UNKNOWN = ("没有这个日历", "没有这个日历，地址可能没有抄全。请在聊天里再要一次。")
_GONE = ("这个日历停了", "这个日历停了：已经解绑，或者换过新的地址。请在聊天里再要一次。")
# A phone asks again each time, and mostly hears that nothing is new.
_KEPT = "private, no-cache"
_MEDIA = "text/calendar; charset=utf-8"

Token = Annotated[
    str, Path(max_length=300, description="As in the address that was given in chat.")
]
Found = tuple[str, list[AllDay]]


def add_calendars(app: FastAPI) -> None:
    service: Service = app.state.service
    app.state.rules = Rules(service.talk.library, Calendar())
    app.get(
        "/calendar/{token}.ics",
        response_class=Response,
        responses={**CALENDAR, **refusals(404, 410, 422, 429, 503)},
        operation_id="calendar",
        summary="What is open at an institution, as a calendar to subscribe to",
        tags=["files"],
    )(calendar)
    app.head("/calendar/{token}.ics", include_in_schema=False)(calendar)


async def calendar(token: Token, request: Request) -> Response:
    """Good until the person is unbound; HEAD works too. `If-None-Match` is answered with 304."""
    named = read(request.app.state.identity, token)
    _not_too_fast(request, named)
    if named is None:
        return _refused(request, _UNKNOWN, 404)
    now = request.app.state.clock()
    service: Service = request.app.state.service
    today = now.astimezone(CHINA).date()
    found = await _found(service.database, named, request.app.state.rules, today)
    if found is None:
        return _refused(request, _GONE, 410)
    name, shown = found
    tag = etag(name, shown)
    headers = {"ETag": tag, "Cache-Control": _KEPT}
    if _same(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    body = feed(name, PRODUCT, shown, now)
    headers |= {
        "Content-Length": str(len(body)),
        "Content-Disposition": 'inline; filename="tuoyu.ics"',
    }
    shown_body = b"" if request.method == "HEAD" else body
    return Response(shown_body, media_type=_MEDIA, headers=headers)


async def _found(database: Database, named: Named, rules: Rules, today: date) -> Found | None:
    """The calendar's name and events; None where the binding has ended or may not see them."""
    async with database.unit() as rows:
        binding = await rows.bindings.get(named.binding)
        if binding is None or not named.is_of(binding):
            return None
        return await _seen(rows, binding, rules, today)


async def _seen(rows: Repository, binding: Binding, rules: Rules, today: date) -> Found | None:
    """As much as the table of permissions lets them see."""
    overview = await institution_details(rows, binding.institution_id, rules, today)
    if overview is None:
        return None
    who = await actor(rows.bindings, binding.channel, binding.address)
    whose = target(overview.institution, today)
    if not may(who, Action.SEE, whose):
        return None
    staff = may(who, Action.SEE_STAFF, whose)
    return calendar_name(overview), events(overview, rules.library, today, staff=staff)


def _not_too_fast(request: Request, named: Named | None) -> None:
    """A phone asks a few times a day; who tries addresses is held back by where they are."""
    whose = f"calendar {named.binding}" if named else None
    wait = request.app.state.limits.wait(whose, address(request))
    if wait:
        seconds = str(int(wait) + 1)
        raise HTTPException(429, "打开得太快了，歇一下再来。", headers={"Retry-After": seconds})


def _same(asked: str, tag: str) -> bool:
    """If-None-Match (RFC 9110, 13.1.2): compared weakly, several at once, or any."""
    given: Sequence[str] = [one.strip() for one in asked.split(",")]
    return any(one == "*" or one.removeprefix("W/") == tag.removeprefix("W/") for one in given)


def _refused(request: Request, words: tuple[str, str], status: int) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return notice(request, *words, status)
    raise HTTPException(status, words[1])
