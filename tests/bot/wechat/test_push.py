"""The push contract: one answer in time, the same for a retry, the rest by customer service."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.channels.outgoing import Text
from tests.bot.wechat.town import Town, content, settled
from tests.fakes.wechat import event_xml, text_xml

FOLLOWER = "oFollower1"


def long_reply(parts: int) -> Callable[..., list[Text]]:
    return lambda reply, page=None: [Text(text=f"第{n}段") for n in range(1, parts + 1)]


# --- in time ----------------------------------------------------------------------------------
async def test_the_answer_goes_back_with_the_push(town: Town) -> None:
    answer = await town.say("你好")
    assert answer.startswith("您好，我是托育通")
    assert "1. 我想开托育机构" in answer
    assert settled(await town.ledger()) == [("sent", "passive")]
    assert await town.courier.deliver_due() == 0
    assert town.platform.arrived == []


async def test_a_number_picks_the_choice(town: Town) -> None:
    await town.say("你好")
    assert "哪个区县" in await town.say("１", 2)
    click = await town.event("CLICK", EventKey="flow=parent_money")
    assert click != "success"


async def test_the_rest_follows_by_customer_service_in_order(
    town: Town,
) -> None:
    _replace_letters(town, long_reply(3))
    assert await town.say("你好") == "第1段"
    assert town.calls >= 2  # after the commit, and again when the answer was on its way
    assert await town.courier.deliver_due() == 2
    assert town.platform.texts() == ["第2段", "第3段"]
    rows = await town.ledger()
    assert [row.reason for row in rows] == ["passive", "customer service", "customer service"]


def _replace_letters(town: Town, letters: Callable[..., Any]) -> None:
    post = town.door.post
    town.service.posts["wechat"] = type(post)(letters, post.hold, post.heard, post.written)


# --- retries and duplicates -------------------------------------------------------------------
async def test_a_retry_gets_the_same_answer_and_creates_nothing(town: Town) -> None:
    xml = text_xml("我想开托育机构", 1, town.now)
    first = content(await town.push(xml))
    await town.say("连云港市", 2)
    for _ in range(2):
        town.clock.forward(5)
        assert content(await town.push(xml)) == first
    assert len(await town.ledger()) == 2
    history = await town.service.history("wechat", FOLLOWER)
    assert len(history["turns"]) == 4


async def test_three_tries_at_once_are_one_message(town: Town) -> None:
    xml = text_xml("我想开托育机构", 1, town.now)
    answers = await asyncio.gather(*(town.push(xml) for _ in range(3)))
    assert len({content(answer) for answer in answers}) == 1
    assert settled(await town.ledger()) == [("sent", "passive")]


async def test_a_repeated_event_is_one(town: Town) -> None:
    xml = event_xml("CLICK", town.now, EventKey="flow=open_daycare")
    first = content(await town.push(xml))
    assert content(await town.push(xml)) == first != "success"
    assert len(await town.ledger()) == 1


async def test_followers_at_once_get_their_own_answers(town: Town) -> None:
    said = {f"o{n}": f"第{n}个问题：消防有什么要求" for n in range(12)}
    answers = await asyncio.gather(
        *(town.say(text, 1, follower) for follower, text in said.items())
    )
    assert "success" not in answers
    assert {row.address for row in await town.ledger()} == set(said)


async def test_a_retry_after_the_courier_sent_it_is_only_acknowledged(town: Town) -> None:
    """The first answer was made by a process that ended before it could say it."""
    xml = text_xml("你好", 1, town.now)
    await town.recorded(xml)
    town.clock.forward(19)
    assert await town.courier.deliver_due() == 0  # WeChat may try again still
    town.clock.forward(2)
    assert await town.courier.deliver_due() == 1
    assert content(await town.push(xml)) == "success"
    assert len(town.platform.texts()) == 1


async def test_a_retry_soon_after_a_crash_takes_the_answer_along(town: Town) -> None:
    xml = text_xml("你好", 1, town.now)
    await town.recorded(xml)
    town.clock.forward(5)
    assert content(await town.push(xml)).startswith("您好")
    town.clock.forward(60)
    assert await town.courier.deliver_due() == 0
