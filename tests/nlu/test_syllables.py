"""Texts by how they sound."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.syllables import is_pinyin, sounds, syllables


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("备案", "bei an"),
        ("备按", "bei an"),
        ("beian", "bei an"),
        ("tuoyu butie", "tuo yu bu tie"),
        ("托育butie多少", "tuo yu bu tie duo shao"),
        ("wifi", "wifi"),
        ("60个托位", "60 ge tuo wei"),
        ("LianYunGang", "lian yun gang"),
        ("nv", "nv"),
        ("？！", ""),
    ],
)
def test_a_text_sounds(text: str, heard: str) -> None:
    assert sounds(text) == heard


def test_a_syllable_knows_where_it_stands() -> None:
    found = syllables("在 lianyun 办")
    assert [(s.start, s.end, s.typed) for s in found] == [
        (0, 1, False),
        (2, 6, True),
        (6, 9, True),
        (10, 11, False),
    ]


@pytest.mark.parametrize("text", ["jindong tuoyu butie duoshao", "wo xiang ban tuo yu"])
def test_typed_pinyin_is_told(text: str) -> None:
    assert is_pinyin(text)


@pytest.mark.parametrize("text", ["金东托育补贴", "wifi app", "ok", "", "DROP TABLE users"])
def test_what_is_no_pinyin_is_told(text: str) -> None:
    assert not is_pinyin(text)


@given(st.text(max_size=80))
def test_any_text_has_syllables_in_order(text: str) -> None:
    found = syllables(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(s.sound and s.start < s.end for s in found)
