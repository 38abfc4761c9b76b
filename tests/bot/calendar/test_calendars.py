"""/calendar/<token>.ics: for who is bound, as long as they are."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.conversation.service import Service
from bot.institutions.bind_codes import for_institution
from bot.institutions.permissions import _TABLE, Action, Role
from bot.store.database import Database
from bot.store.institution_models import Binding, Institution
from bot.web.app import create_app
from bot.web.calendar_links import calendar_link, read, subscribing
from bot.web.identity import Identity
from tests.bot.outbox.post_office import START, Clock
from tests.bot.reminders.world import checked, china, nursery

IDENTITY = Identity(b"secret")
HOST = "https://tuoyu.example.cn"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(service: Service, clock: Clock) -> FastAPI:
    return create_app(service, IDENTITY, clock)


@pytest.fixture
async def phone(web: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=web, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as made:
        yield made


async def bound(database: Database, role: str = "director") -> tuple[Institution, Binding]:
    async with database.unit() as rows:
        home = await nursery(rows, created_at=china(2026, 1, 5))
        await checked(rows, home, "王芳", date(2025, 12, 22))
        await rows.bindings.offer(for_institution(home.id, role, "d1", "operator", START))
        binding = await rows.bindings.redeem("d1", ("wechat", "boss"), START)
    assert isinstance(binding, Binding)
    return home, binding


def path(binding: Binding) -> str:
    return calendar_link(IDENTITY, HOST, binding).removeprefix(HOST)


@pytest.mark.parametrize("role", ["director", "health_officer", "deputy"])
async def test_the_feed(phone: httpx.AsyncClient, database: Database, role: str) -> None:
    home, binding = await bound(database, role)
    response = await phone.get(path(binding))
    assert response.status_code == 200
    headers = response.headers
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["cache-control"] == "private, no-cache"
    assert headers["content-length"] == str(len(response.content))
    assert "set-cookie" not in headers
    calendar = Calendar.from_ical(response.content)
    assert calendar["X-WR-CALNAME"] == f"{home.name}待办"
    titles = [event["SUMMARY"] for event in calendar.walk("VEVENT")]
    assert "王芳：每年体检" in titles
    assert {e.decoded("DTSTAMP") for e in calendar.walk("VEVENT")} == {START}


async def test_head_and_etag(phone: httpx.AsyncClient, database: Database, clock: Clock) -> None:
    home, binding = await bound(database)
    whole, head = await phone.get(path(binding)), await phone.head(path(binding))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers
    tag = whole.headers["etag"]
    clock.forward(3600)
    for asked in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = await phone.get(path(binding), headers={"if-none-match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    async with database.unit() as rows:
        await checked(rows, home, "李梅", date(2025, 12, 23))
    changed = await phone.get(path(binding), headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_who_is_unbound_has_no_calendar(phone: httpx.AsyncClient, database: Database) -> None:
    _, binding = await bound(database)
    async with database.unit() as rows:
        await rows.bindings.unbind(binding.id)
    gone = await phone.get(path(binding))
    assert gone.status_code == 410
    assert "解绑" in gone.json()["detail"]
    assert gone.headers["cache-control"] == "no-store"
    page = await phone.get(path(binding), headers={"accept": "text/html"})
    assert page.status_code == 410
    assert "这个日历停了" in page.text


async def test_another_binding_with_the_number_is_not_shown(
    phone: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    """SQLite gives the number of the last row anew."""
    home, old = await bound(database)
    async with database.unit() as rows:
        await rows.bindings.unbind(old.id)
        other = Binding(
            id=old.id, institution_id=home.id, role="deputy", channel="wechat", address="other",
            bound_at=START + timedelta(seconds=1),
        )  # fmt: skip
        rows.session.add(other)
    assert (await phone.get(path(old))).status_code == 410
    assert (await phone.get(path(other))).status_code == 200


async def test_a_new_code_takes_the_old_address_back(
    phone: httpx.AsyncClient, database: Database
) -> None:
    home, old = await bound(database)
    before = path(old)
    later = START + timedelta(days=1)
    async with database.unit() as rows:
        await rows.bindings.offer(for_institution(home.id, "director", "d2", "operator", later))
        new = await rows.bindings.redeem("d2", ("wechat", "boss"), later)
    assert isinstance(new, Binding)
    assert (await phone.get(before)).status_code == 410
    assert (await phone.get(path(new))).status_code == 200


async def test_a_deleted_institution(phone: httpx.AsyncClient, database: Database) -> None:
    home, binding = await bound(database)
    async with database.unit() as rows:
        await rows.forgetting.institution(home.id, START)
    assert (await phone.get(path(binding))).status_code == 410


async def test_permissions_decide(
    phone: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, binding = await bound(database, "deputy")
    monkeypatch.setitem(_TABLE, Action.SEE_STAFF, {Role.DIRECTOR})
    response = await phone.get(path(binding))
    assert response.status_code == 200
    assert "王芳" not in response.text
    monkeypatch.setitem(_TABLE, Action.SEE, {Role.DIRECTOR})
    assert (await phone.get(path(binding))).status_code == 410


@pytest.mark.parametrize(
    "token", ["x", "x.y", "WzEsMV0", "WzEsMV0." + "0" * 64, "图.图", "%00.%00", "..%2f..%2fa"]
)
async def test_what_we_did_not_sign_is_unknown(phone: httpx.AsyncClient, token: str) -> None:
    response = await phone.get(f"/calendar/{token}.ics")
    assert response.status_code == 404
    assert response.json()["detail"]


async def test_a_token_for_something_else_is_none(
    phone: httpx.AsyncClient, database: Database
) -> None:
    _, binding = await bound(database)
    payload = path(binding).removeprefix("/calendar/").partition(".")[0]
    assert (await phone.get(f"/calendar/{IDENTITY.sign(payload)}.ics")).status_code == 404
    assert (await phone.get(f"/calendar/{'x' * 400}.ics")).status_code == 422


async def test_who_asks_too_often_waits(phone: httpx.AsyncClient, database: Database) -> None:
    _, binding = await bound(database)
    statuses = [(await phone.get("/calendar/x.y.ics")).status_code for _ in range(30)]
    assert statuses[0] == 404
    refused = await phone.get("/calendar/x.y.ics")
    assert statuses[-1] == refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert (await phone.get(path(binding))).status_code == 200


@given(st.integers(1, 2**62), st.datetimes(), st.text(max_size=20))
def test_links_read_back(number: int, moment: object, other: str) -> None:
    binding = Binding(id=number, bound_at=moment.replace(tzinfo=START.tzinfo))  # type: ignore[attr-defined]
    link = calendar_link(IDENTITY, HOST, binding)
    assert link.startswith(f"{HOST}/calendar/")
    token = link.removeprefix(f"{HOST}/calendar/").removesuffix(".ics")
    told = read(IDENTITY, token)
    assert told
    assert told.is_of(binding)
    assert read(Identity(b"other"), token) is None
    assert read(IDENTITY, other) is None


def test_how_to_subscribe() -> None:
    told = subscribing(f"{HOST}/calendar/a.b.ics")
    assert "webcal://tuoyu.example.cn/calendar/a.b.ics" in told
    assert f"{HOST}/calendar/a.b.ics" in told


def test_the_path_is_documented(web: FastAPI) -> None:
    operation = web.openapi()["paths"]["/calendar/{token}.ics"]
    assert set(operation) == {"get"}
    assert {"200", "304", "404", "410", "429", "503"} <= set(operation["get"]["responses"])
