"""One follower's pushes at two servers by turns, on one database: their order is kept."""

import asyncio
from typing import Any

import pytest

from bot.channels.outgoing import Text
from bot.store.database import Database
from tests.bot.said import conversations, messages
from tests.bot.wechat.town import Town

PUSHES = 10
FOLLOWERS = 4


@pytest.fixture
def long_answers(towns: tuple[Town, Town]) -> None:
    """The first letter goes back with the push; two more follow by customer service."""
    for town in towns:
        post = town.service.posts["wechat"]
        town.service.posts["wechat"] = type(post)(_three, post.hold, post.heard, post.written)


def _three(reply: dict[str, Any], page: str | None) -> list[Text]:
    heard = reply["messages"][0]["text"][:20]
    return [Text(text=f"{part}：{heard}") for part in range(3)]


async def one_follower(towns: tuple[Town, Town], follower: str) -> None:
    """Each push when the one before was answered, and a courier in between."""
    for number in range(PUSHES):
        said = await towns[number % 2].say("消防有什么要求", number, follower)
        assert said.startswith("0：")
        await towns[(number + 1) % 2].courier.deliver_due()


@pytest.mark.usefixtures("long_answers")
async def test_order_in_the_conversation_and_in_the_outbox(
    towns: tuple[Town, Town], database: Database
) -> None:
    followers = [f"o{n}" for n in range(FOLLOWERS)]
    await asyncio.gather(*(one_follower(towns, follower) for follower in followers))
    await asyncio.gather(*(town.courier.deliver_due() for town in towns))
    expected = [f"m{number}" for number in range(PUSHES)]
    kept = await messages(database)
    for person in await conversations(database):
        assert [m.external_id for m in kept if m.conversation_id == person.id] == expected
        assert person.version == PUSHES
    rows = await towns[0].ledger()
    assert {row.state for row in rows} == {"sent"}
    for follower in followers:
        keys = [row.key for row in rows if row.address == follower]
        parts = [f"wechat/{follower}/{number}/{part}" for number in expected for part in range(3)]
        assert keys == parts
        came = [
            b["text"]["content"][0] for _, b in towns[0].platform.arrived if b["touser"] == follower
        ]
        assert came == ["1", "2"] * PUSHES


async def test_pushes_of_one_follower_at_both_at_once(
    towns: tuple[Town, Town], database: Database
) -> None:
    """No order is promised between them, but each is one message and one answer."""
    texts = ["你好", "消防有什么要求", "监控录像要保存多久", "取消"] * 3
    answers = await asyncio.gather(
        *(towns[n % 2].say(text, n, "o1") for n, text in enumerate(texts))
    )
    assert "success" not in answers
    (person,) = await conversations(database)
    assert person.version == len(await messages(database)) == len(texts)
    assert len({row.key for row in await towns[0].ledger()}) == len(await towns[0].ledger())
