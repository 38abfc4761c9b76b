"""Texts cut by bytes, XML that nothing breaks out of, and templates within their limits."""

import re
from functools import partial

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import cutting
from bot.channels.outgoing import (
    Card,
    Choices,
    File,
    Image,
    Link,
    Notice,
    Option,
    Outgoing,
    Text,
)
from bot.channels.wechat.lengths import clean, first_characters, head, shortened, size
from bot.channels.wechat.passive import answer, cdata
from bot.channels.wechat.reading import Push
from bot.channels.wechat.render import (
    TEXT,
    Article,
    customer_message,
    field,
    letters,
    rendered,
    template_message,
)
from tests.bot.wechat.town import pure

MIXED = st.text(st.sampled_from("a1 中é，。！\n😀👨‍👩‍👧𠀀"), max_size=600)
# Everything that Python takes for a character, halves of surrogate pairs included.
ANYTHING = st.text(st.characters(), max_size=80)
PUSH = Push("oFollower1", "gh_1", 1)


def cut(text: str, most: int) -> list[str]:
    return cutting.stacked([text], partial(head, most=most))


def link(file: str) -> str | None:
    return f"https://x/files/{file}"


@given(MIXED, st.integers(4, 200))
def test_parts_fit_and_lose_nothing(text: str, most: int) -> None:
    parts = cut(text, most)
    assert all(0 < size(part) <= most for part in parts)
    assert pure("".join(parts)) == pure(text)


@given(ANYTHING, st.integers(4, 60))
def test_clean_texts_are_cut_between_characters(text: str, most: int) -> None:
    parts = cut(clean(text), most)
    assert pure("".join(parts)) == pure(clean(text))
    assert all(size(part) <= most for part in parts)
    "".join(parts).encode("utf-8")  # no half of a character


def test_cuts_are_at_ends_of_lines_and_sentences() -> None:
    assert cut("一二三四五。六七八九十。一二三", 40) == ["一二三四五。六七八九十。", "一二三"]
    assert cut("一二三四五，六\n七八九十一二", 30) == ["一二三四五，六", "七八九十一二"]
    assert cut("无" * 20, 30) == ["无" * 10, "无" * 10]
    assert cut(" \n", 4) == []


@given(ANYTHING, st.integers(3, 60))
def test_shortened_texts_fit(text: str, most: int) -> None:
    assert size(shortened(clean(text), most)) <= most
    assert len(first_characters(text, most)) <= most


# --- fault 4: CDATA -------------------------------------------------------------------------
@given(st.one_of(ANYTHING, st.text(st.sampled_from("]>[<!CDAT&;a\x00\x1b\r\n"), max_size=60)))
def test_nothing_breaks_out_of_cdata(text: str) -> None:
    found = xmltodict.parse(f"<a>{cdata(text)}</a>", strip_whitespace=False)["a"]
    assert (found or "") == clean(text)


@given(ANYTHING)
def test_an_answer_has_only_its_own_elements(text: str) -> None:
    evil = f"]]></Content><FromUserName>x</FromUserName>{text}"
    parsed = xmltodict.parse(answer(PUSH, evil, 5), strip_whitespace=False)["xml"]
    assert parsed == {
        "ToUserName": "oFollower1",
        "FromUserName": "gh_1",
        "CreateTime": "5",
        "MsgType": "text",
        "Content": clean(evil),
    }
    news = xmltodict.parse(answer(PUSH, Article(evil, evil, evil, evil), 5))["xml"]
    assert set(news["Articles"]["item"]) == {"Title", "Description", "PicUrl", "Url"}


def test_control_characters_are_dropped() -> None:
    assert clean("a\x00\x08\x1b\x7f\x85\ud800\ufffe\r\nb\rc\td") == "a\nb\nc\td"


# --- messages -------------------------------------------------------------------------------
REPLIES = st.builds(
    lambda text, labels: {
        "text": "\n".join([text, *(f"{n}. {label}" for n, label in enumerate(labels, 1))]),
        "choices": [{"id": f"form={n}", "label": label} for n, label in enumerate(labels)],
        "messages": [],
    },
    st.integers(0, 9).flatmap(lambda n: MIXED.map(lambda text: text * n)),
    st.lists(st.text(st.sampled_from("营利性a😀 "), max_size=400), max_size=12),
)


@given(REPLIES)
def test_a_reply_fits_in_parts_and_loses_nothing(reply: dict[str, object]) -> None:
    parts = letters(reply)
    assert all(isinstance(part, Text) and 0 < size(part.text) <= TEXT for part in parts)
    said = "".join(part.text for part in parts if isinstance(part, Text))
    assert pure(said) == pure(clean(str(reply["text"])))


def test_choices_stay_together() -> None:
    labels = [f"选择{n}" * 20 for n in range(1, 6)]
    lines = [f"{n}. {label}" for n, label in enumerate(labels, 1)]
    for length in range(1, 700, 30):
        body = "问" * length
        reply = {
            "text": "\n".join([body, *lines]),
            "choices": [{"id": "x", "label": label} for label in labels],
            "messages": [],
        }
        (last,) = letters(reply)[-1:]
        assert isinstance(last, Text)
        assert last.text.endswith("\n".join(lines))


def test_choices_come_right_below_their_question_and_sources_last() -> None:
    reply = {
        "text": "面积不限。[1]\n供餐吗？\n依据：\n[1] 《标准》\n1. 供餐\n2. 不供餐",
        "choices": [
            {"id": "meals=true", "label": "供餐"},
            {"id": "meals=false", "label": "不供餐"},
        ],
        "messages": [],
    }
    (told,) = letters(reply)
    assert told == Text(text="面积不限。[1]\n供餐吗？\n1. 供餐\n2. 不供餐\n依据：\n[1] 《标准》")


def test_the_checklists_link_comes_after_the_text() -> None:
    reply = {"text": "清单", "choices": [], "messages": [{"type": "steps"}]}
    assert [type(m) for m in letters(reply, "https://x/checklist")] == [Text, Link]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Text(text="a\x00b"), "ab"),
        (
            Choices(prompt="哪种？", options=(Option(id="a", label="甲"), Option(id="b", label="乙", url="https://u"))),
            "哪种？\n1. 甲\n2. 乙：https://u",
        ),
        (Card(title="题", description="述", url="https://u", image="https://i"), Article("题", "述", "https://u", "https://i")),
        (Link(label="打印清单", url="https://u"), Article("打印清单", "点开看", "https://u")),
        (Image(file="f1", caption="图"), "图\n点开看：https://x/files/f1"),
        (File(file="f2", name="清单.pdf"), "清单.pdf\n点开看：https://x/files/f2"),
        (
            Notice(template="t", fields={}, text="到期了", url="https://u", options=(Option(id="a", label="办好了"),)),
            "到期了\n1. 办好了\nhttps://u",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_message_is_shown(message: Outgoing, expected: object) -> None:
    assert rendered(message, link) == expected


def test_a_file_without_a_public_address_is_said_to_be_elsewhere() -> None:
    shown = rendered(File(file="f", name="清单.pdf"), lambda file: None)
    assert shown == "“清单.pdf”在微信里发不了，请到网页上看。"


@given(st.text(st.characters(), max_size=3000))
def test_no_message_is_too_long(text: str) -> None:
    for message in (
        Text(text=clean(text)),
        Choices(prompt=clean(text), options=(Option(id="a", label=clean(text)),)),
        File(file="f", name=clean(text)),
        Notice(template="t", fields={}, text=clean(text)),
    ):
        shown = rendered(message, link)
        assert isinstance(shown, str)
        assert size(shown) <= TEXT


def test_customer_service_bodies() -> None:
    assert customer_message("你好", "o1") == {
        "touser": "o1",
        "msgtype": "text",
        "text": {"content": "你好"},
    }
    body = customer_message(Article("题", "述", "https://u"), "o1")
    articles = [{"title": "题", "description": "述", "url": "https://u", "picurl": ""}]
    assert body == {"touser": "o1", "msgtype": "news", "news": {"articles": articles}}


# --- templates ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "most"),
    [("thing2", 20), ("thing", 20), ("phrase1", 5), ("character_string12", 32), ("other3", 200)],
)
def test_fields_are_cut_to_their_kind(name: str, most: int) -> None:
    assert field(name, "长" * 300) == "长" * (most - 1) + "…"
    assert field(name, "短") == "短"


@given(ANYTHING)
def test_fields_have_no_line_ends_and_are_never_empty(text: str) -> None:
    found = field("thing1", text)
    assert 1 <= len(found) <= 20
    assert not re.search(r"[\x00-\x1f\n]", found)


def test_a_template_names_its_page_and_its_key() -> None:
    notice = Notice(
        template="t", fields={"thing1": "体检", "time2": "2026年12月1日"}, text="x", url="https://u"
    )
    assert template_message(notice, "tpl", "o1", "k") == {
        "touser": "o1",
        "template_id": "tpl",
        "data": {"thing1": {"value": "体检"}, "time2": {"value": "2026年12月1日"}},
        "client_msg_id": "k",
        "url": "https://u",
    }
