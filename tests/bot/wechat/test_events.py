"""Followers who come, click, scan and leave; the windows that they open; deliveries."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.outgoing import Text
from bot.channels.wechat.menu import MENU, keys
from bot.store.database import Database
from bot.store.post_models import Window
from bot.store.repository import Repository
from tests.bot.wechat.town import Town, content, settled
from tests.bot.wechat.trouble import Outage
from tests.fakes.wechat import event_xml, text_xml

FOLLOWER = "oFollower1"


async def _write(town: Town, text: str) -> None:
    payload = Text(text=text).model_dump(mode="json")
    async with town.service.database.unit() as rows:
        await rows.letters.put(text, ("wechat", FOLLOWER), payload, town.clock.now)


# --- events -------------------------------------------------------------------------------------
async def test_following_greets_and_a_code_binds(town: Town) -> None:
    assert (await town.event("subscribe", EventKey="")).startswith("您好，我是托育通")
    assert "绑定码看着不全" in await town.event("subscribe", EventKey="qrscene_Ab1", Ticket="t")
    assert "绑定码看着不全" in await town.event("SCAN", EventKey="Ab1", Ticket="t")


async def test_who_opens_the_chat_is_not_answered(town: Town) -> None:
    place = {"Latitude": "29.1", "Longitude": "119.7", "Precision": "9"}
    assert await town.event("LOCATION", **place) == "success"
    assert await town.ledger() == []
    assert (await town.service.history("wechat", FOLLOWER))["turns"] == []


async def test_a_location_that_is_sent_is_answered(town: Town) -> None:
    xml = text_xml("", 5, town.now, Location_X="29.1", Location_Y="119.7")
    assert content(await town.push(xml.replace("[text]", "[location]"))) != "success"


async def test_pictures_and_speech_get_a_word(town: Town) -> None:
    for number, kind in enumerate(("image", "voice", "video", "link"), 1):
        xml = text_xml("", number, town.now, MediaId="1", Recognition="你好")
        answer = content(await town.push(xml.replace("[text]", f"[{kind}]")))
        assert "请打字说" in answer


async def test_what_wechat_does_not_pass_on_gets_a_word_too(town: Town) -> None:
    """A sticker comes as a text of WeChat's own."""
    assert "请打字说" in await town.say("【收到不支持的消息类型，暂无法显示】")


async def test_every_key_of_the_menu_is_understood(town: Town) -> None:
    for key in keys(MENU):
        answer = await town.event("CLICK", EventKey=key)
        town.clock.forward(1)
        assert answer != "success"
        assert "没看懂" not in answer
        assert "没收到文字" not in answer


async def test_who_leaves_gets_nothing_until_they_are_back(town: Town) -> None:
    await town.say("你好")
    town.clock.forward(60)
    await _write(town, "a")
    assert await town.event("unsubscribe") == "success"
    await _write(town, "b")
    assert await town.courier.deliver_due() == 0
    assert [row.state for row in await town.ledger()] == ["sent", "dropped", "dropped"]
    town.clock.forward(60)
    assert (await town.event("subscribe", EventKey="")).startswith("您好")
    await _write(town, "c")
    assert await town.courier.deliver_due() == 1
    assert town.platform.texts() == ["c"]


async def test_leaving_that_is_told_late_does_not_undo_coming_back(town: Town) -> None:
    left = town.now
    town.clock.forward(3)
    await town.event("subscribe", EventKey="")
    assert content(await town.push(event_xml("unsubscribe", left))) == "success"
    await _write(town, "c")
    assert await town.courier.deliver_due() == 1


async def test_leaving_waits_for_the_database(
    town: Town, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage = Outage(sqlite, monkeypatch)
    assert await town.event("unsubscribe") == "success"
    outage.away = False
    await town.quiet()
    await _write(town, "a")
    assert [row.state for row in await town.ledger()] == ["dropped"]


# --- windows ------------------------------------------------------------------------------------
async def windows(town: Town) -> dict[str, tuple[datetime, int]]:
    async with town.service.database.unit() as rows:
        return {
            kind: found for kind in ("message", "touch") if (found := await _window(rows, kind))
        }


async def _window(rows: Repository, kind: str) -> tuple[datetime, int] | None:
    found = await rows.session.get(Window, ("wechat", FOLLOWER, kind))
    return (found.until, found.left) if found else None


async def test_a_message_opens_five_in_48_hours_a_touch_three_in_a_minute(town: Town) -> None:
    now = town.clock.now.astimezone(UTC)
    await town.event("subscribe", EventKey="")
    assert await windows(town) == {"touch": (now + timedelta(minutes=1), 3)}
    await town.say("你好")
    assert await windows(town) == {
        "message": (now + timedelta(hours=48), 5),
        "touch": (now + timedelta(minutes=1), 3),
    }


# --- deliveries ---------------------------------------------------------------------------------
async def test_deliveries_of_templates_are_noted(town: Town) -> None:
    for number, status in (("200163", "success"), ("200164", "failed:user block")):
        await _write(town, number)
        async with town.service.database.unit() as rows:
            row = await rows.letters.by_key(number)
            assert row
            row.state, row.external_id, row.reason = "sent", number, "template"
        for _ in range(2):
            assert (
                await town.event("TEMPLATESENDJOBFINISH", MsgID=number, Status=status) == "success"
            )
        await town.quiet()
    rows_now = await town.ledger()
    assert settled(rows_now) == [
        ("sent", "template, delivered"),
        ("failed", "template, failed:user block"),
    ]
    assert [len(row.history) for row in rows_now] == [1, 1]


async def test_a_delivery_told_before_the_courier_wrote_its_number(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _write(town, "a")
    tries = 0

    async def sleep(seconds: float) -> None:
        nonlocal tries
        tries += 1
        if tries == 3:
            async with town.service.database.unit() as rows:
                row = await rows.letters.by_key("a")
                assert row
                row.state, row.external_id = "sent", "7"

    monkeypatch.setattr(town.door._news, "_sleep", sleep)
    for number in ("7", "8"):
        answer = await town.event("TEMPLATESENDJOBFINISH", MsgID=number, Status="success")
        assert answer == "success"
        await town.quiet()
    assert tries == 13  # and the one that nobody knows is given up
    assert settled(await town.ledger()) == [("sent", "template, delivered")]
