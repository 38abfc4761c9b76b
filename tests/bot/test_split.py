"""Several questions in one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.split import MOST, clauses, on_both_sides


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("备案去哪？要带什么", ["备案去哪", "要带什么"]),
        ("备案去哪还有消防咋办", ["备案去哪", "还有消防咋办"]),
        ("好，备案去哪", ["好备案去哪"]),
        ("备案去哪，对", ["备案去哪对"]),
        ("备案去哪", ["备案去哪"]),
        ("？？", []),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_a_story_keeps_its_last_clauses() -> None:
    assert clauses("，".join(f"第{n}句话" for n in range(20)))[-1] == "第19句话"
    assert len(clauses("，".join(f"第{n}句话" for n in range(20)))) == MOST


def test_an_and_joins_two_topics() -> None:
    assert on_both_sides("登记和备案分别去哪", ["登记"], ["备案"])
    assert on_both_sides("备案跟登记分别去哪", ["登记"], ["备案"])
    assert not on_both_sides("登记备案去哪", ["登记"], ["备案"])


@given(st.text(max_size=100))
def test_any_text_splits_into_what_stands_in_it(text: str) -> None:
    assert all(len(part) >= 1 for part in clauses(text))
    assert len(clauses(text)) <= MOST
