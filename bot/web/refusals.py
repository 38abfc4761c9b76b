"""What the API answers when it does not answer: the shape of every error, for /openapi.json."""

from typing import Any

from bot.web.schemas import NotReady, Refusal

Responses = dict[int | str, dict[str, Any]]
_RETRY = {
    "Retry-After": {
        "description": "Seconds to wait before the same request may succeed.",
        "schema": {"type": "integer"},
    }
}
_TOLD: dict[int, tuple[str, str]] = {
    400: ("The body could not be read.", "这条消息没有传完整，请再发一次。"),
    401: ("The token is missing or wrong.", "这里只给管理员看。"),
    403: ("Not from this machine, and no token is set.", "这里只给管理员看。"),
    404: ("Never was, or has expired.", "文件没有了，或者过期了。请在聊天里再要一次。"),
    410: ("Was taken back.", "这个日历停了：已经解绑，或者换过新的地址。请在聊天里再要一次。"),
    413: ("The body is larger than 64 KB.", "这条消息太长了，请短一点。"),
    422: ("The body has not the right shape.", "这条消息的格式不对，请换个说法再发。"),
    429: ("Too fast; Retry-After says how long to wait.", "发得太快了，歇一下再发。"),
    500: ("A mistake of ours; it is in the log.", "出了点问题，请稍后再试。"),
    503: (
        "The database is away. Nothing was recorded; send the same id again.",
        "系统正忙，您的消息没有丢，请稍后点重试。",
    ),
}
_WAITING = {429, 503}


def refusals(*statuses: int) -> Responses:
    """The error answers of an operation, each with its meaning, shape and an example."""
    return {status: _refusal(status) for status in (*statuses, 500)}


def _refusal(status: int) -> dict[str, Any]:
    meaning, words = _TOLD[status]
    told: dict[str, Any] = {
        "model": Refusal,
        "description": meaning,
        "content": {"application/json": {"example": {"detail": words}}},
    }
    return told | ({"headers": _RETRY} if status in _WAITING else {})


NOT_READY: Responses = {
    **refusals(),
    503: {"model": NotReady, "description": "A part fails.", "headers": _RETRY},
}
TEXT: Responses = {
    200: {
        "description": "Prometheus' text format 0.0.4.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
}
FILE: Responses = {
    200: {
        "description": "The file, with its own media type.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            "Content-Disposition": {
                "description": "Its name (RFC 6266, with RFC 5987 for Chinese names).",
                "schema": {"type": "string"},
            }
        },
    }
}
CALENDAR: Responses = {
    200: {
        "description": "iCalendar (RFC 5545).",
        "content": {"text/calendar": {"schema": {"type": "string"}}},
        "headers": {
            "ETag": {"description": "Of what is in it.", "schema": {"type": "string"}},
        },
    },
    304: {"description": "Nothing is new since the `ETag` that was sent."},
}
