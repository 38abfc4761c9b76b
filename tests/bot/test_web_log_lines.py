"""What is logged at which level, and what of a library's own words."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot.logs import LibraryHandler, configure, log, scrub
from tests.bot.web_serving import NAME, OPENID, SECRET, TEXT, TOKEN, quoted

LEVELS = ("debug", "info", "warning", "error")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What ``configure`` changed in the process is put back."""
    root = logging.getLogger()
    level = root.level
    yield
    structlog.reset_defaults()
    root.setLevel(level)
    root.handlers = [h for h in root.handlers if not isinstance(h, LibraryHandler)]


@pytest.mark.parametrize("level", LEVELS)
def test_level_is_honoured(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure(level)
    for each in LEVELS:
        getattr(log, each)("seen")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["level"] for line in lines] == list(LEVELS[LEVELS.index(level) :])


def fails_with(text: str) -> None:
    raise ValueError(text)


def logged_error(logger: logging.Logger) -> None:
    try:
        fails_with(NAME)
    except ValueError:
        logger.exception("Task exception was never retrieved: %s", TEXT)


@pytest.mark.parametrize(
    ("name", "write", "event"),
    [
        ("httpx", lambda g: g.warning("HTTP Request: %s", f"https://x/bot{TOKEN}/a"), "HTTP"),
        ("urllib3", lambda g: g.warning(f"Retrying /cgi-bin/token?secret={SECRET}"), "test_web"),
        ("asyncio", logged_error, "Task exception was never retrieved: %s"),
        ("uvicorn.error", lambda g: g.error("address %s in use", "8000"), "address 8000 in use"),
        ("uvicorn.error", lambda g: g.error("GET /a?who=%s", OPENID), "GET /a?…"),
    ],
)
def test_what_libraries_log_is_one_line_that_quotes_nobody(
    name: str,
    write: Callable[[logging.Logger], None],
    event: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("info")
    write(logging.getLogger(name))
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["event"].startswith(event)
    assert told["logger"] == name
    assert quoted(line) == []


@pytest.mark.parametrize("name", ["some", "uvicorn.error"])
def test_a_record_that_nobody_can_format(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, "broken %d", (NAME,), None)
    LibraryHandler().handle(record)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["logger"] == name
    assert quoted(line) == []


def test_a_token_in_a_reason_is_struck_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info")
    log.warning("telegram_polling", reason=f"no way to https://api/bot{TOKEN}/getUpdates?x={NAME}")
    (line,) = capsys.readouterr().err.splitlines()
    assert quoted(line) == []
    assert "no way to https://api/…/getUpdates?…" in line
    assert scrub("什么时候办？明天 12:30") == "什么时候办？明天 12:30"
