"""Pictures and documents of a reply, as each channel sends them."""

from bot.channels.outgoing import Choices, File, Image, Text
from bot.channels.telegram.render import letters as telegram
from bot.channels.wechat.render import letters as wechat
from bot.channels.wechat.render import rendered
from bot.conversation.messages import Choice, Reply
from bot.conversation.messages import File as FileMessage
from bot.conversation.messages import Image as ImageMessage
from bot.conversation.present import present

PAGE = "https://tuoyu.example/files/unguessable-00001"


def reply(*, choice: bool = False) -> dict[str, object]:
    made = Reply()
    made.say("看曲线：")
    made.messages.append(ImageMessage("unguessable-00001", "妞的生长曲线", PAGE))
    made.messages.append(FileMessage("unguessable-00002", "我的数据.json"))
    made.choices = [Choice("f=1.yes", "好", "f=1.yes")] if choice else []
    return present(made)


def test_the_plain_text_names_them() -> None:
    text = str(reply()["text"])
    assert text.split("\n")[1:] == [f"[图] 妞的生长曲线 {PAGE}", "[文件] 我的数据.json"]


def test_telegram_gets_the_files_and_the_text_with_its_buttons_last() -> None:
    picture, document, text = telegram(reply(choice=True))
    assert picture == Image(file="unguessable-00001", caption="妞的生长曲线")
    assert document == File(file="unguessable-00002", name="我的数据.json")
    assert isinstance(text, Choices)
    assert text.prompt == "看曲线："
    assert [option.label for option in text.options] == ["好"]


def test_wechat_gets_the_text_first_and_links() -> None:
    text, picture, _ = wechat(reply())
    assert text == Text(text="看曲线：")
    assert rendered(picture, lambda file: f"https://x/files/{file}") == (
        "妞的生长曲线\n点开看：https://x/files/unguessable-00001"
    )
