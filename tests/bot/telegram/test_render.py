"""Messages as calls: within Telegram's limits, valid HTML, nothing lost."""

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.outgoing import Card, Choices, File, Image, Link, Notice, Option, Text
from bot.channels.telegram.render import Call, fitted, letters, rendered
from bot.channels.telegram.units import units

FOLD = re.compile(r"</?blockquote(?: expandable)?>")
LONG = "甲，乙。丙<丁>&戊\n"

pieces = st.sampled_from(
    ["依据：", "\n依据：\n", "&amp;", "<b>", "</blockquote>", '"', "😀", LONG * 300]
)
texts = st.lists(pieces | st.text(max_size=20), max_size=8).map("".join)
options = st.lists(
    st.builds(Option, id=st.text(max_size=80), label=st.text(max_size=150)), max_size=130
).map(tuple)


def shown(call: Call) -> str:
    """The text as Telegram shows it; fails on a mark that we did not mean."""
    marked = call.arguments["text"]
    plain = FOLD.sub("", marked)
    assert marked.count("<blockquote expandable>") == marked.count("</blockquote>") <= 1
    assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", plain)
    return unescape(plain)


def buttons(call: Call) -> list[Any]:
    keyboard = call.arguments.get("reply_markup")
    return [button for row in keyboard.inline_keyboard for button in row] if keyboard else []


def squeezed(text: str) -> str:
    return "".join(text.replace("\x00", "").split())


@given(texts, options)
def test_whatever_is_asked_fits(prompt: str, offered: tuple[Option, ...]) -> None:
    calls = [rendered(part) for part in fitted(Choices(prompt=prompt, options=offered))]
    assert all(0 < units(shown(call)) <= 4096 and shown(call).strip() for call in calls)
    if squeezed(prompt):
        assert squeezed("".join(map(shown, calls))) == squeezed(prompt)
    assert not any(buttons(call) for call in calls[:-1])
    last = buttons(calls[-1])
    assert len(last) == min(len(offered), 100)
    assert all(1 <= len(b.callback_data.encode()) <= 64 and b.text.strip() for b in last)
    assert all(units(b.text) <= 128 for b in last)


@given(texts)
def test_texts_and_notices_fit_and_lose_nothing(text: str) -> None:
    notice = Notice(template="t", fields={}, text=text, url="https://example.cn/a")
    for message in (Text(text=text), notice):
        calls = [rendered(part) for part in fitted(message)]
        assert all(0 < units(shown(call)) <= 4096 for call in calls)
        if squeezed(text):
            assert squeezed("".join(map(shown, calls))) == squeezed(text)
    assert [b.url for b in buttons(calls[-1])] == ["https://example.cn/a"]


@given(texts)
def test_a_long_caption_follows_its_picture(caption: str) -> None:
    first, *more = fitted(Image(file="f", caption=caption))
    assert units(rendered(first).arguments.get("caption", "")) <= 1024
    assert isinstance(first, Image)
    said = first.caption + "".join(part.text for part in more if isinstance(part, Text))
    assert squeezed(said) == squeezed(caption)


def test_short_labels_share_a_row() -> None:
    offered = [
        Option(id=f"n={n}", label=label)
        for n, label in enumerate(["是", "否", "不知道，" * 5, "另"])
    ]
    markup = rendered(Choices(prompt="？", options=tuple(offered))).arguments["reply_markup"]
    assert [len(row) for row in markup.inline_keyboard] == [2, 1, 1]


def test_the_sources_fold_away_and_only_they() -> None:
    call = rendered(Text(text="先看：\n依据：\n一条\n再看\n依据：\n[1] 《法》<2>"))
    assert call.arguments["text"].endswith(
        "再看\n<blockquote expandable>依据：\n[1] 《法》&lt;2&gt;</blockquote>"
    )
    assert call.arguments["text"].count("依据") == 2


def test_sources_stay_together_when_a_text_is_cut() -> None:
    sources = "依据：\n" + "\n".join(f"[{n}] 《办法》" + "长" * 100 for n in range(1, 9))
    said, told = fitted(Text(text="句。" * 1900 + "\n" + sources))
    assert told == Text(text=sources)
    assert shown(rendered(said)) == "句。" * 1900
    assert rendered(told).arguments["text"].startswith("<blockquote expandable>依据：")


def checklist(choices: list[dict[str, str]], page: str) -> list[Any]:
    listed = "".join(f"\n{n}. {c['label']}" for n, c in enumerate(choices, 1))
    reply = {"text": f"清单{listed}", "choices": choices, "messages": [{"type": "steps"}]}
    return [rendered(letter) for letter in letters(reply, page)]


def test_the_page_is_a_button_below_the_checklist() -> None:
    page = "https://tuoyu.example.cn/checklist?who=x"
    (call,) = checklist([], page)
    assert shown(call) == "清单"
    assert [(b.text, b.url) for b in buttons(call)] == [("打印清单", page)]
    (call,) = checklist([{"id": "meals=true", "label": "供餐"}], page)
    assert shown(call) == "清单"
    rows = call.arguments["reply_markup"].inline_keyboard
    assert [[b.text for b in row] for row in rows] == [["供餐"], ["打印清单"]]


def test_a_page_that_telegram_does_not_open_is_written_before_the_checklist() -> None:
    first, second = checklist([], "http://localhost:8000/checklist?who=x")
    assert shown(first) == "打印清单\n打开：http://localhost:8000/checklist?who=x"
    assert shown(second) == "清单"


def test_the_numbered_choices_of_a_reply_become_buttons() -> None:
    choices = [{"id": "form=profit", "label": "营利"}, {"id": "form=other", "label": "非营利"}]
    reply = {"text": "哪一种？\n1. 营利\n2. 非营利", "choices": choices, "messages": []}
    (asked,) = letters(reply)
    assert shown(rendered(asked)) == "哪一种？"
    assert [b.callback_data for b in buttons(rendered(asked))] == ["form=profit", "form=other"]


@pytest.mark.parametrize("url", ["http://localhost:8000/c", "ftp://a.cn", "http://[", "没有"])
def test_an_address_that_telegram_refuses_is_written_out(url: str) -> None:
    call = rendered(Link(label="打印清单", url=url))
    assert not buttons(call)
    assert shown(call) == f"打印清单\n打开：{url}"


def test_a_card_is_its_text_with_a_button_below_a_picture() -> None:
    picture = "https://example.cn/a.png"
    card = Card(title="标题", description="说明", url="https://example.cn", image=picture)
    call = rendered(card)
    assert shown(call) == "标题\n说明"
    assert [b.url for b in buttons(call)] == ["https://example.cn"]
    assert call.arguments["link_preview_options"].url == picture


def test_halves_of_characters_do_not_stop_a_message() -> None:
    asked = Choices(prompt="a\ud83d\x00", options=(Option(id="x=\ud83d", label="\ud83d"),))
    call = rendered(asked)
    assert shown(call) == "a�"
    assert [(b.text, b.callback_data) for b in buttons(call)] == [("�", "x=�")]


def test_files_keep_their_kind_and_name() -> None:
    assert rendered(File(file="f", name="清单.pdf")) == Call(
        "send_document", {}, "f", "document", "清单.pdf"
    )
    assert rendered(Image(file="f")) == Call("send_photo", {}, "f", "photo")
