"""A position in a talk: it answers the question for the place, a topic, or opens the talk."""

import json
from datetime import datetime
from typing import Any

import pytest

from bot.channels.jsonl import answer_line
from bot.conversation.messages import Reply, Status
from bot.conversation.position import _naming
from bot.conversation.service import Service
from bot.conversation.slot_answers import _READERS, value_for
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said
from tests.bot.said import AT

JINDONG, SHANTING, SEA = (29.2, 119.83), (35.08, 117.35), (35.5, 122.5)
BORDER = (29.0707, 119.6691)  # of 金东区 and 婺城区
Step = str | tuple[float, float]


def talk(talker: Talk, *steps: Step, now: datetime = AT) -> tuple[TalkState, Reply]:
    """The last reply after texts and positions, the state through JSON between them."""
    state, reply = TalkState(), Reply()
    for step in steps:
        said = Said(step) if isinstance(step, str) else Said(position=step)
        state, reply = talker.reply(state, said, now)
        state = TalkState.model_validate_json(state.model_dump_json())
    return state, reply


def words(reply: Reply) -> str:
    return "\n".join(message.plain() for message in reply.messages)


def test_it_answers_which_county(talker: Talk) -> None:
    state, reply = talk(talker, "我想开托育", JINDONG)
    assert state.session.slots["region"] == "330703"
    assert state.session.waiting == "form"
    assert "您在浙江省金华市金东区" in words(reply)
    assert "直接打地名" in words(reply)


@pytest.mark.parametrize(
    "before",
    [
        [],
        ["我想开托育"],
        ["我想开托育", "泽州县"],
        ["消防找谁"],
        ["帮我看看场地够不够格"],
        ["我家孩子能领多少钱"],
        ["我家孩子能领多少钱", "2025年6月"],
        ["消防找谁", "我想开托育"],
    ],
)
def test_it_does_what_the_countys_name_does(talker: Talk, before: list[str]) -> None:
    named, by_name = talk(talker, *before, "金东区")
    located, by_position = talk(talker, *before, JINDONG)
    assert located.session == named.session
    assert (located.topic, located.topic_region) == (named.topic, named.topic_region)
    assert located.choices == named.choices
    assert (by_position.status, by_position.region) == (by_name.status, by_name.region)


def test_after_a_topic_it_is_answered_for_that_county(talker: Talk) -> None:
    _, reply = talk(talker, "消防找谁", JINDONG)
    assert (reply.status, reply.topic, reply.region) == (Status.ANSWERED, "fire", "330703")
    assert "住建局" in words(reply)


def test_at_the_start_it_is_the_place_to_talk_about(talker: Talk) -> None:
    state, reply = talk(talker, SHANTING)
    assert (reply.status, state.topic_region) == (Status.ASKED, "370406")
    _, reply = talk(talker, SHANTING, "备案要什么材料")
    assert reply.region == "370406"


def test_it_may_be_corrected_by_a_name(talker: Talk) -> None:
    state, _ = talk(talker, "我想开托育", JINDONG, "不对，是泽州县")
    assert state.session.slots["region"] == "140525"


def test_at_a_border_it_asks_and_the_number_answers(talker: Talk) -> None:
    state, reply = talk(talker, "我想开托育", BORDER)
    assert reply.status is Status.ASKED
    assert [c.payload for c in state.choices] == ["region=330702", "region=330703"]
    assert "region" not in {k for k, v in state.session.slots.items() if v}
    state, _ = talk(talker, "我想开托育", BORDER, "2")
    assert state.session.slots["region"] == "330703"


def test_at_a_border_a_name_answers_too(talker: Talk) -> None:
    state, _ = talk(talker, "我想开托育", BORDER, "金东区")
    assert state.session.slots["region"] == "330703"


def test_at_a_border_after_a_topic_the_choice_is_answered(talker: Talk) -> None:
    _, reply = talk(talker, "消防找谁", BORDER, "2")
    assert (reply.topic, reply.region) == ("fire", "330703")


@pytest.mark.parametrize("before", [[], ["消防找谁"], ["我想开托育"]])
def test_at_sea_it_asks_for_a_name_and_the_question_again(talker: Talk, before: list[str]) -> None:
    state, reply = talk(talker, *before, SEA)
    assert reply.status is Status.ASKED
    assert "直接打地名" in words(reply)
    assert reply.region is None
    waits = state.session.waiting == "region"
    assert waits == ("打算开在哪个区县" in words(reply)) == (before == ["我想开托育"])


def test_every_other_question_stays_open() -> None:
    """「这里」 stands for the name, and is no answer to what is not a place."""
    said = _naming("330703")
    answers = {slot: value_for(slot, said) for slot in _READERS}
    places = {slot for slot, value in answers.items() if value == "330703"}
    assert places == {"home_region", "work_region"}
    assert {v for s, v in answers.items() if s not in places} == {None}
    assert said.only_place
    assert not said.is_question
    assert not said.corrects


async def line(service: Service, **fields: Any) -> dict[str, Any]:
    return await answer_line(service, json.dumps({"sender": "u1", **fields}))


async def test_the_jsonl_channel_takes_positions(service: Service) -> None:
    await line(service, text="我想开托育")
    asked = await line(service, location={"lat": BORDER[0], "lng": BORDER[1]})
    assert (asked["status"], asked["intent"]) == ("asked", "position")
    assert [c["id"] for c in asked["choices"]] == ["region=330702", "region=330703"]
    chosen = await line(service, choice="region=330703")
    assert chosen["region"] == "330703"
    clear = await line(service, location={"lat": SHANTING[0], "lng": SHANTING[1]})
    assert (clear["region"], clear["status"]) == ("370406", "asked")
    nowhere = await line(service, location={"lat": 0, "lng": 0})
    assert "没找到是哪个区县" in nowhere["text"]
