"""Logs are JSON on stderr and quote nobody."""

import json
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure, log, trace


@pytest.fixture
def configured() -> Iterator[None]:
    configure("info")
    yield
    structlog.reset_defaults()


def failed() -> RuntimeError:
    try:
        raise RuntimeError("我叫王小明")
    except RuntimeError as error:
        return error


def test_place_without_the_message() -> None:
    told = trace(failed())
    assert told["error"] == "RuntimeError"
    assert "test_logs.py" in str(told["trace"])
    assert "王小明" not in str(told)


@pytest.mark.usefixtures("configured")
def test_json_lines_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    configure("warning")
    log.info("not_shown")
    log.warning("shown", **trace(failed()))
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert json.loads(line)["event"] == "shown"
