"""On both databases: whatever comes at once, each answer is given once."""

import asyncio

import pytest

from tests.bot.wechat.town import Town, content
from tests.fakes.wechat import text_xml


async def test_tries_at_two_servers_are_one_message(towns: tuple[Town, Town]) -> None:
    xml = text_xml("我想开托育机构", 1, towns[0].now)
    answers = await asyncio.gather(*(towns[n % 2].push(xml) for n in range(6)))
    assert len({content(answer) for answer in answers}) == 1
    assert [(r.state, r.reason) for r in await towns[0].ledger()] == [("sent", "passive")]


@pytest.mark.parametrize("attempt", range(5))
async def test_a_last_try_and_the_couriers_are_not_both_successful(
    towns: tuple[Town, Town], attempt: int
) -> None:
    one, two = towns
    xml = text_xml("你好", attempt, one.now)
    await one.recorded(xml)
    one.clock.forward(21)
    couriers = asyncio.gather(one.courier.deliver_due(), two.courier.deliver_due())
    answer = await two.push(xml)
    await couriers
    passive = content(answer) != "success"
    assert passive + len(one.platform.texts()) == 1
    assert [row.state for row in await one.ledger()] == ["sent"]


async def test_many_followers_and_the_courier_in_between(towns: tuple[Town, Town]) -> None:
    one, two = towns
    pushes = [
        (one, two)[n % 2].push(text_xml("消防有什么要求", n, one.now, f"o{n % 6}"))
        for n in range(24)
    ]
    couriers = asyncio.gather(one.courier.deliver_due(), two.courier.deliver_due())
    said = [content(answer) for answer in await asyncio.gather(*pushes)]
    await couriers
    assert "success" not in said
    await one.courier.deliver_due()
    rows = await one.ledger()
    assert {row.state for row in rows} == {"sent"}
    assert sum(row.reason == "passive" for row in rows) == 24
