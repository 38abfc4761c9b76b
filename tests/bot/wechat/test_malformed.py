"""Faults 5 and 6: what is no push at all is a bad request, never an error of ours."""

import asyncio
import base64
import os
from typing import Any

import httpx
import pytest

from tests.bot.wechat.town import Town
from tests.fakes.wechat import OTHER_AES_KEY, aes_push, encrypt, event_xml, sealed, text_xml

BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
XXE = """<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>"""


def malformed(now: int) -> dict[str, str | bytes]:
    """Bodies behind which the library raises its eight kinds of exception, and some more."""
    good = text_xml("你好", 1, now)
    return {
        "nothing": "",
        "no element": "hello",
        "not closed": good[:-6],
        "another root": "<html/>",
        "an empty root": "<xml/>",
        "text in the root": "<xml>1</xml>",
        "two roots": good + good,
        "not UTF-8": b"<xml>\xff\xfe</xml>",
        "another encoding": good.encode("utf-16"),
        "NUL": good.replace("你好", "\x00"),
        "no type": good.replace("MsgType", "Other"),
        "two types": good.replace("</xml>", "<MsgType>text</MsgType></xml>"),
        "an empty type": good.replace("<![CDATA[text]]>", ""),
        "no sender": good.replace("FromUserName", "Other"),
        "two senders": good.replace("</xml>", "<FromUserName>b</FromUserName></xml>"),
        "a sender with elements": good.replace("oFollower1", "]]><a>1</a><![CDATA["),
        "an evil sender": good.replace("oFollower1", "o/../1"),
        "a very long sender": good.replace("oFollower1", "o" * 300),
        "no account": good.replace("ToUserName", "Other"),
        "no moment": good.replace("CreateTime", "Other"),
        "a wrong moment": good.replace(str(now), "yesterday"),
        "no number": good.replace("MsgId", "Other"),
        "a wrong number": good.replace("[1]", "[one]"),
        "content with elements": good.replace("<![CDATA[你好]]>", "<a><b/></a>"),
        "entities": BOMB + good.replace("<![CDATA[你好]]>", "&b;"),
        "an external entity": XXE + good.replace("<![CDATA[你好]]>", "&f;"),
        "an unknown entity": good.replace("<![CDATA[你好]]>", "&nbsp;"),
        "deep": "<xml>" + "<a>" * 4500 + "</a>" * 4500 + "</xml>",
        "no place": event_xml("x", now, MsgId="1").replace("event", "location", 1),
        "a place beyond": event_xml("x", now, MsgId="1", Location_X="nan", Location_Y="1").replace(
            "event", "location", 1
        ),
        "a template without a number": event_xml("TEMPLATESENDJOBFINISH", now, Status="success"),
    }


@pytest.mark.parametrize("kind", list(malformed(0)))
async def test_malformed_pushes_are_bad_requests(town: Town, plain: Town, kind: str) -> None:
    for where in (town, plain):
        response = await where.push(malformed(where.now)[kind])
        assert response.status_code == 400, response.text
        assert "passwd" not in response.text
        assert await where.ledger() == []


ENCRYPTED = {
    "not base64": "====",
    "one character": "A",
    "not a whole block": base64.b64encode(os.urandom(15)).decode(),
    "noise": base64.b64encode(bytes(range(64))).decode(),
    "one block": base64.b64encode(bytes(16)).decode(),
    "another account": encrypt(b"<xml/>", app_id="wxother"),
    "another key": encrypt(b"<xml/>", OTHER_AES_KEY),
    "not UTF-8": encrypt(b"\xff\xfe"),
}


@pytest.mark.parametrize("kind", list(ENCRYPTED))
async def test_what_cannot_be_decrypted_is_a_bad_request(town: Town, kind: str) -> None:
    assert (await town.send(*sealed(ENCRYPTED[kind], town.now))).status_code == 400


@pytest.mark.parametrize("body", [b"", b"<xml/>", b"<Encrypt>AAAA</Encrypt>", b"\xff", b"[" * 99])
async def test_a_body_with_nothing_encrypted_is_a_bad_request(town: Town, body: bytes) -> None:
    query, _ = aes_push("", town.now)
    assert (await town.send(query, body)).status_code == 400


async def test_a_follower_who_hangs_up_is_no_error_of_ours(town: Town) -> None:
    query, _ = aes_push("", town.now)
    messages = asyncio.Queue[dict[str, Any]]()
    messages.put_nowait({"type": "http.request", "body": b"<xml>", "more_body": True})
    messages.put_nowait({"type": "http.disconnect"})
    statuses: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http", "method": "POST", "path": "/wechat", "raw_path": b"/wechat",
        "query_string": str(httpx.QueryParams(query)).encode(), "headers": [],
        "http_version": "1.1", "scheme": "http", "server": ("test", 80), "client": ("test", 1),
        "asgi": {"version": "3.0"}, "root_path": "",
    }  # fmt: skip
    application = town.client._transport.app  # type: ignore[attr-defined]
    await application(scope, messages.get, send)
    assert statuses in ([400], [])
