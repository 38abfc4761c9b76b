"""Who may do what in chat: deputy, health officer, officer, stranger, and a closed institution."""

from datetime import date

import pytest

from bot.store.institution_models import Institution
from tests.bot.members.records import bindings, deeds, institution, staff
from tests.bot.members.town import CODE, Town, code_in
from tests.bot.reminders.world import bind, nursery

WRITES = [
    "加员工 李梅 炊事员 2026年10月8日体检", "王芳离职了", "删掉王芳", "王芳体检昨天办好了", "员工名单",
    "食品经营许可证到2029年3月1日", "加提醒：每月5号换压力表", "我加的提醒", "停止提醒", "我们园关了",
    "我们停业到3月1日", "给保健老师绑定码", "我要交接给新园长", "换个号也收提醒", "解绑", "搞错了",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITES)
async def test_a_stranger_is_answered_by_talk(place: Town, home: Institution, text: str) -> None:
    shown = await place.send(text, "stranger")
    assert shown["intent"] != "member"
    assert [member.name for member in await staff(place.database)] == ["王芳"]


@pytest.mark.parametrize("choice", ["m=roster", "m=more:1.0", "m=own_end_id:1", "e=1.yes", "m=", "e=", "remind=done1:1", "remind=basis1:1", "remind=later:1.2026-11-22", "remind=x", "m=forget", "remind=done:1.2026-99-99", "remind=done1:99999999999999999999", "m=more:²³.0"])  # fmt: skip
async def test_buttons_that_a_stranger_makes_up(
    place: Town, home: Institution, choice: str
) -> None:
    for who in ("stranger", "boss"):
        shown = await place.press(choice, who)
        assert shown["text"]
        if who == "stranger":
            assert "王芳" not in shown["text"]


@pytest.mark.parametrize("role", ["deputy", "health_officer"])
async def test_not_the_director(place: Town, home: Institution, role: str) -> None:
    async with place.database.unit() as rows:
        await bind(rows, home, "li", role)
    for text in ("我要交接给新园长", "给保健老师绑定码", "我们园关了", "我们停业到3月1日"):
        assert "要园长来办" in (await place.send(text, "li"))["text"]
    own = await place.send("加提醒：每月5号换压力表", "li")
    assert (own["status"] == "done") == (role == "deputy")
    assert (await place.send("王芳体检昨天办好了", "li"))["status"] == "done"
    assert (await place.send("加员工 李梅 炊事员 2026年10月8日体检", "li"))["status"] == "done"


async def test_an_officer_sees_counts_and_makes_codes(place: Town, home: Institution) -> None:
    async with place.database.unit() as rows:
        await nursery(rows, 2, region="320700")
    await place.appoint("330703")
    shown = await place.send(CODE, "chief")
    assert "金东区" in shown["text"]
    await place.planner.run(place.at)  # the next tick
    counts = await place.send("还有什么要办的", "chief")
    assert "春苗1托育园：过期0件" in counts["text"]
    assert "春苗2" not in counts["text"]
    code = code_in(await place.send("给春苗1托育园绑定码", "chief"))
    assert "没有叫" in (await place.send("给春苗2托育园绑定码", "chief"))["text"]
    assert (await place.send(code, "fresh"))["status"] == "done"
    assert await bindings(place.database) == [("director", "telegram", "fresh")]


async def test_an_officer_does_not_do_the_institutions_work(place: Town, home: Institution) -> None:
    await place.appoint("330703")
    await place.send(CODE, "chief")
    for text in WRITES[:4]:
        assert (await place.send(text, "chief"))["status"] != "done"
    assert len(await deeds(place.database)) == 1
    assert [member.left_on for member in await staff(place.database)] == [None]


async def test_a_closed_institution_is_only_looked_at(place: Town, home: Institution) -> None:
    async with place.database.unit() as rows:
        row = await rows.institutions.get(home.id)
        assert row
        row.closed_on = date(2026, 11, 1)
    for text in ("加员工 李梅 炊事员 2026年10月8日体检", "我要交接给新园长", "重新开业了"):
        assert "已经停办" in (await place.send(text))["text"]
    assert (await place.send("王芳体检昨天办好了"))["status"] != "done"
    assert (await institution(place.database)).closed_on == date(2026, 11, 1)
    assert (await place.send("解绑"))["status"] == "asked"


async def test_somebody_with_two_institutions_is_asked_which(
    place: Town, home: Institution
) -> None:
    async with place.database.unit() as rows:
        await bind(rows, await nursery(rows, 2), "boss")
    assert len((await place.send("我们园还有啥没办"))["choices"]) == 2
    shown = await place.send("加员工 李梅 炊事员 2026年10月8日体检")
    assert shown["text"].startswith("是哪一家的事？")
    assert (await place.send("2"))["status"] == "done"
    assert [(m.name, m.institution_id) for m in await staff(place.database)][1:] == [("李梅", home.id + 1)]  # fmt: skip
