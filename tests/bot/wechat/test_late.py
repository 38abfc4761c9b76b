"""Too late, without a database, or by a mistake of ours: nothing is lost, and it is said."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.wechat.answering import patience
from bot.channels.wechat.passive import BUSY, BUSY_LATE
from bot.store.database import Database
from tests.bot.wechat.town import Deadline, Town, content, settled
from tests.bot.wechat.trouble import Outage, Slow
from tests.fakes.wechat import text_xml

FOLLOWER = "oFollower1"


# --- too late ---------------------------------------------------------------------------------
async def test_too_late_is_acknowledged_and_answered_in_the_chat(
    town: Town, deadline: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(town, monkeypatch)
    push = asyncio.ensure_future(town.push(text_xml("你好", 1, town.now)))
    await slow.begun.wait()
    deadline.strike()
    assert content(await push) == "success"
    assert await town.ledger() == []
    slow.go_on.set()
    await town.quiet()
    assert await town.courier.deliver_due() == 1  # at once: nobody will ask for it again
    assert town.platform.texts()[0].startswith("您好")


async def test_the_deadline_does_not_end_the_work_of_others(town: Town, deadline: Deadline) -> None:
    deadline.strike()
    answers = await asyncio.gather(*(town.say("你好", 1, f"o{n}") for n in range(5)))
    assert set(answers) == {"success"}
    await town.quiet()
    assert await town.courier.deliver_due() == 5


# --- the database is away ---------------------------------------------------------------------
async def test_pushes_wait_for_the_database_in_their_order(
    town: Town, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage = Outage(sqlite, monkeypatch)
    assert await town.say("我想开托育机构", 1) == "success"
    assert await town.say("我想开托育机构", 1) == "success"  # a retry takes no second place
    assert await town.say("金东区", 2) == "success"
    assert len(town.door.backlog) == 2
    outage.away = False
    assert await town.say("营利性", 3) == "success"  # does not overtake the two
    await town.quiet()
    turns = (await town.service.history("wechat", FOLLOWER))["turns"]
    said = [turn["text"] for turn in turns if turn["who"] == "user"]
    assert said == ["我想开托育机构", "金东区", "营利性"]
    await town.courier.deliver_due()
    assert len(town.platform.texts()) == 3
    assert await town.say("上一步", 4) != "success"


async def test_a_database_that_hangs_until_it_is_too_late(
    town: Town, sqlite: Database, deadline: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(town, monkeypatch)
    outage = Outage(sqlite, monkeypatch)
    push = asyncio.ensure_future(town.push(text_xml("你好", 1, town.now)))
    await slow.begun.wait()
    deadline.strike()
    assert content(await push) == "success"
    slow.go_on.set()
    answering = town.door._answering
    assert answering
    await asyncio.wait(answering._late)
    assert len(town.door.backlog) == 1
    outage.away = False
    await town.quiet()
    assert await town.courier.deliver_due() == 1


async def test_a_full_backlog_is_said_to_the_follower(
    town: Town, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.door.backlog._most = 2
    outage = Outage(sqlite, monkeypatch)
    assert await town.say("你好", 1, "o1") == "success"
    assert await town.say("你好", 1, "o2") == "success"
    assert await town.say("你好", 1, "o3") == BUSY
    assert await town.say("你好", 1, "o2") == "success"  # a retry of what is kept already
    outage.away = False
    await town.quiet()
    assert await town.say("你好", 2, "o3") != BUSY


async def test_late_with_a_full_backlog_asks_to_try_again(
    town: Town, deadline: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.door.backlog._most = 0
    slow = Slow(town, monkeypatch)
    push = asyncio.ensure_future(town.push(text_xml("你好", 1, town.now)))
    await slow.begun.wait()
    deadline.strike()
    assert content(await push) == BUSY_LATE
    slow.go_on.set()
    await town.quiet()


async def test_away_just_after_the_commit_leaves_the_answer_to_the_courier(
    town: Town, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, outage = town.service.handle, Outage(sqlite, monkeypatch)
    outage.away = False

    async def then_away(inbound: Any) -> dict[str, Any]:
        reply = await handle(inbound)
        outage.away = True
        return reply

    monkeypatch.setattr(town.service, "handle", then_away)
    assert await town.say("你好") == "success"
    outage.away = False
    town.clock.forward(20)
    assert await town.courier.deliver_due() == 1
    assert len(town.platform.texts()) == 1


async def test_what_the_backlog_could_not_do_is_counted_at_the_end(
    town: Town, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    Outage(sqlite, monkeypatch)
    assert await town.say("你好") == "success"
    await town.door.backlog.stop()
    assert len(town.door.backlog) == 1
    town.door.backlog._kept.clear()


# --- mistakes of ours ---------------------------------------------------------------------------
async def test_a_mistake_of_ours_is_excused_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> Awaitable[None]:
        raise KeyError("oops")

    monkeypatch.setattr(town.service, "handle", broken)
    xml = text_xml("你好", 1, town.now)
    first = content(await town.push(xml))
    assert first.startswith("对不起，我这里出了点问题")
    assert content(await town.push(xml)) == first
    assert settled(await town.ledger()) == [("sent", "passive")]
    monkeypatch.setattr(town.service, "excuse", broken)
    assert await town.say("你好", 2) == BUSY


async def test_the_deadline_is_a_second_and_a_half_before_wechats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("bot.channels.wechat.answering.asyncio.sleep", sleep)
    await patience()
    assert waited == [3.5]


async def test_logs_name_nobody_and_quote_nothing(
    town: Town, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(inbound: Any) -> Awaitable[None]:
        raise KeyError(inbound.text)

    outage = Outage(sqlite, monkeypatch)
    town.platform.always["message/custom/send"] = {"errcode": 40001, "errmsg": "x"}
    with capture_logs() as logs:
        await town.say("悄悄话", 1, "oSecret")
        outage.away = False
        await town.quiet()
        await town.courier.deliver_due()
        await town.push(text_xml("悄悄话", 2, town.now, "o Secret"))
        monkeypatch.setattr(town.service, "handle", broken)
        await town.say("悄悄话", 3, "oSecret")
    events = {entry["event"] for entry in logs}
    assert {"wechat_waits", "wechat_push_refused", "push_failed"} <= events
    assert not any(word in str(logs) for word in ("悄悄话", "Secret", "token-", "app-secret"))
