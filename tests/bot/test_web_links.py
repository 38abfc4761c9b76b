"""Signed links to a checklist: for Telegram and WeChat, seven days, one checklist each."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.service import Inbound, Service
from bot.web.identity import COOKIE, Identity
from bot.web.links import LIFE, Talker, checklist_link, talker
from tests.bot.said import AT

OURS = Identity(b"secret of the tests")
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SITE = "https://tuoyu.example"
PLAN = "我想在金东区开个营利性的普惠托育，3个班60个托位，供餐"
SAFE = st.text(min_size=1, max_size=40)


def who(link: str) -> str:
    return parse_qs(urlsplit(link).query)["who"][0]


def local(link: str) -> str:
    return link.removeprefix(SITE)


async def planned(service: Service, channel: str, sender: str) -> None:
    """Lead a talk on this channel to its checklist."""
    reply = await service.handle(Inbound(channel, sender, "1", AT, PLAN))
    for number in range(2, 9):
        if any(message["type"] == "steps" for message in reply["messages"]):
            return
        choice = reply["choices"][0]["id"]
        reply = await service.handle(Inbound(channel, sender, str(number), AT, choice=choice))
    raise AssertionError(reply["text"])


@given(SAFE, SAFE)
def test_a_link_names_its_person_and_them_alone(channel: str, sender: str) -> None:
    link = checklist_link(OURS, SITE, channel, sender, NOW)
    assert link.startswith(f"{SITE}/checklist?who=")
    assert link.isascii()
    assert talker(OURS, who(link), NOW) == Talker(channel, sender)


def test_seven_days() -> None:
    token = who(checklist_link(OURS, SITE, "telegram", "77", NOW))
    assert timedelta(days=7) == LIFE
    assert talker(OURS, token, NOW + LIFE - timedelta(seconds=1)) is not None
    assert talker(OURS, token, NOW + LIFE) is None


@given(st.data())
def test_one_character_changed(data: st.DataObject) -> None:
    token = who(checklist_link(OURS, SITE, "telegram", "77", NOW))
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[place]))
    assert talker(OURS, token[:place] + other + token[place + 1 :], NOW) is None


@given(st.text(max_size=60))
def test_no_link_but_ours(token: str) -> None:
    assert talker(OURS, token, NOW) is None


def test_a_link_is_no_cookie_and_a_cookie_no_link() -> None:
    token = who(checklist_link(OURS, SITE, "telegram", "77", NOW))
    assert OURS.person(token) is None
    assert talker(OURS, OURS.new(), NOW) is None
    assert talker(Identity(b"another secret"), token, NOW) is None


async def test_the_page_of_a_link(app: FastAPI, client: httpx.AsyncClient) -> None:
    service: Service = app.state.service
    await planned(service, "telegram", "77")
    link = checklist_link(app.state.identity, SITE, "telegram", "77", AT)
    response = await client.get(local(link))
    assert response.status_code == 200
    assert "金东区" in response.text
    assert "回到对话" not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers


async def test_a_link_shows_nobody_elses(app: FastAPI, client: httpx.AsyncClient) -> None:
    await planned(app.state.service, "telegram", "77")
    for channel, sender in (("wechat", "77"), ("telegram", "78")):
        link = checklist_link(app.state.identity, SITE, channel, sender, AT)
        response = await client.get(local(link))
        assert response.status_code == 404
        assert "还没有清单" in response.text


@pytest.mark.parametrize("token", ["", "x", "x.y", "e30.00", "é", "%00", "a" * 5000])
async def test_a_link_that_is_not_ours(client: httpx.AsyncClient, token: str) -> None:
    response = await client.get(f"/checklist?who={token}")
    assert response.status_code == 403
    assert response.headers["content-type"].startswith("text/html")
    assert "再要一次清单" in response.text


async def test_an_old_link(app: FastAPI, client: httpx.AsyncClient) -> None:
    await planned(app.state.service, "telegram", "77")
    link = checklist_link(app.state.identity, SITE, "telegram", "77", AT - LIFE)
    response = await client.get(local(link))
    assert response.status_code == 403
    assert "七天" in response.text


async def test_the_visitors_cookie_does_not_matter(app: FastAPI, client: httpx.AsyncClient) -> None:
    await client.get("/")
    mine = client.cookies[COOKIE].partition(".")[0]
    await planned(app.state.service, "web", mine)
    link = checklist_link(app.state.identity, SITE, "telegram", "77", AT)
    assert (await client.get("/checklist")).status_code == 200
    assert (await client.get(local(link))).status_code == 404
