"""What holds for every request: security headers, a line in the log, and a plain word when
something is wrong."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import StoreUnavailable
from bot.logs import log, trace

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_WORDS = {
    400: "这条消息没有传完整，请再发一次。",
    404: "没有这个页面。",
    405: "这个地址不能这样用。",
    413: "这条消息太长了，请短一点。",
}
_BROKEN = "出了点问题，请稍后再试。"
_WRONG = "这条消息的格式不对，请换个说法再发。"
_BUSY = "系统正忙，您的消息没有丢，请稍后点重试。"
# A client may write anything for a method; only these are logged.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

Next = Callable[[Request], Awaitable[Response]]


def protect(app: FastAPI, timer: Callable[[], float] = time.monotonic) -> None:
    """Add the headers, the log and the handlers to an application. ``timer``: in seconds."""
    app.state.timer = timer
    app.middleware("http")(_guard)
    app.add_exception_handler(StoreUnavailable, _unavailable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)


async def _guard(request: Request, call_next: Next) -> Response:
    """One line a request. Neither path nor query: both may hold ids of people and of files."""
    timer = request.app.state.timer
    began = timer()
    response = await _answered(request, call_next)
    ms = round((timer() - began) * 1000, 1)
    log.info("request", **_what(request), status=response.status_code, ms=ms)
    return response


def _what(request: Request) -> dict[str, Any]:
    """The request as it may be logged."""
    method = request.method if request.method in _METHODS else "OTHER"
    route = _template(request)
    first = route.split("/")[1] if "/" in route else ""
    known = first in request.app.state.operation.channels
    return {"method": method, "route": route, "channel": first if known else "web"}


def _template(request: Request) -> str:
    """The route as it is declared, once it is known."""
    path = getattr(request.scope.get("route"), "path", None)
    if path:
        return str(path)
    if request.url.path == request.app.openapi_url:
        return str(request.app.openapi_url)
    return "/static" if request.url.path.startswith("/static/") else "unknown"


async def _answered(request: Request, call_next: Next) -> Response:
    try:
        response = await call_next(request)
    except Exception as error:
        # Caught here and not by the server, which would log the message: it may quote a user.
        log.error("request_failed", **_what(request), **trace(error))
        response = JSONResponse({"detail": _BROKEN}, 500)
    if response.status_code == 413:
        # A length declared too large is refused before our handlers, in English.
        response = JSONResponse({"detail": _WORDS[413]}, 413)
    response.headers.update(_HEADERS)
    # Talks are nobody else's; scripts and styles are asked for again after an update.
    kept = "no-cache" if request.url.path.startswith("/static/") else "no-store"
    response.headers.setdefault("Cache-Control", kept)
    return response


async def _unavailable(request: Request, error: Exception) -> Response:
    log.warning("store_unavailable", **_what(request), reason=str(error))
    return JSONResponse({"detail": _BUSY}, 503, headers={"Retry-After": "3"})


async def _invalid(request: Request, error: Exception) -> Response:
    # FastAPI's own answer repeats the input, which need not be something that JSON can hold.
    return JSONResponse({"detail": _WRONG}, 422)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    # Ours are in Chinese; the libraries' own are not for the person.
    own = not str(error.detail).isascii()
    words = error.detail if own else _WORDS.get(error.status_code, error.detail)
    return JSONResponse({"detail": words}, error.status_code, headers=error.headers)
