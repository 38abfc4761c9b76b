"""Money: what sentences say of it, and what that means in its flows."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Reply
from bot.conversation.money import facts as money_facts
from bot.conversation.money import words as money_words
from bot.conversation.slot_answers import value_for
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said, Turn
from flows import events

NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
JINDONG, SHANTING = "330703", "370406"


def talked(talker: Talk, *lines: str) -> TalkState:
    """The state after these messages; what has a = in it is a choice."""
    state = TalkState()
    for line in lines:
        said = Said(choice=line) if "=" in line else Said(line)
        state, _ = talker.reply(state, said, NOW)
    return state


def turn_of(talker: Talk, state: TalkState, text: str) -> Turn:
    return Turn(state.model_copy(deep=True), Reply(), NOW, talker.understand(Said(text), NOW))


# --- words ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("普惠的", {"inclusive": True}),
        ("不是普惠", {"inclusive": False}),
        ("还没评上普惠", {"inclusive": False}),
        ("非普惠", {"inclusive": False}),
        ("加3个班", {"added_classes": 3.0}),
        ("新开两个班", {"added_classes": 2.0}),
        ("3个班", {}),
        ("在小区里", {"in_community": True}),
        ("不在小区里", {"in_community": False}),
        ("备过案了", {"filed": True}),
        ("已经备案了", {"filed": True}),
        ("还没去备案", {"filed": False}),
        ("没评上", {"award": "none"}),
        ("省级", {"award": "province"}),
        ("评上了市级示范", {"award": "city"}),
        ("没有生育保险", {"insured": False}),
        ("单位交社保", {"insured": True}),
        ("工资低，不交个税", {"pays_income_tax": False}),
        ("交个税", {"pays_income_tax": True}),
        ("申请过", {"claimed": True}),
        ("还没申请过", {"claimed": False}),
        ("消防找谁", {}),
    ],
)
def test_what_a_sentence_says(text: str, said: dict[str, Any]) -> None:
    assert money_words.read(text) == said


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = money_words.read(text)
    assert set(found) <= set(money_words.READERS)
    assert None not in found.values()


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("added_classes", "就3个", 3.0),
        ("added_classes", "不加", None),
        ("added_classes", "没有", 0.0),
        ("enrolled", "还没", 0.0),
        ("enrolled", "30个孩子", 30.0),
        ("inclusive", "是的", True),
        ("inclusive", "不是", False),
        ("filed", "没有", False),
        ("award", "都没有", "none"),
        ("birth_date", "2024年3月5号生的", "2024-03-05"),
        ("birth_date", "今年5月出生", "2026-05"),
        ("birth_date", "12月生的", "2025-12"),
        ("birth_date", "一岁半", "vague"),
        ("birth_date", "2024年的", "vague"),
        ("birth_date", "三个月前生的", "vague"),
        ("work_region", "跟户口一样", "same"),
        ("work_region", "全职妈妈", "unknown"),
        ("home_region", "户口在山亭区", SHANTING),
    ],
)
def test_an_answer(talker: Talk, asked: str, text: str, value: Any) -> None:
    said = talker.understand(Said(text), NOW)
    assert said is not None
    assert value_for(asked, said) == value


def test_a_birth_is_no_opening(talker: Talk) -> None:
    said = talker.understand(Said("孩子是2024年3月5号生的"), NOW)
    assert said is not None
    assert "opening_date" not in said.facts
    assert money_facts.stated(said) == {"birth_date": "2024-03-05"}


# --- what facts mean ------------------------------------------------------------------------
def test_classes_are_new_classes_for_an_operator(talker: Talk) -> None:
    turn = turn_of(talker, TalkState(), "3个班，48个托位")
    command = money_facts.adapted(turn, events.Start("operator_money", {"classes": 3.0}))
    assert command == events.Start("operator_money", {"added_classes": 3.0})


def test_other_flows_are_left_alone(talker: Talk) -> None:
    turn = turn_of(talker, TalkState(), "备过案了，3个班")
    command = events.Start("open_daycare", {"classes": 3.0})
    assert money_facts.adapted(turn, command) is command


def test_a_familys_places_are_no_institutions(talker: Talk) -> None:
    text = "户口在山亭区，我在杭州上班，孩子2024年3月5号生的"
    turn = turn_of(talker, TalkState(), text)
    given_ = events.Start("parent_money", {"region": SHANTING, "children": 1.0})
    command = money_facts.adapted(turn, given_)
    assert command == events.Start(
        "parent_money",
        {"birth_date": "2024-03-05", "home_region": SHANTING, "work_region": "330100"},
    )


def test_a_word_in_passing_overturns_nothing(talker: Talk) -> None:
    state = talked(talker, "flow=operator_money", f"region={JINDONG}", "form=profit")
    state.session.slots["filed"] = False
    turn = turn_of(talker, state, "备过案了")
    filled = money_facts.adapted(turn, events.Fill({"inclusive": True}))
    corrected = money_facts.adapted(turn, events.Correct({"inclusive": True}))
    assert filled == events.Fill({"inclusive": True})
    assert corrected == events.Correct({"inclusive": True, "filed": True})


def test_after_a_parents_flow_a_plan_is_a_plan_again(talker: Talk) -> None:
    state = TalkState()
    state.session.ended = ["parent_money"]
    turn = turn_of(talker, state, "不对，我是非营利的")
    command = events.Correct({"form": "nonprofit", "region": JINDONG})
    assert money_facts.adapted(turn, command) == events.Correct({"form": "nonprofit"})
