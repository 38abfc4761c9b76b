"""The visitor of a request: known by the signed cookie, or given one."""

from typing import Annotated

from fastapi import Depends, Request, Response

from bot.web.identity import COOKIE, YEAR, Identity

CHANNEL = "web"


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


def address(request: Request) -> str:
    """Where the request comes from; a proxy's word counts only where uvicorn was told to."""
    return request.client.host if request.client else ""


Person = Annotated[str, Depends(person)]
