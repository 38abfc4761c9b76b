"""Red flags: what raises one, what must not, and what is said."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.danger import youngest
from content.danger import LONGEST, SEEN_AT_ONCE, Aside, Danger, Flag, Lexicon, Sign
from content.load import Library
from content.schema import Cite
from content.wording import PhraseInvalid, Vocabulary
from nlu.entities.temperature import temperature
from tests.content.small import problems

# The rules of the medical flags, as the sheet of facts has them.
CALLS = {"120", "110", "119", "12356", "12345", "12338"}


def _found(danger: Danger, text: str) -> str | None:
    flag = danger.find(text, youngest(text), temperature(text))
    return flag.id if flag else None


def test_every_hit_raises_a_flag(known: Library) -> None:
    silent = [
        (flag.id, text)
        for flag in known.danger.flags
        for text in flag.hit
        if _found(known.danger, text) is None
    ]
    whole = [text for text in known.danger.messages.hit if _found(known.danger, text) is None]
    assert (silent, whole) == ([], [])


def test_a_hit_raises_its_own_flag_or_a_more_pressing_one(known: Library) -> None:
    order = [flag.id for flag in known.danger.flags]
    less_pressing = [
        (flag.id, text)
        for flag in known.danger.flags
        for text in flag.hit
        if order.index(_found(known.danger, text) or order[-1]) > order.index(flag.id)
    ]
    assert less_pressing == []


def test_nothing_ordinary_raises_a_flag(known: Library) -> None:
    danger = known.danger
    ordinary = [*danger.messages.miss, *(text for flag in danger.flags for text in flag.miss)]
    false = [(text, _found(danger, text)) for text in ordinary if _found(danger, text)]
    assert false == []


def test_there_are_enough_of_both(known: Library) -> None:
    danger = known.danger
    assert sum(len(flag.hit) for flag in danger.flags) >= 400
    assert len(danger.messages.miss) + sum(len(flag.miss) for flag in danger.flags) >= 600


def test_no_sentence_stands_twice(known: Library) -> None:
    danger = known.danger
    all_of_them = [
        *danger.messages.hit,
        *danger.messages.miss,
        *(text for flag in danger.flags for text in [*flag.hit, *flag.miss]),
    ]
    assert sorted(t for t in set(all_of_them) if all_of_them.count(t) > 1) == []


def test_every_flag_has_its_place_in_the_order(known: Library) -> None:
    order = known.danger.lexicon.order
    assert sorted(order) == sorted(flag.id for flag in known.danger.flags)
    assert len(order) == len(set(order))


def test_the_number_stands_in_the_first_line(known: Library) -> None:
    for flag in known.danger.flags:
        assert any(number in flag.first[:SEEN_AT_ONCE] for number in flag.call), flag.id
        named = set(re.findall(r"(?<!\d)1\d{2}(?!\d)|(?<!\d)12\d{3}(?!\d)", flag.first))
        assert named & CALLS <= {*flag.call, "120"}, flag.id


def test_what_follows_fits_on_a_screen(known: Library) -> None:
    assert all(len(flag.rest) <= LONGEST for flag in known.danger.flags)


def test_whom_to_call_in_which_danger(known: Library) -> None:
    calls = {flag.id: flag.call[0] for flag in known.danger.flags}
    assert calls["fire"] == "119"
    assert calls["missing"] == calls["abuse"] == "110"
    assert calls["self_harm"] == "12356"
    assert calls["choking"] == calls["seizure"] == calls["poison"] == "120"


# --- the matter itself: said as the guidelines have it ----------------------------------------
@pytest.mark.parametrize(
    ("flag", "says"),
    [
        ("choking", ["拍背5下", "压胸5下", "腹部冲击"]),
        ("seizure", ["侧躺", "5分钟", "别撬嘴"]),
        ("burn", ["20分钟", "牙膏"]),
        ("poison", ["别催吐", "药盒"]),
        ("battery", ["别催吐"]),
        ("not_breathing", ["30下", "2口", "100～120"]),
        ("electric_shock", ["断电"]),
        ("drowning", ["控水"]),
        ("carbon_monoxide", ["开窗"]),
        ("young_fever", ["38℃"]),
        ("bite", ["15分钟", "狂犬"]),
        ("missing", ["不用等24小时"]),
    ],
)
def test_the_first_aid_is_named(known: Library, flag: str, says: list[str]) -> None:
    found = next(f for f in known.danger.flags if f.id == flag)
    text = f"{found.first}\n{found.rest}"
    assert [part for part in says if part not in text] == []


# --- figures ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("age", "degrees", "flag"),
    [
        (2.0, 38.0, "young_fever"),
        (2.9, 39.2, "young_fever"),
        (3.0, 38.0, None),
        (0.0, 37.4, None),
        (None, 38.0, None),
        (24.0, 41.0, "fever_grave"),
    ],
)
def test_age_and_temperature_decide(
    known: Library, age: float | None, degrees: float, flag: str | None
) -> None:
    found = known.danger.find("体温有点高", age, degrees)
    assert (found.id if found else None) == flag


def test_a_low_figure_rules_fever_out(known: Library) -> None:
    assert known.danger.find("宝宝发烧吗", 1.0, 37.0) is None
    found = known.danger.find("宝宝发烧", 1.0)
    assert found is not None
    assert found.id == "young_fever"


# --- asides: a danger that is only spoken of --------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "没有抽搐",
        "怎么预防噎住",
        "托育机构发生溺水谁负责",
        "去年抽过一次，现在能打疫苗吗",
        "万一孩子触电了怎么办",
        "热性惊厥会遗传吗",
    ],
)
def test_what_is_only_spoken_of_raises_nothing(known: Library, text: str) -> None:
    assert known.danger.find(text) is None


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("去年抽过一次，刚才又抽了", "seizure"),
        ("平时都注意预防的，现在孩子噎住了", "choking"),
        ("没有发烧，就是一直抽搐", "seizure"),
        ("是不是抽搐了", "seizure"),
    ],
)
def test_what_is_there_now_counts(known: Library, text: str, flag: str) -> None:
    found = known.danger.find(text)
    assert found is not None
    assert found.id == flag


def test_traditional_and_full_width_writing(known: Library) -> None:
    found = known.danger.find("寶寶１歲，開水燙了！")
    assert found is not None
    assert found.id == "burn"


@given(st.text(max_size=300), st.none() | st.floats(0, 40), st.none() | st.floats(30, 45))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_flag_or_none(
    known: Library, text: str, age: float | None, degrees: float | None
) -> None:
    found = known.danger.find(text, age, degrees)
    assert found is None or found in known.danger.flags


@given(st.text(alphabet="你好托育备案要什么材料，。 ", max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_call_for_help_is_found_wherever_it_stands(known: Library, around: str) -> None:
    assert known.danger.find(f"{around}。孩子噎住了脸发紫。") is not None


# --- the language and the loading -------------------------------------------------------------
def test_lists_gaps_and_nested_lists() -> None:
    words = Vocabulary({"child": ["宝宝", "娃"], "hurt": ["<child>~2疼"]})
    pattern = words.pattern(["<hurt>…3哭"])
    assert pattern.search("娃肚子疼，一直哭")
    assert not pattern.search("娃的小肚子疼，哭")
    assert not words.pattern([]).search("anything")


@pytest.mark.parametrize(
    ("lists", "phrase"), [({}, "<unknown>"), ({}, "("), ({"loop": ["<loop>"]}, "<loop>")]
)
def test_a_phrase_that_is_none_is_refused(lists: dict[str, list[str]], phrase: str) -> None:
    with pytest.raises(PhraseInvalid, match=re.escape(phrase)):
        Vocabulary(lists).pattern([phrase])


def _flag(**changes: object) -> Flag:
    fields: dict[str, object] = {
        "id": "x",
        "title": "x",
        "call": ["120"],
        "first": "马上打120",
        "now": ["等"],
        "cite": [Cite(source="s", section="1")],
        "says": ["抽搐"],
        "hit": ["抽搐"],
    }
    return Flag.model_validate(fields | changes)


def test_the_number_must_come_early_and_the_rest_be_short() -> None:
    with pytest.raises(ValueError, match="first 60"):
        _flag(first="请" * 60 + "打120")
    with pytest.raises(ValueError, match="longer than 400"):
        _flag(now=["等" * 401])
    with pytest.raises(ValueError, match="a sign needs"):
        Sign()


def test_an_aside_may_blank_the_rest_of_a_clause_only() -> None:
    aside = Aside(id="supposed", about=["万一"], unless=["现在"], blanks="rest")
    danger = Danger([_flag()], Lexicon(asides=[aside]))
    assert danger.find("万一抽搐呢") is None
    assert danger.find("抽搐了，万一") is not None
    assert danger.find("万一现在抽搐") is not None
    even = Danger([_flag(even_if=["supposed"])], Lexicon(asides=[aside]))
    assert even.find("万一抽搐呢") is not None


def test_a_wrong_phrase_is_named_with_file_and_line(tmp_path: Path) -> None:
    lexicon = "words:\n  child:\n    - 宝宝\ndenied:\n  - <none>了\n"
    (problem,) = problems(tmp_path, {"danger/words.yml": lexicon})
    assert (problem.file, problem.line) == ("danger/words.yml", 5)
    assert "no list 'none'" in problem.message


def test_an_unknown_key_is_named_with_file_and_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, {"danger/words.yml": "order: []\ncolour: red\n"})
    assert (problem.file, problem.line) == ("danger/words.yml", 2)
