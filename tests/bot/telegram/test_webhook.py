"""The webhook on the real application: who may call it, and that each update is answered once."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.reading import CHOSEN
from bot.channels.telegram.receiving import MAX_BODY
from bot.conversation.talk import Talk
from bot.store.database import Database
from tests.bot.outbox.post_office import ledger
from tests.bot.said import messages
from tests.bot.telegram.office import Office, opened
from tests.bot.telegram.updates import CHAT, PHOTO, member, message, pressed, said
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_faults import NONSENSE, bad


@pytest.mark.parametrize("secret", ["", "wrong", "é", "x" * 300])
async def test_who_does_not_know_the_secret_is_turned_away(office: Office, secret: str) -> None:
    assert (await office.push(said(1, "你好"), secret)).status_code == 403
    assert (await office.client.post("/telegram/webhook", json=said(1, "你好"))).status_code == 403
    assert await messages(office.database) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe\x00", b"[1]", b'{"message":{}}', b"[" * 100_000, b"1" * 5000, b"null"],
)
async def test_garbage(office: Office, body: bytes) -> None:
    response = await office.push(body)
    assert (response.status_code, response.json()) == (400, {"detail": response.json()["detail"]})


async def test_too_large(office: Office) -> None:
    body = json.dumps(said(1, "长" * MAX_BODY)).encode()
    assert (await office.push(body)).status_code == 413


async def test_a_message_is_answered_once_however_often_it_comes(
    office: Office, platform: TelegramFake
) -> None:
    for _ in range(2):
        assert (await office.push(said(1, "监控录像要保存多久"))).status_code == 200
    await asyncio.gather(*(office.push(said(1, "监控录像要保存多久")) for _ in range(3)))
    await office.deliver()
    (answer,) = platform.sent()
    assert answer.chat == CHAT
    assert "90天" in answer.shown
    assert office.written == ["called"]
    (row,) = (await ledger(office.database)).values()
    assert (row.key, row.state, row.external_id) == (f"telegram/{CHAT}/u1/0", "sent", "1")


async def test_an_update_that_cannot_be_read_is_not_sent_again(office: Office) -> None:
    assert (await office.push(message(1, text=[]))).status_code == 200
    assert await messages(office.database) == []


async def test_away_and_back(
    talker: Talk, sqlite: Database, tmp_path: Path, platform: TelegramFake
) -> None:
    impatient = Database(sqlite.url, wait=0.1)
    async with opened(talker, impatient, platform) as office:
        with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert (await office.push(said(1, "你好"))).status_code == 503
            other.execute("ROLLBACK")
        for _ in range(2):
            assert (await office.push(said(1, "你好"))).status_code == 200
        await office.deliver()
    await impatient.close()
    assert len(platform.sent()) == 1


async def test_a_button(office: Office, platform: TelegramFake) -> None:
    await office.push(said(1, "我想在金东区开个托育园"))
    await office.deliver()
    asked = platform.sent()[-1]
    button = asked.buttons[0]
    update = pressed(2, button["callback_data"], button["text"], above=asked_number(platform))
    assert (await office.push(update)).status_code == 200
    await office.deliver()
    assert platform.called("answerCallbackQuery")[0].arguments["callback_query_id"] == "q2"
    (edit,) = platform.called("editMessageReplyMarkup")
    assert int(edit.arguments["message_id"]) == asked_number(platform)
    chosen = {"text": f"✓ {button['text']}", "callback_data": CHOSEN}
    assert edit.buttons == [chosen]
    assert len(platform.sent()) > len([asked])
    assert (await messages(office.database))[-1].text == button["text"]


def asked_number(platform: TelegramFake) -> int:
    """The number under which the fake keeps the first message that has buttons."""
    return next(n for n, call in enumerate(platform.calls, 1) if call.buttons)


async def test_pages_to_open_stay_when_a_button_was_pressed(
    office: Office, platform: TelegramFake
) -> None:
    update = pressed(2, "topic=fire", "消防")
    page = {"text": "打印清单", "url": "https://a.cn/c"}
    update["callback_query"]["message"]["reply_markup"]["inline_keyboard"].append([page])
    assert (await office.push(update)).status_code == 200
    await office.deliver()
    (edit,) = platform.called("editMessageReplyMarkup")
    assert edit.buttons == [{"text": "✓ 消防", "callback_data": CHOSEN}, page]


async def test_a_button_of_a_talk_that_is_over_is_said_to_be_old(
    office: Office, platform: TelegramFake
) -> None:
    await office.push(pressed(2, "meals=true", "供餐"))
    await office.deliver()
    assert platform.sent()[-1].shown.startswith("这个按钮是以前的")


async def test_a_button_that_was_pressed_before_only_stops_spinning(
    office: Office, platform: TelegramFake
) -> None:
    await office.push(pressed(3, CHOSEN, "✓ 好"))
    await office.deliver()
    assert platform.called("answerCallbackQuery")
    assert platform.sent() == []


async def test_a_button_is_answered_even_if_it_cannot_be_marked(
    office: Office, platform: TelegramFake
) -> None:
    platform.fail("answerCallbackQuery", bad("query is too old"))
    platform.fail("editMessageReplyMarkup", NONSENSE)
    assert (await office.push(pressed(3, "topic=fire", "消防"))).status_code == 200
    await office.deliver()
    assert len(platform.sent()) == 1


async def test_who_blocks_us_gets_nothing_until_they_come_back(
    office: Office, platform: TelegramFake
) -> None:
    await office.push(said(1, "你好"))
    await office.push(member(2, "kicked"))
    await office.deliver()
    assert platform.sent() == []
    await office.push(member(3, "member"))
    await office.push(said(4, "你好"))
    await office.deliver()
    assert len(platform.sent()) == 1


async def test_what_we_cannot_read_is_said_so(office: Office, platform: TelegramFake) -> None:
    for number in (1, 2):
        await office.push(message(number, photo=PHOTO, media_group_id="77"))
    await office.deliver()
    assert len(platform.sent()) == 1


async def test_our_own_mistake_is_owned_up_to_once(
    office: Office, platform: TelegramFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*arguments: Any) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(office.service.talk, "understand", trips)
    for _ in range(2):
        assert (await office.push(said(1, "你好"))).status_code == 200
    await office.deliver()
    assert len(platform.sent()) == 1


async def test_even_if_that_fails_it_is_not_sent_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trips(*arguments: Any) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(office.service, "handle", trips)
    monkeypatch.setattr(office.service, "excuse", trips)
    assert (await office.push(said(1, "你好"))).status_code == 200


async def test_messages_of_one_chat_are_answered_in_their_order(
    office: Office, platform: TelegramFake
) -> None:
    talk = [
        said(n, text)
        for n, text in enumerate(["我想在金东区开个托育园", "营利性的", "60个托位"], 1)
    ]
    for update in talk:
        await office.push(update)
    await office.deliver(20)
    keys = [
        row.key
        for row in sorted(
            (await ledger(office.database)).values(), key=lambda r: int(r.external_id or 0)
        )
    ]
    assert keys == sorted(keys)
    assert len(keys) >= 3
