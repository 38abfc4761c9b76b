"""/files/<id>: served with its name and type, gone when it has expired, never run as our page."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.service import Service
from bot.store.database import Database
from bot.store.files import Content
from bot.web.app import create_app
from bot.web.files import disposition
from bot.web.identity import Identity
from tests.bot.outbox.post_office import START, Clock

FILE = "8Zk0qVYhR3yT1mWb5nXcDg"
PDF = Content("连云港 清单.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def reader(service: Service, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(service, Identity(b"secret"), clock)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as made:
        yield made


async def keep(database: Database, file: Content, file_id: str = FILE) -> None:
    async with database.unit() as rows:
        await rows.files.keep(file_id, file, START + timedelta(days=1))


async def test_file_with_its_name_and_type(reader: httpx.AsyncClient, database: Database) -> None:
    await keep(database, PDF)
    response = await reader.get(f"/files/{FILE}")
    assert response.status_code == 200
    assert response.content == PDF.content
    headers = response.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    kind, plain, full = headers["content-disposition"].split("; ")
    assert (kind, plain) == ("inline", 'filename="___ __.pdf"')
    assert unquote(full.removeprefix("filename*=UTF-8''")) == PDF.name
    assert "set-cookie" not in headers


async def test_head_is_the_same_without_the_content(
    reader: httpx.AsyncClient, database: Database
) -> None:
    await keep(database, PDF)
    whole, head = await reader.get(f"/files/{FILE}"), await reader.head(f"/files/{FILE}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers
    assert head.headers["content-length"] == str(len(PDF.content))


async def test_expired_is_unknown(
    reader: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    await keep(database, PDF)
    clock.forward(24 * 3600 - 1)
    assert (await reader.get(f"/files/{FILE}")).status_code == 200
    clock.forward(1)
    expired, unknown = await reader.get(f"/files/{FILE}"), await reader.get(f"/files/{FILE[::-1]}")
    assert expired.status_code == unknown.status_code == 404
    assert expired.json() == unknown.json()
    assert "再要一次" in expired.json()["detail"]
    assert (await reader.head(f"/files/{FILE}")).status_code == 404


async def test_in_a_browser_what_is_gone_is_a_page(reader: httpx.AsyncClient) -> None:
    response = await reader.get(f"/files/{FILE}", headers={"accept": "text/html,*/*"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "再要一次" in response.text


@pytest.mark.parametrize(
    "file_id", ["1", "short-id", "x" * 41, "a" * 15, FILE + "%00", "%2e%2e%2fsecret", "图" * 20]
)
async def test_an_id_that_could_be_guessed_is_never_served(
    reader: httpx.AsyncClient, database: Database, file_id: str
) -> None:
    if file_id.isascii() and "%" not in file_id and len(file_id) <= 40:
        await keep(database, PDF, file_id)
    assert (await reader.get(f"/files/{file_id}")).status_code == 404


@pytest.mark.parametrize(
    "media", ["text/html", "image/svg+xml", "text/calendar", "application/xhtml+xml", "x\r\nA: b"]
)
async def test_what_could_be_a_page_is_saved_not_shown(
    reader: httpx.AsyncClient, database: Database, media: str
) -> None:
    await keep(database, Content("a.html", media, b"<script>alert(1)</script>"))
    headers = (await reader.get(f"/files/{FILE}")).headers
    assert headers["content-disposition"].startswith("attachment; ")
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "a" not in headers


@given(st.text(max_size=40), st.booleans())
def test_any_name_is_one_header_that_gives_it_back(name: str, shown: bool) -> None:
    header = disposition(name, shown)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    told = unquote(header.partition("filename*=UTF-8''")[2])
    wanted = "".join(c for c in name if c.isprintable()).replace("/", "_")
    assert told == (wanted or "file")


def test_path_of_files_is_documented(app: FastAPI) -> None:
    operation = app.openapi()["paths"]["/files/{file_id}"]
    assert set(operation) == {"get"}
    assert {"200", "404", "503"} <= set(operation["get"]["responses"])
