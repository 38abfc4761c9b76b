"""The JSONL channel: one object a line in, one line out for each, in order.

In: {"sender", "text" | "choice" | "location": {"lat", "lng"}, "at"?, "id"?}; ``at`` drives the
clock, an ``id`` that came before gets its first reply again. Out: what ``present`` makes, with the
sender. A line that cannot be used gets {"error": …} and changes nothing.
"""

import io
import json
import os
import sys
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, TextIO

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from bot.channels.opened import opened
from bot.conversation.service import Inbound, Service
from bot.errors import BotError
from bot.logs import log, trace
from bot.settings import Settings

# Keys of the database: printable, and as long as its columns.
_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
# Further away there is no time zone arithmetic, and no policy either.
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _whole(text: str) -> str:
    """JSON can escape half of a surrogate pair; no encoding can write it down."""
    text.encode("utf-8")
    return text


Said = Annotated[str, AfterValidator(_whole)]


class Location(BaseModel):
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lng: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    sender: Annotated[str, Field(min_length=1, max_length=200, pattern=_PRINTABLE)]
    text: Said = ""
    choice: Said | None = None
    location: Location | None = None
    id: Annotated[str, Field(min_length=1, max_length=100, pattern=_PRINTABLE)] | None = None
    at: Annotated[AwareDatetime, Field(ge=_FIRST, lt=_LAST)] | None = None


async def run(settings: Settings, db: str | None) -> None:
    """Answer every line of stdin on stdout until it ends, or nobody reads any more."""
    _as_utf8(sys.stdin, "surrogateescape")
    _as_utf8(sys.stdout, "backslashreplace")
    async with opened(settings, db) as service:
        try:
            await answer_all(service, sys.stdin, sys.stdout)
        except BrokenPipeError:
            # Python would complain once more when it closes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_utf8(stream: TextIO, errors: str) -> None:
    """Whatever the terminal's encoding: bytes that are not UTF-8 spoil their own line alone."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


async def answer_all(service: Service, source: TextIO, sink: TextIO) -> None:
    # Reading blocks the loop: nothing else runs in it, and Ctrl-C can end a read.
    while raw := source.readline():
        if raw.strip():
            answer = await answer_line(service, raw)
            sink.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sink.flush()


async def answer_line(service: Service, raw: str) -> dict[str, Any]:
    """The reply to one line; an ``error`` object where it is not a usable one."""
    try:
        line = Line.model_validate(json.loads(raw.removeprefix("\ufeff")))
    except (ValueError, RecursionError) as error:
        return _failed(f"这一行用不了：{_reason(error)}")
    try:
        return {"sender": line.sender, **await service.handle(_inbound(line))}
    except BotError as error:
        return {"sender": line.sender, **_failed(str(error))}
    except Exception as error:
        # A mistake of ours in one message must not take the ones after it along.
        log.error("line_failed", **trace(error))
        return {"sender": line.sender, **_failed("出了点问题，这句没能回答，也没有记下来。")}


def _inbound(line: Line) -> Inbound:
    return Inbound(
        channel="jsonl",
        sender=line.sender,
        external_id=line.id or str(uuid.uuid4()),
        at=line.at or datetime.now(UTC),
        text=line.text,
        position=_position(line),
        choice=line.choice,
    )


def _position(line: Line) -> tuple[float, float] | None:
    """Where they are, if that is all they sent."""
    if line.location is None or line.text:
        return None
    return line.location.lat, line.location.lng


def _failed(why: str) -> dict[str, Any]:
    return {"error": why, "text": why, "status": "declined"}


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "不是完整的 JSON"
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    if not field:
        return '要一个 JSON 对象，比如 {"sender": "u1", "text": "你好"}'
    return f"缺少 {field}" if first["type"] == "missing" else f"{field} 不对（{first['msg']}）"
