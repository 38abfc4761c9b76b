"""What an update tells us, and what of it is nothing for us."""

from typing import Any

import pytest

from bot.channels.telegram.door import telegram_bot
from bot.channels.telegram.reading import CHOSEN, COMMANDS, Pressed, Read, understood
from bot.channels.telegram.setup import MENU
from bot.conversation.service import Inbound
from bot.settings import Settings
from tests.bot.said import AT
from tests.bot.telegram.updates import CHAT, PHOTO, VOICE, member, message, pressed, said
from tests.fakes.telegram import TOKEN

BOT = telegram_bot(Settings(_env_file=None, telegram_token=TOKEN))


def heard(update: Any) -> Read | None:
    return understood(update, BOT, AT)


def inbound(update: Any) -> Inbound:
    found = heard(update)
    assert found
    assert found.inbound
    assert (found.chat, found.inbound.sender, found.inbound.at) == (str(CHAT), str(CHAT), AT)
    return found.inbound


def test_a_text_is_said_by_the_chat_under_the_number_of_the_update() -> None:
    found = inbound(said(41, "60个托位"))
    assert (found.channel, found.external_id, found.text) == ("telegram", "u41", "60个托位")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/menu", "菜单"),
        ("/MENU@tuoyu_bot", "菜单"),
        ("/start", "你好"),
        ("/start ref_42", "你好"),
        ("/cancel 谢谢", "取消"),
        ("/监控 存多久", "监控 存多久"),
        ("/", "/"),
        ("/ ", "/ "),
        ("/@x", "/@x"),
    ],
)
def test_a_command_is_the_word_it_stands_for(typed: str, meant: str) -> None:
    assert inbound(said(1, typed)).text == meant


def test_the_menu_offers_only_commands_that_are_understood() -> None:
    assert set(MENU) < set(COMMANDS)


@pytest.mark.parametrize(
    "typed", ["/start bind_Ab-12_c", "/start  bind_Ab-12_c", "/start\nbind_Ab-12_c"]
)
def test_start_with_a_code_binds(typed: str) -> None:
    found = inbound(said(1, typed))
    assert (found.choice, found.text) == ("bind=Ab-12_c", "")


def test_a_place_a_picture_a_voice_and_a_caption() -> None:
    place = inbound(message(1, location={"latitude": 29.1, "longitude": 119.7}))
    assert place.position == (29.1, 119.7)
    for more in ({"photo": PHOTO}, {"voice": VOICE}, {"sticker": _sticker()}):
        assert inbound(message(1, **more)).unread
    captioned = inbound(message(1, photo=PHOTO, caption="这个行吗"))
    assert (captioned.text, captioned.unread) == ("这个行吗", False)


def _sticker() -> dict[str, Any]:
    size = {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
    return {"file_id": "a", "file_unique_id": "b"} | size


def test_the_pictures_of_an_album_are_one_message() -> None:
    pictures = [inbound(message(n, photo=PHOTO, media_group_id="77")) for n in (1, 2, 3)]
    assert {one.external_id for one in pictures} == {"g77"}


@pytest.mark.parametrize(
    "update",
    [
        message(1, -100123, "supergroup", text="你好"),
        message(1, -5, "group", location={"latitude": 1, "longitude": 1}),
        member(1, "kicked", -5, "group"),
        {"update_id": 1, "edited_message": said(1, "改了")["message"]},
        {"update_id": 1, "channel_post": message(1, -7, "channel", text="x")["message"]},
        {"update_id": 1},
        {"update_id": 1, "something_new": {"a": 1}},
        message(1, pinned_message=said(1, "x")["message"]),
        message(1, message_auto_delete_timer_changed={"message_auto_delete_time": 60}),
    ],
)
def test_groups_edits_and_what_the_platform_says_are_nothing_for_us(update: Any) -> None:
    assert heard(update) is None


@pytest.mark.parametrize(("status", "gone"), [("kicked", True), ("left", True), ("member", False)])
def test_blocked_and_unblocked(status: str, gone: bool) -> None:
    assert heard(member(1, status)) == Read(str(CHAT), gone=gone)


def test_a_pressed_button_is_its_choice_with_its_label() -> None:
    found = heard(pressed(9, "form=profit", "营利性的"))
    assert found
    assert found.inbound
    assert (found.inbound.choice, found.inbound.label) == ("form=profit", "营利性的")
    assert found.pressed == Pressed("q9", 5, "营利性的")


def test_pages_to_open_beside_a_pressed_button_are_known() -> None:
    update = pressed(9, "form=profit", "营利性的")
    rows = update["callback_query"]["message"]["reply_markup"]["inline_keyboard"]
    rows.append([{"text": "打印清单", "url": "https://a.cn/c"}])
    found = heard(update)
    assert found
    assert found.pressed == Pressed("q9", 5, "营利性的", (("打印清单", "https://a.cn/c"),))


def test_an_old_button_keeps_its_choice_and_loses_its_label() -> None:
    found = heard(pressed(9, "form=profit", None))
    assert found
    assert found.inbound
    assert (found.inbound.choice, found.pressed) == ("form=profit", Pressed("q9", 5, None))


def test_a_button_pressed_twice_says_nothing() -> None:
    found = heard(pressed(9, CHOSEN, "✓ 营利性的"))
    assert found
    assert found.inbound is None
    assert found.pressed


def test_halves_of_characters_and_nuls_are_taken_out() -> None:
    assert inbound(said(1, "a\x00b\ud83d\ude00\ud83dc")).text == "ab😀�c"


@pytest.mark.parametrize("data", [None, 1, [], "x", {}, {"update_id": "1"}, {"update_id": True},
                                  {"update_id": -1}, {"update_id": 2**63}, {"update_id": 1.5}])  # fmt: skip
def test_what_is_no_update(data: Any) -> None:
    with pytest.raises(ValueError, match="not an update"):
        heard(data)


def _of(chat: dict[str, Any]) -> dict[str, Any]:
    update = said(1, "a")
    update["message"]["chat"] = chat
    return update


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": 5},
        {"update_id": 1, "message": {}},
        message(1, text=["a"]),
        message(1, text=5),
        message(1, location={"latitude": float("nan"), "longitude": 1}),
        message(1, location={"latitude": "x", "longitude": 1}),
        _of({"id": "7", "type": "private"}),
        _of({"id": 2**60, "type": "private"}),
        message(1, date=10**30, text="a"),
        pressed(1, 5, "a"),  # type: ignore[arg-type]
    ],
)
def test_an_update_that_we_cannot_read_is_passed_over(update: Any) -> None:
    assert heard(update) is None
