"""Through every way in, answered or failing: the logs hold no text, no name, no id, no token."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from bot.channels.telegram.door import webhook_secret
from bot.channels.telegram.receiving import PATH, SECRET_HEADER
from bot.conversation.talk import Talk
from bot.logs import LibraryHandler, configure
from bot.web.links import checklist_link
from tests.bot.said import AT
from tests.bot.web_serving import CHAT, NAME, OPENID, SECRET, STREET, TEXT, quoted, serving

LEVELS = ("debug", "info", "warning", "error")


@pytest.fixture(autouse=True)
def loaded(talker: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is loaded once for all tests."""
    monkeypatch.setattr("bot.web.served.talk", lambda settings: talker)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What ``configure`` changed in the process is put back."""
    root = logging.getLogger()
    level = root.level
    yield
    structlog.reset_defaults()
    root.setLevel(level)
    root.handlers = [h for h in root.handlers if not isinstance(h, LibraryHandler)]


async def on_the_web(client: httpx.AsyncClient, number: int = 1) -> int:
    said = {"id": f"{OPENID}-{number}", "text": f"我叫{NAME}，{TEXT}，住{STREET}"}
    await client.post("/api/chat", json=said | {"label": NAME, "choice": None})
    return (await client.post(f"/api/chat?name={NAME}", json=said | {"extra": TEXT})).status_code


async def on_telegram(client: httpx.AsyncClient, number: int = 1) -> int:
    person = {"id": CHAT, "is_bot": False, "first_name": NAME}
    message = {
        "message_id": number, "date": 1, "text": f"{TEXT}，住{STREET}", "from": person,
        "chat": {"id": CHAT, "type": "private", "first_name": NAME},
    }  # fmt: skip
    headers = {SECRET_HEADER: webhook_secret(SECRET.encode())}
    update = {"update_id": number, "message": message}
    return (await client.post(PATH, json=update, headers=headers)).status_code


async def wander(app: FastAPI, client: httpx.AsyncClient) -> None:
    """Addresses that hold what must not be logged."""
    link = checklist_link(app.state.identity, "", "wechat", OPENID, AT)
    for path in (link, f"{link}x", f"/files/{OPENID}", f"/{OPENID}/{NAME}", f"/static/{OPENID}.js"):
        await client.get(path, headers={"X-Forwarded-For": OPENID, "User-Agent": OPENID})
    await client.request(OPENID, "/")


@pytest.mark.parametrize("level", LEVELS)
async def test_what_is_answered(
    level: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    configure(level)
    # As somebody would who looks for a fault in a library.
    caplog.set_level(logging.DEBUG)
    async with serving(tmp_path) as (app, client, api):
        assert await on_the_web(client) == 422
        assert await on_telegram(client) == 200
        await api.wait(1)
        await wander(app, client)
    printed = "".join(capsys.readouterr()) + caplog.text
    assert ('"/api/chat"' in printed) == (level in ("debug", "info"))
    assert quoted(printed) == []


async def test_what_fails(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(talk: Talk, state: Any, said: Any, *rest: Any) -> None:
        raise RuntimeError(f"cannot take {said.text} of {OPENID}")

    configure("debug")
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(Talk, "reply", fail)
    async with serving(tmp_path) as (app, client, api):
        await on_the_web(client)
        for number, status in enumerate((400, 401, 403, 500), 1):
            api.status = status
            assert await on_telegram(client, number) == 200
        await api.wait(1)
        (tmp_path / "a.db").rename(tmp_path / "away.db")
        await on_the_web(client, 2)
        assert await on_telegram(client, 9) == 503
        await wander(app, client)
    printed = "".join(capsys.readouterr()) + caplog.text
    for event in ("request_failed", "update_failed", "store_unavailable", "RuntimeError"):
        assert event in printed
    assert quoted(printed) == []


async def test_each_request_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info")
    async with serving(tmp_path) as (app, client, _):
        app.state.timer = iter(n / 8 for n in range(99)).__next__
        await on_telegram(client)
        await wander(app, client)
        for path in ("/", "/static/chat.js", "/openapi.json", "/healthz"):
            await client.get(path)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert {tuple(line) for line in requests} == {
        ("method", "route", "channel", "status", "ms", "event", "level", "timestamp")
    }
    shown = [(r["method"], r["route"], r["status"], r["channel"]) for r in requests]
    assert shown == [
        ("POST", "/telegram/webhook", 200, "telegram"),
        ("GET", "/checklist", 404, "web"),
        ("GET", "/checklist", 403, "web"),
        ("GET", "/files/{file_id}", 404, "web"),
        ("GET", "unknown", 404, "web"),
        ("GET", "/static", 404, "web"),
        ("OTHER", "/", 405, "web"),
        ("GET", "/", 200, "web"),
        ("GET", "/static", 200, "web"),
        ("GET", "/openapi.json", 200, "web"),
        ("GET", "/healthz", 200, "web"),
    ]
    assert {r["ms"] for r in requests} == {125.0}


async def test_deliveries_are_counted_where_the_server_is_wired(tmp_path: Path) -> None:
    async with serving(tmp_path) as (app, client, api):
        await on_telegram(client)
        await api.wait(1)
    # The stop waited for the courier, so what was sent is settled.
    registry = app.state.operation.metrics.registry
    sent = {"channel": "telegram", "outcome": "sent"}
    assert registry.get_sample_value("tuoyu_deliveries_total", sent) >= 1
    messages = {"channel": "telegram"}
    assert registry.get_sample_value("tuoyu_message_seconds_count", messages) == 1
