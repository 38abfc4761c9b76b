"""A child's calendar: its address is secret, good until it is made void."""

import httpx
import pytest

from bot.conversation.talk import Talk
from bot.store.database import Database
from bot.web.app import create_app
from bot.web.identity import Identity
from tests.bot.family.world import NOW, Parent, service

URL = "https://tuoyu.example"


@pytest.fixture
def parent(talker: Talk, database: Database) -> Parent:
    return Parent(service(talker, database, URL), channel="wechat")


@pytest.fixture
def web(parent: Parent) -> httpx.AsyncClient:
    app = create_app(parent.service, Identity(b"secret of the tests"), clock=lambda: NOW)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


def address(answer: str) -> str:
    (line,) = [line for line in answer.split("\n") if line.startswith(URL)]
    return line.removeprefix(URL)


async def test_subscribe_and_make_void(parent: Parent, web: httpx.AsyncClient) -> None:
    await parent.keeps("我家妞2026年9月30号生的")
    path = address(await parent.says("把日历发我"))
    answer = await web.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.text
    assert "百白破疫苗第1剂" in answer.text.replace("\r\n ", "")
    head = await web.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert address(await parent.says("订阅日历")) == path
    assert "作废" in await parent.says("取消日历订阅")
    assert (await web.get(path)).status_code == 404
    assert address(await parent.says("订阅日历")) != path


@pytest.mark.parametrize("secret", ["unguessable-99999999", "x", "..%2f..%2fetc", "a" * 100])
async def test_addresses_that_are_none(web: httpx.AsyncClient, secret: str) -> None:
    assert (await web.get(f"/calendar/{secret}.ics")).status_code == 404


async def test_without_an_address(talker: Talk, database: Database) -> None:
    telegram = Parent(service(talker, database), channel="telegram")
    await telegram.keeps("我家妞2026年9月30号生的")
    await telegram.says("把日历发我")
    (file,) = [m for m in telegram.last["messages"] if m["type"] == "file"]
    assert file["name"].endswith(".ics")
    console = Parent(service(talker, database), channel="console")
    await console.keeps("我家妞2026年9月30号生的")
    assert "没有对外的网址" in await console.says("把日历发我")


async def test_pictures_have_their_address(parent: Parent, web: httpx.AsyncClient) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    await parent.says("今天体重7.5公斤")
    (image,) = [m for m in parent.last["messages"] if m["type"] == "image"]
    assert image["url"] == f"{URL}/files/{image['file']}"
    assert f"[图] 妞的生长曲线 {image['url']}" in parent.last["text"]
    picture = await web.get(f"/files/{image['file']}")
    assert picture.headers["content-type"] == "image/png"
