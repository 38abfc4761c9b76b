"""The digest's buttons: done, later, basis; pressed by others, twice, too late, at once."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.reminders.rules import Rules
from bot.reminders.ways import Ways
from bot.reminders.work import Work
from bot.settings import CHINA
from bot.store.institution_models import Institution
from content.load import Library
from scheduler.calendar import Calendar
from tests.bot.members.records import deeds, occurrence
from tests.bot.members.town import Town
from tests.bot.reminders.world import bind, checked, china

WAYS = Ways(free=frozenset({"telegram"}))
MONDAY = china(2026, 11, 23)


@pytest.fixture
async def ref(place: Town, home: Institution, known: Library) -> str:
    """The name of the digest that the director got on Monday."""
    work = Work(place.database, Rules(known, Calendar()), WAYS)
    await work.run(MONDAY)
    place.at = MONDAY.astimezone(CHINA) + timedelta(hours=1)
    async with place.database.unit() as rows:
        person = await rows.persons.of("telegram", "boss")
        assert person
        assert person.last_digest
        return f"{person.id}.{person.last_digest.isoformat()}"


async def number(place: Town) -> int:
    (row,) = await occurrence(place.database, "staff.health_check")
    return row.id


async def test_done_asks_which_and_when(place: Town, ref: str) -> None:
    shown = await place.press(f"remind=done:{ref}")
    labels = [choice["label"] for choice in shown["choices"]]
    if len(labels) > 1:
        assert any("王芳的每年体检" in label for label in labels)
    shown = await place.press(f"remind=done1:{await number(place)}")
    assert [choice["label"] for choice in shown["choices"]] == ["今天", "昨天"]
    shown = await place.press(shown["choices"][1]["id"])
    assert shown["status"] == "done"
    assert "2027年11月22日前办" in shown["text"]
    assert ("staff.health_check", date(2026, 11, 22)) in await deeds(place.database)


async def test_typed_instead_of_pressed(place: Town, ref: str) -> None:
    assert "办好" in (await place.send("办好了"))["text"]
    assert (await place.send("晚点提醒"))["choices"]
    assert (await place.send("看依据"))["sources"]


async def test_pressed_twice(place: Town, ref: str) -> None:
    one = await number(place)
    await place.press(f"remind=done1:{one}")
    await place.send("今天")
    assert "已经办好了" in (await place.press(f"remind=done1:{one}"))["text"]


async def test_an_older_question_cannot_be_answered_any_more(place: Town, ref: str) -> None:
    shown = await place.press(f"remind=done1:{await number(place)}")
    await place.send("取消")
    late = await place.press(shown["choices"][0]["id"])
    assert (late["status"], "过期" in late["text"]) == ("declined", True)
    assert len(await deeds(place.database)) == 1


async def test_pressed_by_somebody_else(place: Town, home: Institution, ref: str) -> None:
    assert "没有绑定机构" in (await place.press(f"remind=done:{ref}", "stranger"))["text"]
    assert "没有绑定机构" in (await place.press(f"remind=done1:{await number(place)}", "stranger"))["text"]  # fmt: skip
    async with place.database.unit() as rows:
        await bind(rows, home, "li", "deputy")
    assert "发给别人的" in (await place.press(f"remind=done:{ref}", "li"))["text"]


async def test_later(place: Town, ref: str) -> None:
    shown = await place.press(f"remind=later:{ref}")
    assert [choice["label"] for choice in shown["choices"]] == ["明天", "三天后", "一周后"]
    shown = await place.press(shown["choices"][2]["id"])
    assert shown["status"] == "done"
    assert "2026年11月30日再提醒" in shown["text"]
    place.at += timedelta(days=14)  # three days before it is due
    shown = await place.press(f"remind=in7:{ref}")
    assert "王芳的每年体检2026年12月10日再提醒" in shown["text"]
    place.at += timedelta(days=60)
    assert "不能再往后推" in (await place.press(f"remind=later:{ref}"))["text"]


async def test_basis(place: Town, ref: str) -> None:
    shown = await place.press(f"remind=basis:{ref}")
    assert "每年体检" in shown["text"]
    assert {"title", "doc_no", "section"} <= set(shown["sources"][0])
    assert "依据：" in shown["text"]


async def test_a_digest_that_never_was(place: Town, ref: str) -> None:
    person = ref.partition(".")[0]
    assert "用不了" in (await place.press(f"remind=done:{person}.2020-01-01"))["text"]


async def test_two_press_done_at_once(place: Town, home: Institution, ref: str) -> None:
    async with place.database.unit() as rows:
        await bind(rows, home, "li", "deputy")
        await bind(rows, home, "zhao", "health_officer")
    one = await number(place)
    people = ("boss", "li", "zhao")
    await asyncio.gather(*(place.press(f"remind=done1:{one}", who) for who in people))
    shown = await asyncio.gather(*(place.send("今天", who) for who in people))
    assert sorted(reply["status"] for reply in shown) == ["answered", "answered", "done"]
    assert len(await deeds(place.database)) == 2
    assert await occurrence(place.database, "staff.health_check") == []


async def test_several_colleagues_are_asked_for(place: Town, home: Institution) -> None:
    async with place.database.unit() as rows:
        await checked(rows, home, "李梅", date(2025, 12, 1))
    shown = await place.send("员工体检昨天办好了")
    assert {c["label"] for c in shown["choices"]} == {"王芳的每年体检", "李梅的每年体检"}
    assert (await place.send("李梅"))["status"] == "done"
