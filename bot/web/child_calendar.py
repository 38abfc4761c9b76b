"""/calendar/child/<secret>.ics: a child's calendar, for whoever was given its address."""

import re
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Request, Response

from bot.conversation.service import Service
from bot.family.feeds import MEDIA, calendar
from bot.family.kid import kept
from bot.web.refusals import FILE, refusals

# As long as the ids of files: 16 characters of token_urlsafe are 96 random bits.
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,40}")
_GONE = "这个日历没有了，或者作废了。请在聊天里说“订阅日历”，再要一次。"

Secret = Annotated[
    str, Path(description="As in the link that was sent.", examples=["8Zk0qVYhR3yT1mWb5nXcDg"])
]


def add_child_calendar(app: FastAPI) -> None:
    app.get(
        "/calendar/child/{secret}.ics",
        response_class=Response,
        responses={**FILE, **refusals(404, 422, 503)},
        operation_id="child_calendar",
        summary="A child's vaccinations and check-ups",
        tags=["files"],
    )(feed)
    app.head("/calendar/child/{secret}.ics", include_in_schema=False)(feed)


async def feed(secret: Secret, request: Request) -> Response:
    """RFC 5545; until the parents make the address void."""
    service: Service = request.app.state.service
    now = request.app.state.clock()
    found = None
    if _SECRET.fullmatch(secret):
        async with service.database.unit() as rows:
            found = await rows.children.by_feed(secret)
    if found is None:
        raise HTTPException(404, _GONE)
    content = calendar(kept(found), now, service.talk.library.child)
    headers = {"Content-Disposition": 'attachment; filename="calendar.ics"'}
    body = b"" if request.method == "HEAD" else content
    return Response(body, media_type=MEDIA, headers=headers)
