"""Whatever is sent to the chat API: an answer or a refusal, never a fault of ours."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity
from bot.web.limits import RateLimit
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

    def __init__(self, runner: asyncio.Runner, client: httpx.AsyncClient) -> None:
        self._runner, self.client = runner, client

    def post(self, body: bytes, kind: str = "application/json") -> httpx.Response:
        headers = {"content-type": kind}
        return self._runner.run(self.client.post("/api/chat", content=body, headers=headers))

    def get(self, path: str) -> httpx.Response:
        return self._runner.run(self.client.get(path))


@pytest.fixture(scope="module")
def visitor(talker: Talk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    database = Database(f"sqlite:///{folder / 'fuzz.db'}")
    service = Service(talker, database, max_text=2000)
    app = create_app(service, Identity(b"secret of the tests"), clock=lambda: AT)
    app.state.limit = RateLimit(lambda: 0.0, burst=1_000_000)
    with asyncio.Runner() as runner:
        runner.run(upgrade(database))
        transport = httpx.ASGITransport(app=app)
        client = httpx.AsyncClient(transport=transport, base_url="http://test")
        yield Visitor(runner, client)
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
