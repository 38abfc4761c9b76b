"""Structured logs on stderr. Texts of users, names and ids of people are never logged.

What libraries log stands in the same lines, but only as far as it is certain to quote nobody:
they log addresses with tokens in them, parameters of SQL and messages of exceptions.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import structlog

log = structlog.get_logger()

# They log every call with its address or its parameters. Held down one by one as well, so that
# somebody who opens the root logger to look for a fault does not open these.
_QUIET = ("aiosqlite", "asyncio", "asyncpg", "httpcore", "httpx", "requests", "sqlalchemy",
          "telegram", "urllib3", "wechatpy")  # fmt: skip
# It speaks of sockets and signals, and its words are all there is when a port is taken.
_SPOKEN = ("uvicorn",)
# A bot's token, and what follows the question mark of an address.
_SECRETS = re.compile(r"\b(?:bot)?\d{5,}:[\w-]{10,}|(?<=\?)[^\s\"'<>]*=[^\s\"'<>]*")


def configure(level: str) -> None:
    """JSON lines at or above ``level``; libraries' own logs from warnings up."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _scrubbed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not isinstance(h, LibraryHandler)]
    root.addHandler(LibraryHandler())
    root.setLevel(max(number, logging.WARNING))
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def trace(error: BaseException) -> dict[str, object]:
    """Kind and place of an error. Not its message: that may quote what a user wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "trace": places[-10:]}


def scrub(text: str) -> str:
    """The text without tokens and query strings, should one have come in all the same."""
    return _SECRETS.sub("…", text)


class LibraryHandler(logging.Handler):
    """Writes what a library logs as one of our lines."""

    def emit(self, record: logging.LogRecord) -> None:
        # A record that cannot be shown is dropped: logging's own report would quote its arguments.
        try:
            line = json.dumps(_event(record), ensure_ascii=False)
        except Exception:
            line = json.dumps({"event": "unreadable", "logger": record.name})
        print(line, file=sys.stderr)


def _event(record: logging.LogRecord) -> dict[str, object]:
    error = record.exc_info[1] if record.exc_info else None
    at = datetime.fromtimestamp(record.created, UTC).isoformat()
    return {
        "event": scrub(_said(record, error)),
        "logger": record.name,
        "level": record.levelname.lower(),
        "timestamp": at,
        **(trace(error) if error else {}),
    }


def _said(record: logging.LogRecord, error: BaseException | None) -> str:
    """The message with its blanks left open; where they are filled in already, its place."""
    if record.name.startswith(_SPOKEN) and error is None:
        return record.getMessage()
    return str(record.msg) if record.args else f"{record.module}:{record.lineno}"


def _scrubbed(logger: Any, method: str, event: Any) -> Any:
    return {k: scrub(v) if isinstance(v, str) else v for k, v in event.items()}
