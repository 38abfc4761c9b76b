"""The API as it is documented: /openapi.json is complete, docs/api.md is true."""

import json
import re
import shlex
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.conversation.messages import Reply, Steps, StepView, Table
from bot.conversation.present import present
from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.docs import DOCS
from bot.store.database import Database
from bot.web.app import create_app
from bot.web.identity import Identity
from bot.web.operation import Operation
from bot.web.schemas import HistoryOut, ReplyOut, StepsOut, TableOut, TextOut
from tests.bot.said import AT

TOKEN = "token of the examples"
VARIABLES = {"TUOYU": "http://127.0.0.1:8000", "TUOYU_METRICS_TOKEN": TOKEN}
PAGE = (DOCS / "api.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
METHODS = {"get", "post", "put", "patch", "delete", "head"}


@pytest.fixture
async def server(talker: Talk, sqlite: Database) -> AsyncIterator[httpx.AsyncClient]:
    service = Service(talker, sqlite, max_text=2000)
    operation = Operation(metrics_token=TOKEN)
    app = create_app(service, Identity(b"secret"), clock=lambda: AT, operation=operation)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as made:
        yield made


# --- docs/api.md ----------------------------------------------------------------------------------
async def curl(client: httpx.AsyncClient, command: str) -> httpx.Response:
    """Run a curl command of the page: the few options that it uses, any other is an error."""
    for name, meant in VARIABLES.items():
        command = re.sub(rf"\${name}\b", meant, command)
    words = shlex.split(command.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    method, body, headers, urls, jar = "GET", None, [], [], False
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers.append((name, value))
        elif word == "-d":
            method, body = "POST", words.pop(0)
        elif word == "-X":
            method = words.pop(0)
        elif word in ("-c", "-b"):
            jar = words.pop(0) == "jar"
        elif word != "-s":
            assert not word.startswith("-"), word
            urls.append(word)
    (url,) = urls
    if not jar:
        client.cookies.clear()
    return await client.request(method, url, content=body, headers=headers)


def shown(told: Any, real: Any) -> bool:
    """Whether ``real`` is what the page shows of it; … stands for anything, lists may go on."""
    if isinstance(told, dict):
        return isinstance(real, dict) and all(k in real and shown(told[k], real[k]) for k in told)
    if isinstance(told, list):
        pairs = zip(told, real, strict=False)
        return len(told) <= len(real) and all(shown(t, r) for t, r in pairs)
    return bool((isinstance(real, str) and real) if told == "…" else told == real)


async def test_every_example_of_the_page(server: httpx.AsyncClient) -> None:
    blocks = BLOCK.findall(PAGE)
    assert blocks.pop(0) == ("sh", "", f"export TUOYU={VARIABLES['TUOYU']}\n")
    ran = 0
    for command, answer in zip(blocks[::2], blocks[1::2], strict=True):
        assert command[0] == "sh"
        response = await curl(server, command[2])
        kind, status, told = answer
        assert response.status_code == int(status), command[2]
        if kind == "text":
            assert told in response.text
        else:
            assert shown(json.loads(told), response.json()) if told else not response.content
        ran += 1
    assert ran == PAGE.count("curl -s")


def test_the_page_names_every_path_and_metric(app: FastAPI) -> None:
    for path in app.openapi()["paths"]:
        shown = path
        for name, word in (("file_id", "id"), ("token", "token"), ("secret", "secret")):
            shown = shown.replace(f"{{{name}}}", f"<{word}>")
        assert shown in PAGE
    operation: Operation = app.state.operation
    for line in operation.metrics.text().decode().splitlines():
        if line.startswith("# TYPE tuoyu_") and "_created" not in line:
            assert f"`{line.split()[2]}`" in PAGE


# --- /openapi.json --------------------------------------------------------------------------------
def operations(app: FastAPI) -> dict[str, dict[str, Any]]:
    paths = app.openapi()["paths"]
    return {f"{m} {p}": o for p, each in paths.items() for m, o in each.items() if m in METHODS}


def test_every_operation_is_described(app: FastAPI) -> None:
    found = operations(app)
    assert set(found) == {
        "post /api/chat", "get /api/history", "post /api/forget", "get /files/{file_id}",
        "get /calendar/{token}.ics", "get /calendar/child/{secret}.ics",
        "get /healthz", "get /readyz", "get /metrics",
    }  # fmt: skip
    declared = {tag["name"] for tag in app.openapi()["tags"]}
    for operation in found.values():
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["tags"]) <= declared
    names = [operation["operationId"] for operation in found.values()]
    assert sorted(names) == sorted(
        {
            "chat",
            "history",
            "forget",
            "file",
            "calendar",
            "child_calendar",
            "healthz",
            "readyz",
            "metrics",
        }
    )


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("post /api/chat", {"200", "400", "413", "422", "429", "500", "503"}),
        ("get /api/history", {"200", "500", "503"}),
        ("post /api/forget", {"204", "500", "503"}),
        ("get /files/{file_id}", {"200", "404", "422", "500", "503"}),
        (
            "get /calendar/{token}.ics",
            {"200", "304", "404", "410", "422", "429", "500", "503"},
        ),
        ("get /calendar/child/{secret}.ics", {"200", "404", "422", "500", "503"}),
        ("get /healthz", {"200", "500"}),
        ("get /readyz", {"200", "500", "503"}),
        ("get /metrics", {"200", "401", "403", "500"}),
    ],
)
def test_every_status_has_its_shape(app: FastAPI, operation: str, statuses: set[str]) -> None:
    answers = operations(app)[operation]["responses"]
    assert set(answers) == statuses
    for status, answer in answers.items():
        assert answer["description"]
        if status < "400":
            continue
        shape = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert shape == ("NotReady" if "readyz" in operation and status == "503" else "Refusal")
        assert ("Retry-After" in answer.get("headers", {})) == (status in ("429", "503"))


def test_shapes_are_described_and_shown(app: FastAPI) -> None:
    shapes = app.openapi()["components"]["schemas"]
    said = shapes["ChatIn"]
    assert said["examples"]
    assert all("description" in field for field in said["properties"].values())
    assert "emergency" in shapes["Status"]["enum"]
    assert {"TextOut", "StepsOut", "TableOut"} <= set(shapes)
    assert "HTTPValidationError" not in shapes


def full_reply() -> dict[str, Any]:
    """A reply with each kind of message."""
    step = StepView("a", 1, "登记", False, None, "", "去办", ("表",), (1,), None)
    reply = Reply([Steps("清单", (step,), "/checklist"), Table("钱", ("项", "额"), (("a", "b"),))])
    reply.say("好")
    return present(reply)


def test_every_kind_of_message_has_its_own_shape_and_loses_nothing() -> None:
    reply = {"id": "m1", **full_reply()}
    read = ReplyOut.model_validate(reply)
    assert [type(message) for message in read.messages] == [StepsOut, TableOut, TextOut]
    assert read.model_dump(mode="json") == reply


def test_a_reply_of_another_version_is_given_back_as_it_was() -> None:
    later = {"type": "card", "title": "x", "more": {"y": [1]}}
    older = {"type": "steps", "title": "没有步骤"}
    reply = {"id": "m1", **full_reply(), "messages": [later, older], "mood": "good"}
    assert ReplyOut.model_validate(reply).model_dump(mode="json") == reply
    turn = {"id": "m1-reply", "who": "bot", "at": "…", "text": "没有别的"}
    kept = HistoryOut.model_validate({"turns": [turn], "choices": []})
    assert kept.model_dump(mode="json")["turns"] == [turn]
