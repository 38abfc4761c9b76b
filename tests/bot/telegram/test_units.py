"""Cutting and shortening: within the limit, nothing lost, no character taken apart."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bot.channels import cutting
from bot.channels.telegram.units import head, shortened, units, whole

texts = st.text(st.sampled_from("托育，。\n ！a&<😀👩🏻🇨🇳\u200d\u0301"), max_size=300)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def cut(text: str, most: int) -> list[str]:
    return cutting.cut(text, partial(head, most=most))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(texts | anything, st.integers(8, 60))
def test_every_part_fits_and_nothing_is_lost(text: str, most: int) -> None:
    parts = cut(text, most)
    assert parts
    assert all(units(part) <= most for part in parts)
    assert squeezed("".join(parts)) == squeezed(text)


@given(texts | anything, st.integers(2, 60))
def test_shortened_fits_and_is_the_beginning(text: str, most: int) -> None:
    short = shortened(text, most)
    assert units(short) <= most
    assert short == text or text.startswith(short[:-1])


def test_a_text_is_cut_after_a_line_then_after_a_sentence() -> None:
    assert cut("第一行字\n第二行。第三", 8) == ["第一行字", "第二行。第三"]
    assert cut("一二三四五。六七八", 8) == ["一二三四五。", "六七八"]


def test_an_emoji_of_several_characters_stays_whole() -> None:
    family, flag, hand = "👨\u200d👩\u200d👧", "🇨🇳", "👍🏽"
    for emoji in (family, flag, hand, "e\u0301"):
        parts = cut("字" * 19 + emoji + "尾", 20)
        assert any(emoji in part for part in parts)
        assert "".join(parts) == "字" * 19 + emoji + "尾"


def test_a_pile_of_marks_is_cut_all_the_same() -> None:
    assert [units(part) for part in cut("e" + "\u0301" * 99, 40)] == [40, 40, 20]


@given(st.text(st.characters(exclude_categories=[]), max_size=50))
def test_whole_can_be_written_down(text: str) -> None:
    assert "\x00" not in whole(text)
    assert whole(text).encode("utf-8").decode("utf-8") == whole(whole(text))
