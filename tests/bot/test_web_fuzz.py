"""Whatever is sent to the chat API: an answer or a refusal, never a fault of ours."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity
from bot.web.limits import Limits
from bot.web.schemas import OtherOut, ReplyOut
from tests.bot.said import AT

ALLOWED = {200, 400, 411, 413, 422, 429}
PATIENT = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)

anything = st.text(st.characters(exclude_categories=[]), max_size=60)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | anything,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(anything, inner, max_size=4),
    max_leaves=12,
)
sentences = st.sampled_from(
    ["我想在金东区开个托育园", "60个托位", "不对，是80个", "登记办好了", "那连云港呢", "上一步",
     "取消", "一共99999999999999999999个班", "0", "第3个", "2099年13月45日开业", "鼓楼区"]
)  # fmt: skip
# What our buttons carry, with values that no button of ours has.
payloads = st.builds(
    "{}={}".format,
    st.sampled_from(
        ["flow", "topic", "region", "command", "form", "classes", "places", "floor", "done", "meals",
         "opening_date", "step_done", "class_groups", "tenure", "nature", "x", ""]
    ),
    st.sampled_from(["true", "", "open_daycare", "tick_step", "fire", "330703", "999999", "profit"])
    | st.text(max_size=10),
)  # fmt: skip
bodies = st.fixed_dictionaries(
    {"id": anything | values},
    optional={
        "text": anything | sentences | values,
        "choice": st.sampled_from(["1", "2", "9"]) | payloads | anything | values,
        "label": anything | values,
        "more": values,
    },
)
talks = st.lists(
    st.fixed_dictionaries(
        {"id": st.uuids().map(str)}, optional={"text": sentences | anything, "choice": payloads}
    ),
    min_size=1,
    max_size=6,
)


class Visitor:
    """Sends bodies one after another, in one event loop."""

    def __init__(self, runner: asyncio.Runner, client: httpx.AsyncClient, app: FastAPI) -> None:
        self._runner, self.client, self.schema = runner, client, app.openapi()

    def post(self, body: bytes, kind: str = "application/json") -> httpx.Response:
        headers = {"content-type": kind}
        return self._runner.run(self.client.post("/api/chat", content=body, headers=headers))

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self.client.request(method, path, **more))

    def get(self, path: str) -> httpx.Response:
        return self._runner.run(self.client.get(path))


@pytest.fixture(scope="module")
def visitor(talker: Talk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    database = Database(f"sqlite:///{folder / 'fuzz.db'}")
    service = Service(talker, database, max_text=2000)
    app = create_app(service, Identity(b"secret of the tests"), clock=lambda: AT)
    app.state.limits = Limits(lambda: 0.0, burst=1_000_000)
    with asyncio.Runner() as runner:
        runner.run(upgrade(database))
        transport = httpx.ASGITransport(app=app)
        client = httpx.AsyncClient(transport=transport, base_url="http://test")
        yield Visitor(runner, client, app)
        runner.run(client.aclose())
        runner.run(database.close())


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def check(response: httpx.Response) -> None:
    assert response.status_code in ALLOWED, response.text
    told = response.json()
    assert isinstance(told["text" if response.status_code == 200 else "detail"], str)


@PATIENT
@given(st.binary(max_size=300), st.sampled_from(["application/json", "text/plain", "", "x/y;z"]))
def test_bytes(visitor: Visitor, body: bytes, kind: str) -> None:
    check(visitor.post(body, kind))


@PATIENT
@given(values)
def test_json_of_any_shape(visitor: Visitor, value: Any) -> None:
    check(visitor.post(dumped(value)))


@PATIENT
@given(bodies)
def test_bodies_that_are_nearly_right(visitor: Visitor, body: dict[str, Any]) -> None:
    check(visitor.post(dumped(body)))


@settings(PATIENT, max_examples=60)
@given(talks)
def test_talks_with_payloads_that_no_button_has(
    visitor: Visitor, talk: list[dict[str, str]]
) -> None:
    visitor.client.cookies.clear()
    for message in talk:
        check(visitor.post(dumped(message)))
    for path in ("/api/history", "/checklist"):
        assert visitor.get(path).status_code in (200, 303)


def shaped(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a shape of /openapi.json, as far as our requests use JSON Schema."""
    if "anyOf" in schema:
        return st.one_of(*map(shaped, schema["anyOf"]))
    match schema["type"]:
        case "null":
            return st.none()
        case "string":
            least, most = schema.get("minLength", 0), min(schema.get("maxLength", 80), 80)
            letters = st.characters(codec="utf-8")
            if "pattern" not in schema:
                return st.text(letters, min_size=least, max_size=most)
            found = st.from_regex(schema["pattern"], fullmatch=True, alphabet=letters)
            return found.filter(lambda text: least <= len(text) <= most)
        case "object":
            fields = {name: shaped(each) for name, each in schema["properties"].items()}
            needed = {name: fields.pop(name) for name in schema.get("required", [])}
            return st.fixed_dictionaries(needed, optional=fields)
    raise AssertionError(schema)


@settings(PATIENT, max_examples=100)
@given(st.data())
def test_what_fits_the_documented_shape_is_answered_in_it(
    visitor: Visitor, data: st.DataObject
) -> None:
    body = data.draw(shaped(visitor.schema["components"]["schemas"]["ChatIn"]))
    response = visitor.post(dumped(body))
    assert response.status_code == 200, response.text
    reply = ReplyOut.model_validate(response.json())
    assert reply.id == body["id"]
    assert not any(isinstance(message, OtherOut) for message in reply.messages)


parts = st.text(st.characters(codec="utf-8"), max_size=50).map(lambda part: quote(part, safe=""))
headers = st.dictionaries(
    st.sampled_from(
        ["accept", "authorization", "cookie", "x-forwarded-for", "range", "content-type", "origin"]
    ),
    st.binary(max_size=30).map(lambda b: bytes(c for c in b if c > 31 and c != 127)),
    max_size=4,
)


@settings(PATIENT, max_examples=200)
@given(
    data=st.data(),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"]),
    query=st.dictionaries(st.sampled_from(["who", "id", "x"]), anything.map(dumped), max_size=2),
    said=headers,
    body=st.binary(max_size=50),
)
def test_any_request_to_any_path_gets_a_documented_answer(
    visitor: Visitor, data: st.DataObject, method: str, query: Any, said: Any, body: bytes
) -> None:
    paths = visitor.schema["paths"]
    path = data.draw(st.sampled_from([*paths, "/", "/checklist", "/static/x", "/openapi.json"]))
    visitor.client.cookies.clear()
    response = visitor.request(
        method, path.replace("{file_id}", data.draw(parts)), params=query, headers=said,
        content=body,
    )  # fmt: skip
    operation = paths.get(path, {}).get(method.lower())
    documented = {int(status) for status in operation["responses"]} if operation else set()
    expected = documented - {500, 503} or {200, 303, 403, 404, 405}
    # A path's parameter that is empty or has a dot leads to another path.
    assert response.status_code in expected | ({404, 405} if "{" in path else set())
