"""Binding by a code, hand-over, a second phone, unbinding, deletion."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.institutions.bind_codes import LIFE
from bot.members.binding import TRIES
from bot.store.institution_models import Institution
from bot.store.models import Message
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import Address
from tests.bot.members.records import audits, bindings, occurrence, persons
from tests.bot.members.town import CODE, Town, code_in
from tests.bot.reminders.world import bind


@pytest.mark.parametrize("typed", ["绑定 7K3M9-Q2XWT", CODE, "绑定码：7k3m9 q2xwt", "7K3M9—Q2XWT"])
async def test_a_typed_code_binds(place: Town, home: Institution, typed: str) -> None:
    await place.offer(home, "health_officer")
    shown = await place.send(typed, "li")
    assert shown["status"] == "done"
    for words in ("卫生保健人员", "解绑", "删除我的数据", "只用来提醒", "王芳的每年体检", "加员工"):
        assert words in shown["text"]
    assert ("health_officer", "telegram", "li") in await bindings(place.database)
    assert await audits(place.database) == ["bind"]


async def test_a_link_binds_and_a_used_code_does_not(place: Town, home: Institution) -> None:
    await place.offer(home, "deputy")
    assert (await place.press(f"bind={CODE}", "li"))["status"] == "done"
    again = await place.press(f"bind={CODE}", "zhao")
    assert again["status"] == "declined"
    assert "用过" in again["text"]
    assert [who for _, _, who in await bindings(place.database)] == ["boss", "li"]


async def test_an_expired_code_does_not_bind(place: Town, home: Institution) -> None:
    await place.offer(home, "deputy")
    place.at += LIFE
    assert (await place.send(f"绑定{CODE}", "li"))["status"] == "declined"


async def test_nobody_guesses(place: Town, home: Institution) -> None:
    await place.offer(home, "deputy")
    for number in range(TRIES):
        assert "不对" in (await place.send(f"绑定 7K3M9-Q2XW{number}", "thief"))["text"]
    assert "过一小时" in (await place.send(f"绑定 {CODE}", "thief"))["text"]
    assert (await place.send(f"绑定 {CODE}", "li"))["status"] == "done"
    await place.offer(home, "deputy")
    place.at += timedelta(hours=1)
    assert (await place.send(f"绑定 {CODE}", "thief"))["status"] == "done"


async def test_two_at_once_with_one_code(place: Town, home: Institution) -> None:
    await place.offer(home, "deputy")
    done = await asyncio.gather(*(place.send(CODE, f"u{n}") for n in range(4)))
    assert sorted(shown["status"] for shown in done) == ["declined"] * 3 + ["done"]


async def test_where_nothing_can_be_sent_it_says_so(place: Town, home: Institution) -> None:
    await place.offer(home, "deputy")
    shown = await place.send(CODE, "li", channel="jsonl")
    assert "这里收不到提醒" in shown["text"]
    assert "王芳" in (await place.send("员工名单", "li", channel="jsonl"))["text"]


async def test_a_successor_takes_over(place: Town, home: Institution) -> None:
    code = code_in(await place.send("我要交接给新园长"))
    assert "负责人就换成对方" in (await place.send("园长换人"))["text"]
    assert (await place.send(f"绑定 {code}", "next"))[
        "status"
    ] == "declined"  # a newer one was made
    code = code_in(await place.send("交接"))
    assert (await place.send(f"绑定 {code}", "next"))["status"] == "done"
    assert await bindings(place.database) == [("director", "telegram", "next")]
    assert "王芳" not in (await place.send("员工名单", "boss"))["text"]
    assert "王芳" in (await place.send("员工名单", "next"))["text"]
    async with place.database.unit() as rows:
        letters = list(await rows.session.scalars(select(OutboxMessage)))
    assert [(letter.address, "换人了" in str(letter.payload)) for letter in letters] == [("boss", True)]  # fmt: skip
    assert len(await persons(place.database)) == 1


async def test_colleagues_are_invited(place: Town, home: Institution) -> None:
    for words, role in (("给保健老师绑定码", "health_officer"), ("邀请副园长", "deputy")):
        code = code_in(await place.send(words))
        assert (await place.send(code, role))["status"] == "done"
        assert (role, "telegram", role) in await bindings(place.database)


async def test_a_second_phone_of_the_same_person(place: Town, home: Institution) -> None:
    code = code_in(await place.send("换个号也收提醒"))
    assert "1小时" in (await place.send("换个号也收提醒", "boss"))["text"]
    code = code_in(await place.send("换个号也收提醒"))
    assert "已经绑过了" in (await place.send(f"绑定 {code}"))["text"]
    shown = await place.send(f"绑定 {code}", "oBoss", channel="wechat")
    assert "春苗1托育园" in shown["text"]
    assert "王芳" in (await place.send("员工名单", "oBoss", channel="wechat"))["text"]
    assert len(await persons(place.database)) == 1
    assert (await place.send("以后发到微信"))["status"] == "done"
    async with place.database.unit() as rows:
        ranked = await rows.session.scalars(select(Address.channel).order_by(Address.rank))
        assert list(ranked) == ["wechat", "telegram"]
    assert (await place.send(f"绑定 {code}", "thief"))["status"] == "declined"


async def test_a_phone_that_was_somebody_elses_joins(place: Town, home: Institution) -> None:
    await place.offer(home, "deputy")
    await place.send(CODE, "li")
    code = code_in(await place.send("换个号也收提醒"))
    assert (await place.send(f"绑定 {code}", "li"))["status"] == "done"
    assert len(await persons(place.database)) == 1


async def test_unbinding_one_of_two(place: Town, home: Institution) -> None:
    async with place.database.unit() as rows:
        from tests.bot.reminders.world import nursery

        other = await nursery(rows, 2)
        await bind(rows, other, "boss")
    assert [c["label"] for c in (await place.send("解绑"))["choices"]][-1] == "全部解绑"
    await place.send("春苗2托育园")
    assert (await place.send("是，解绑"))["status"] == "done"
    assert len(await bindings(place.database)) == 1
    assert "王芳" in (await place.send("员工名单"))["text"]
    await place.send("解绑")
    await place.send("是")
    assert await persons(place.database) == []
    assert "unbind" in await audits(place.database)


async def test_all_is_deleted(place: Town, home: Institution) -> None:
    await place.send("我们园还有啥没办")
    assert "找不回来" in (await place.send("删除我的数据"))["text"]
    assert (await place.send("不删"))["text"] == "好，没删。"
    await place.send("删除我的数据")
    assert (await place.send("是，全部删掉"))["status"] == "done"
    assert await bindings(place.database) == []
    assert await persons(place.database) == []
    async with place.database.unit() as rows:
        assert await rows.session.scalar(select(func.count()).select_from(Message)) == 0
    assert "王芳" not in (await place.send("员工名单"))["text"]
    await place.planner.run(place.at)
    assert await occurrence(place.database, "staff.health_check") != []


async def test_a_stranger_may_delete_too(place: Town) -> None:
    await place.send("你好", "who")
    await place.send("删除我的数据", "who")
    assert (await place.send("是", "who"))["status"] == "done"
