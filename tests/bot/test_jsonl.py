"""The JSONL channel: one line out for each line in, whatever the line is."""

import io
import json
import os
import signal
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.jsonl import answer_all, answer_line
from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.store.database import Database
from tests.bot.commands import TUOYU, environment, tuoyu
from tests.bot.said import conversations, messages

GOOD = '{"sender": "good", "text": "你好"}'
KEYS = {
    "sender",
    "text",
    "messages",
    "intent",
    "confidence",
    "topic",
    "region",
    "status",
    "sources",
}


@pytest.fixture
def service(talker: Talk, sqlite: Database) -> Service:
    return Service(talker, sqlite, max_text=2000)


async def answers(service: Service, *lines: str) -> list[dict[str, Any]]:
    sink = io.StringIO()
    await answer_all(service, io.StringIO("\n".join(lines) + "\n"), sink)
    return [json.loads(line) for line in sink.getvalue().split("\n")[:-1]]


def line(**fields: Any) -> str:
    return json.dumps({"sender": "u1", **fields})


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "{",
        '{"sender": "u1", "text": "cut',
        "null",
        "[]",
        "[{}]",
        '"text"',
        "7",
        "{}",
        '{"text": "who?"}',
        '{"sender": "", "text": "x"}',
        '{"sender": null, "text": "x"}',
        '{"sender": 7, "text": "x"}',
        '{"sender": "a\\u0000b", "text": "x"}',
        '{"sender": "\\ud800", "text": "x"}',
        json.dumps({"sender": "s" * 201, "text": "x"}),
        line(text=["x"]),
        line(text={"x": 1}),
        line(text="\ud800"),
        line(choice=1),
        line(choice="\ud800"),
        line(id=""),
        line(id="m" * 101),
        line(id="m\x00"),
        line(at="yesterday"),
        line(at="2026-11-21T10:00:00"),
        line(at="0001-01-01T00:00:00+08:00"),
        line(at="9999-12-31T23:59:59Z"),
        line(at=1e300),
        line(at=10**400),
        line(location={"lat": 91, "lng": 0}),
        line(location={"lat": float("nan"), "lng": 0}),
        line(location={"lat": 1e999, "lng": 0}),
        line(location=[]),
        '{"sender": "u1", "text": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"sender": "u1", "x": ' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "}",
        '{"sender": "u1", "text": ' + "9" * 5000 + "}",
        "\x00",
        "\x1b[2J",
        "{'sender': 'u1'}",
    ],
    ids=lambda bad: bad[:40],
)
async def test_bad_line(service: Service, sqlite: Database, bad: str) -> None:
    refused, answered = await answers(service, bad, GOOD)
    assert refused["error"].startswith("这一行用不了")
    assert refused["status"] == "declined"
    assert answered["sender"] == "good"
    assert "error" not in answered
    assert [c.sender for c in await conversations(sqlite)] == ["good"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀",
        "👨‍👩‍👧👨‍👩‍👧",
        "？？？",
        "a" * 100_000,
        "托" * 100_000,
        "\x00",
        "\x00\x01\x02\x1b[31m",
        "\u202e\u200b\ufeff\u2028",
        "<script>alert(1)</script>",
        "'; DROP TABLE message; --",
        "9" * 5000,
        "[" * 5000,
        "{{slots.region}} {place} %s",
        "slots.form = 'profit'",
    ],
    ids=lambda text: repr(text[:20]),
)
async def test_strange_text_gets_an_answer(service: Service, sqlite: Database, text: str) -> None:
    strange, answered = await answers(service, line(text=text), GOOD)
    for reply in (strange, answered):
        assert set(reply) >= KEYS
        assert reply["text"]
        assert "error" not in reply
    assert len(await messages(sqlite)) == 2


async def test_unknown_keys_and_blank_lines_do_no_harm(service: Service) -> None:
    told = await answers(service, "", line(text="你好", more=[1, {"x": None}]), "  ", GOOD)
    assert [reply["status"] for reply in told] == ["answered", "answered"]


async def test_without_anything_said(service: Service) -> None:
    (told,) = await answers(service, line())
    assert told["text"]
    assert "error" not in told


async def test_order(service: Service) -> None:
    told = await answers(service, *(line(sender=f"u{n % 3}", text="你好") for n in range(30)))
    assert [reply["sender"] for reply in told] == [f"u{n % 3}" for n in range(30)]


async def test_at_drives_the_clock(service: Service, sqlite: Database) -> None:
    at = "2026-03-01T23:30:00-05:00"
    await answers(service, line(text="你好", at=at))
    (kept,) = await messages(sqlite)
    assert kept.at == datetime.fromisoformat(at)
    opening = "我想开托育机构，打算明年9月1日开业"
    for year in ("2026", "2027"):
        await answers(service, line(sender=year, text=opening, at=f"{year}-03-02T10:00:00+08:00"))
    states = {c.sender: c.state["session"]["slots"] for c in await conversations(sqlite)}
    assert states["2026"]["opening_date"] == "2027-09-01"
    assert states["2027"]["opening_date"] == "2028-09-01"


async def test_choice_by_id_by_number_and_by_label(service: Service) -> None:
    (menu,) = await answers(service, line(sender="u0", text="你好"))
    second = menu["choices"][1]
    told = []
    for number, fields in enumerate(
        ({"choice": second["id"]}, {"text": "2"}, {"text": second["label"]}), 1
    ):
        who = f"u{number}"
        _, reply = await answers(service, line(sender=who, text="你好"), line(sender=who, **fields))
        told.append(reply["text"])
    assert told[0] == told[1] == told[2]
    assert told[0] != menu["text"]


async def test_choice_field_takes_the_label_too(service: Service) -> None:
    menu, picked = await answers(service, line(text="你好"), line(choice="自查场地够不够格"))
    assert "自查场地够不够格" in [choice["label"] for choice in menu["choices"]]
    _, by_id = await answers(service, line(sender="u2", text="你好"), line(sender="u2", choice="2"))
    assert picked["text"] == by_id["text"]


async def test_id_that_came_before(service: Service) -> None:
    first, again = await answers(service, line(id="1", text="你好"), line(id="1", text="取消"))
    assert again == first


async def test_mistake_of_ours_ends_only_its_own_line(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = service.talk.reply

    def fail(state: Any, said: Any, *rest: Any) -> Any:
        if said.text == "王小明":
            raise RuntimeError("王小明")
        return reply(state, said, *rest)

    monkeypatch.setattr(service.talk, "reply", fail)
    failed, answered = await answers(service, line(text="王小明"), GOOD)
    assert "没能回答" in failed["error"]
    assert "王小明" not in failed["error"]
    assert answered["status"] == "answered"


async def test_store_gone_is_told_line_by_line(service: Service, tmp_path: Path) -> None:
    (tmp_path / "test.db").unlink()
    told = await answers(service, GOOD, GOOD)
    assert all("gone" in reply["error"] for reply in told)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.fixed_dictionaries(
        {"sender": st.text(max_size=5)},
        optional={
            key: st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.lists(st.none())
            for key in ("text", "choice", "location", "id", "at")
        },
    )
)
async def test_any_object_gets_one_line(service: Service, fields: dict[str, Any]) -> None:
    reply = await answer_line(service, json.dumps(fields))
    assert isinstance(reply["text"], str)
    assert "\n" not in json.dumps(reply)


# --- the process -----------------------------------------------------------------------------


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    lines = [
        b"\xff\xfe\x00",
        '{"sender": "u1", "text": "托育'.encode("gbk") + b'"}',
        b'{"sender": "u1", "text": "a\rb"}',
        b'\xef\xbb\xbf{"sender": "bom", "text": "hi"}',
        GOOD.encode(),
    ]
    done = tuoyu(tmp_path, "chat", "--jsonl", given=b"\n".join(lines), PYTHONIOENCODING="gbk")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["error" in reply for reply in told] == [True, True, True, False, False]
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.glob("tuoyu-*")) == []


def test_database_that_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    given = (line(id="1", text="你好") + "\n").encode()
    first, again = (tuoyu(tmp_path, "chat", "--jsonl", "--db", url, given=given) for _ in range(2))
    assert first.stdout == again.stdout
    assert (tmp_path / "kept.db").exists()


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/tuoyu.db", "postgresql:///x?host=/x"])
def test_database_that_cannot_be_used(tmp_path: Path, url: str) -> None:
    done = tuoyu(tmp_path, "chat", "--jsonl", "--db", url, given=GOOD.encode())
    assert done.returncode == 1
    assert done.stdout == ""
    assert "database" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_while_it_waits(tmp_path: Path, number: int) -> None:
    with subprocess.Popen(
        [TUOYU, "chat", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(GOOD.encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["status"] == "answered"
        assert list(tmp_path.glob("tuoyu-*"))
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert process.returncode != 0
    assert b"Traceback" not in errors
    assert list(tmp_path.glob("tuoyu-*")) == []


def test_nobody_reads_the_answers(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [TUOYU, "chat", "--jsonl"],
        input=GOOD.encode(),
        stdout=write,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
