"""The page and the chat API, as a browser sees them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.conversation.service import Service
from bot.web.app import MAX_BODY
from bot.web.identity import COOKIE, Identity
from bot.web.limits import SHARED, Limits

PLAN = "我想在金东区开个营利性的普惠托育，3个班60个托位，供餐"
HTML = "<img src=x onerror=alert(1)>"
Client = httpx.AsyncClient


async def say(client: Client, text: str, number: int = 1, **more: Any) -> httpx.Response:
    return await client.post("/api/chat", json={"id": f"m{number}", "text": text, **more})


async def checklist_made(client: Client) -> dict[str, Any]:
    """Lead the talk to its checklist, taking the first choice where one is offered."""
    reply = (await say(client, PLAN)).json()
    for number in range(2, 8):
        if any(message["type"] == "steps" for message in reply["messages"]):
            return dict(reply)
        first = reply["choices"][0]
        answer = {"id": f"m{number}", "choice": first["id"], "label": first["label"]}
        reply = (await client.post("/api/chat", json=answer)).json()
    raise AssertionError(reply["text"])


async def test_page_gives_a_cookie(client: Client) -> None:
    response = await client.get("/")
    assert response.status_code == 200
    assert "托育通" in response.text
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert "set-cookie" not in (await client.get("/")).headers


async def test_cookie_is_secure_over_https(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app=app)
    async with Client(transport=transport, base_url="https://test") as client:
        assert "secure" in (await client.get("/")).headers["set-cookie"].lower()


async def test_chat_then_history(client: Client) -> None:
    reply = (await say(client, "我想开托育机构")).json()
    assert reply["status"] == "asked"
    assert reply["choices"]
    told = (await client.get("/api/history")).json()
    user, bot = told["turns"]
    assert (user["who"], user["id"], user["text"]) == ("user", "m1", "我想开托育机构")
    assert bot["messages"] == reply["messages"]
    assert told["choices"] == reply["choices"]


async def test_choice_is_shown_with_its_label(client: Client) -> None:
    first = (await say(client, "你好")).json()["choices"][0]
    answer = {"id": "m2", "choice": first["id"], "label": first["label"]}
    assert (await client.post("/api/chat", json=answer)).status_code == 200
    turns = (await client.get("/api/history")).json()["turns"]
    assert [t["text"] for t in turns if t["who"] == "user"] == ["你好", first["label"]]


async def test_repeat_of_an_id(client: Client) -> None:
    first = await say(client, "你好")
    again = await say(client, "消防有什么要求")
    assert again.json() == first.json()
    assert len((await client.get("/api/history")).json()["turns"]) == 2


async def test_people_do_not_see_each_other(app: FastAPI, client: Client) -> None:
    await say(client, "你好")
    transport = httpx.ASGITransport(app=app)
    async with Client(transport=transport, base_url="http://test") as other:
        assert (await other.get("/api/history")).json() == {"turns": [], "choices": []}


@pytest.mark.parametrize(
    "forge",
    [
        lambda cookie: cookie[:-1] + ("0" if cookie[-1] != "0" else "1"),
        lambda cookie: "x" + cookie,
        lambda cookie: cookie.partition(".")[0],
        lambda cookie: cookie.partition(".")[0] + ".",
        lambda cookie: "." + cookie.partition(".")[2],
        lambda cookie: Identity(b"another secret").sign(cookie.partition(".")[0]),
        lambda cookie: "",
        lambda cookie: "\u00e9.\u00e9",
        lambda cookie: "a" * 3000,
    ],
)
async def test_tampered_cookie_is_a_new_person(
    app: FastAPI, client: Client, forge: Callable[[str], str]
) -> None:
    await say(client, "你好")
    forged = f"{COOKIE}={forge(client.cookies[COOKIE])}".encode("latin-1")
    transport = httpx.ASGITransport(app=app)
    async with Client(transport=transport, base_url="http://test") as other:
        response = await other.get("/api/history", headers=[(b"cookie", forged)])
    assert response.json()["turns"] == []
    assert COOKIE in response.headers["set-cookie"]


async def test_forget(client: Client) -> None:
    await checklist_made(client)
    assert (await client.post("/api/forget", json={})).status_code == 204
    assert (await client.get("/api/history")).json() == {"turns": [], "choices": []}
    assert (await client.get("/checklist")).status_code == 303


async def test_no_checklist_yet(client: Client) -> None:
    for _ in range(2):
        response = await client.get("/checklist")
        assert (response.status_code, response.headers["location"]) == (303, "/")
        await say(client, "你好")


async def test_checklist_page(client: Client) -> None:
    reply = await checklist_made(client)
    steps = next(m for m in reply["messages"] if m["type"] == "steps")
    response = await client.get(steps["url"])
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    for step in steps["steps"]:
        assert step["title"] in response.text
    for source in reply["sources"]:
        assert source["title"] in response.text


async def test_html_of_a_user_is_nowhere_in_our_html(client: Client) -> None:
    await say(client, HTML, 10)
    await checklist_made(client)
    await say(client, f"登记办好了{HTML}", 11)
    for path in ("/", "/checklist", "/nowhere" + HTML):
        response = await client.get(path)
        assert "<img src=x" not in response.text or "json" in response.headers["content-type"]
    for path in ("/api/history", "/openapi.json"):
        response = await client.get(path)
        assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path", ["/", "/checklist", "/api/history", "/healthz", "/nowhere", "/static/chat.js"]
)
async def test_security_headers(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


async def test_body_too_large(client: Client) -> None:
    response = await say(client, "长" * MAX_BODY)
    assert response.status_code == 413
    assert "太长" in response.json()["detail"]
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_body_too_large_without_its_length(client: Client) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"id": "m1", "text": "'
        for _ in range(MAX_BODY // 512):
            yield b"a" * 1024
        yield b'"}'

    headers = {"content-type": "application/json"}
    response = await client.post("/api/chat", content=endless(), headers=headers)
    assert response.status_code == 413
    assert "太长" in response.json()["detail"]
    assert (await client.get("/api/history")).json()["turns"] == []


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "²", "9" * 5000])
async def test_nonsense_for_a_length(client: Client, length: str) -> None:
    headers = [(b"content-length", length.encode("latin-1"))]
    response = await client.post("/api/chat", content=b"", headers=headers)
    assert response.status_code in (400, 411, 413, 422)


async def test_long_text_is_cut_and_answered(client: Client) -> None:
    response = await say(client, "托育机构备案要什么材料" + "，" * 3000)
    assert response.status_code == 200
    assert len((await client.get("/api/history")).json()["turns"][0]["text"]) == 2000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b'{"text": "no id"}',
        b'{"id": "", "text": "x"}',
        b'{"id": 1, "text": "x"}',
        b'{"id": "m\\u0000", "text": "x"}',
        b'{"id": "m1", "text": ["x"]}',
        b'{"id": "m1", "text": "\\ud800"}',
        b'{"id": "m1", "text": "x", "role": "admin"}',
        b'{"id": "m1", "text": NaN}',
        b'{"id": "m1", "label": "' + b"l" * 201 + b'"}',
        b'{"id": "' + b"m" * 65 + b'", "text": "x"}',
        b"[" * 30_000,
        b"\xff\xfe",
    ],
)
async def test_wrong_body_gets_a_plain_word(client: Client, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = await client.post("/api/chat", content=body, headers=headers)
    assert response.status_code in (400, 422)
    detail = response.json()["detail"]
    assert isinstance(detail, str)
    assert "消息" in detail
    assert (await client.get("/api/history")).json()["turns"] == []


async def test_too_fast(app: FastAPI, client: Client) -> None:
    now = [0.0]
    app.state.limits = Limits(lambda: now[0], burst=2, per_second=0.1)
    await client.get("/")
    assert [(await say(client, "你好", n)).status_code for n in (1, 2)] == [200, 200]
    refused = await say(client, "你好", 3)
    assert refused.status_code == 429
    assert "太快" in refused.json()["detail"]
    now[0] += float(refused.headers["retry-after"])
    assert (await say(client, "你好", 3)).status_code == 200


async def test_without_a_cookie_the_address_is_limited(app: FastAPI, client: Client) -> None:
    app.state.limits = Limits(lambda: 0.0, burst=2)
    statuses = []
    for number in range(4):
        client.cookies.clear()
        statuses.append((await say(client, "你好", number)).status_code)
    assert statuses == [200, 200, 429, 429]


async def test_store_gone_and_back(client: Client, tmp_path: Path) -> None:
    await client.get("/")
    away = (tmp_path / "test.db").rename(tmp_path / "away.db")
    for response in (
        await say(client, "你好"),
        await client.get("/api/history"),
        await client.post("/api/forget", json={}),
        await client.get("/readyz"),
        await client.get("/checklist"),
    ):
        assert response.status_code == 503
        assert "稍后" in response.json()["detail"]
        assert int(response.headers["retry-after"]) > 0
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/")).status_code == 200
    away.rename(tmp_path / "test.db")
    assert (await say(client, "你好")).status_code == 200


async def test_a_mistake_of_ours_quotes_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(service: Service, inbound: Any) -> None:
        raise RuntimeError(f"could not take {inbound.text}")

    monkeypatch.setattr(Service, "handle", fail)
    response = await say(client, "我叫王小明")
    assert response.status_code == 500
    assert "稍后" in response.json()["detail"]
    assert response.headers["x-content-type-options"] == "nosniff"
    printed = "".join(capsys.readouterr())
    assert "RuntimeError" in printed
    assert "王小明" not in printed


async def test_many_sessions_from_one_address_share_its_limit(app: FastAPI) -> None:
    app.state.limits = Limits(lambda: 0.0, burst=1)
    transport = httpx.ASGITransport(app=app, client=("203.0.113.7", 1))
    async with Client(transport=transport, base_url="http://test") as client:
        statuses = []
        for number in range(SHARED + 2):
            client.cookies.clear()
            await client.get("/")
            statuses.append((await say(client, "你好", number)).status_code)
    assert statuses == [200] * SHARED + [429] * 2


async def test_many_visitors_at_once(app: FastAPI) -> None:
    async def visit() -> list[int]:
        transport = httpx.ASGITransport(app=app)
        async with Client(transport=transport, base_url="http://test") as client:
            await client.get("/")
            return [(await say(client, "你好", n)).status_code for n in range(3)]

    assert await asyncio.gather(*(visit() for _ in range(10))) == [[200] * 3] * 10
