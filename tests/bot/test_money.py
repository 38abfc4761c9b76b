"""Money: what its flows ask, what comes out of them, and how it is told."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.answering import Answering
from bot.conversation.messages import Reply, Status, Table
from bot.conversation.money import facts as money_facts
from bot.conversation.money import view as money_view
from bot.conversation.money.birth import assessed, either_end
from bot.conversation.money.questions import worth_asking
from bot.conversation.money.side import SIDES
from bot.conversation.money.side import known as facts_of
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said, Turn
from content.load import Library
from content.rules.programmes import Verdict, assess
from flows import events

NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
TODAY = NOW.date()
JINDONG, ZEZHOU, SHANTING, LIANYUNGANG, LINYI, YIWU = (
    "330703", "140525", "370406", "320700", "371300", "330782",
)  # fmt: skip
PLACES = [JINDONG, ZEZHOU, SHANTING, LIANYUNGANG, LINYI, YIWU]
FORMS = ["profit", "nonprofit", "public", "kindergarten", "employer", "community", "home"]
OPERATOR, PARENT = SIDES[money_facts.OPERATOR], SIDES[money_facts.PARENT]
CENTRE = {"region": JINDONG, "form": "profit", "inclusive": True, "added_classes": 3.0,
          "places": 48.0, "in_community": True, "award": "none"}  # fmt: skip


# --- a talk ---------------------------------------------------------------------------------
def talked(talker: Talk, *lines: str) -> TalkState:
    """The state after these messages; what has a = in it is a choice."""
    state = TalkState()
    for line in lines:
        said = Said(choice=line) if "=" in line else Said(line)
        state, _ = talker.reply(state, said, NOW)
    return state


def turn_of(talker: Talk, state: TalkState, text: str) -> Turn:
    return Turn(state.model_copy(deep=True), Reply(), NOW, talker.understand(Said(text), NOW))


def finished(flow: str, slots: dict[str, Any], talker: Talk) -> TalkState:
    """The state after a money flow that had all of these slots."""
    state = TalkState()
    state.session.slots = dict(slots)
    turn = Turn(state, Reply(), NOW)
    talker.runner.run(turn, events.Start(flow))
    assert not turn.state.session.stack
    turn.state.last = {"text": "\n".join(m.plain() for m in turn.reply.messages)}
    return turn.state


@pytest.fixture
def centre(talker: Talk) -> TalkState:
    """After the operators' flow for an inclusive centre in 金东."""
    return finished("operator_money", CENTRE, talker)


# --- not knowing ----------------------------------------------------------------------------
@pytest.mark.parametrize("region", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_who_knows_nothing_is_promised_nothing(talker: Talk, region: str, form: str) -> None:
    state, reply = talker.reply(
        TalkState(), Said(choice=f"start=operator_money:region={region}"), NOW
    )
    state, reply = talker.reply(state, Said(choice=f"form={form}"), NOW)
    for _ in range(9):
        if state.session.waiting is None:
            break
        state, reply = talker.reply(state, Said("不知道"), NOW)
    assert reply.status is Status.DONE
    text = "\n".join(m.plain() for m in reply.messages)
    assert "第一年合计" not in text
    assert reply.region == region


def test_elsewhere_nobody_is_asked_about_jindongs_money(known: Library) -> None:
    slots = {"region": LINYI, "form": "nonprofit"}
    asked = worth_asking(known, OPERATOR, slots, TODAY)
    assert {"added_classes", "award", "places"}.isdisjoint(asked)
    at_home = worth_asking(known, OPERATOR, {**slots, "region": JINDONG}, TODAY)
    assert {"added_classes", "award", "places", "inclusive"} <= set(at_home)


def test_questions_answered_stay_in_the_list(known: Library) -> None:
    asked = worth_asking(known, OPERATOR, {**CENTRE, "nature": "unknown"}, TODAY)
    assert set(CENTRE) | {"nature"} <= set(asked)


# --- a birth known to the month -------------------------------------------------------------
@given(day=st.dates(date(2021, 1, 1), date(2027, 12, 31)), claimed=st.sampled_from([True, False]))
def test_a_month_says_no_more_than_each_of_its_days(
    known: Library, day: date, claimed: bool
) -> None:
    told = {"region": JINDONG, "chinese": True, "claimed": claimed, "pays_income_tax": True}
    month = assessed(known, "parent", {**told, "birth_date": day.isoformat()[:7]}, TODAY)
    exact = assess(known, "parent", {**told, "birth_date": day.isoformat()}, TODAY)
    for vague, sure in zip(month.items, exact.items, strict=True):
        assert vague.programme.id == sure.programme.id
        assert vague.verdict in (sure.verdict, Verdict.UNKNOWN)
        if vague.verdict is not Verdict.UNKNOWN:
            assert vague == sure
    assert month.first_year <= exact.first_year


def test_the_two_ends_of_a_month() -> None:
    ends = either_end({"birth_date": "2024-02", "claimed": True})
    assert [e["birth_date"] for e in ends] == [date(2024, 2, 1), date(2024, 2, 29)]
    assert either_end({"birth_date": "2024-02-03"}) == [{"birth_date": "2024-02-03"}]
    assert either_end({}) == [{}]


# --- afterwards -----------------------------------------------------------------------------
def told(talker: Talk, state: TalkState, text: str) -> str:
    """What ``total`` answers; empty where it leaves the sentence to others."""
    turn = turn_of(talker, state, text)
    before = turn.state.model_dump_json()
    answered = talker.actions.money.total(turn)
    assert turn.state.model_dump_json() == before
    assert answered == bool(turn.reply.messages)
    return "\n".join(m.plain() for m in turn.reply.messages)


@pytest.mark.parametrize("text", ["一共多少", "总共能拿多少钱？", "再算一下", "那合计多少呢"])
def test_the_sum_again(talker: Talk, centre: TalkState, text: str) -> None:
    answer = told(talker, centre, text)
    assert "第一年合计226800元" in answer
    assert "以后每年76800元" in answer


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("如果不是普惠呢", "第一年少166800元，以后每年少76800元"),
        ("那5个班呢", "第一年多100000元"),
        ("如果开5个班能拿多少", "第一年合计326800元"),
        ("要是评上省级呢", "第一年多150000元"),
        ("如果在泽州呢", "第一年少226800元"),
        ("要是还没备案呢", "结果不变"),
    ],
)
def test_a_supposition_is_worked_out_and_forgotten(
    talker: Talk, centre: TalkState, text: str, says: str
) -> None:
    answer = told(talker, centre, text)
    assert says in answer
    assert "假如这样" in answer


@pytest.mark.parametrize(
    "text",
    ["如果收60个孩子要几个老师", "60个孩子要几个老师呢", "一共要几个老师", "那连云港呢", "你好"],
)
def test_other_questions_are_left_to_others(talker: Talk, centre: TalkState, text: str) -> None:
    assert told(talker, centre, text) == ""


def test_half_a_sentence_is_about_the_last_reply(talker: Talk, centre: TalkState) -> None:
    centre.last = {"text": "消防找住建局。"}
    assert told(talker, centre, "那5个班呢") == ""
    assert told(talker, centre, "如果5个班呢") != ""


def test_no_sum_before_anything_is_known(talker: Talk) -> None:
    assert told(talker, TalkState(), "一共多少") == ""
    state = TalkState(topic="operator_subsidy")
    assert told(talker, state, "一共多少") == ""
    state.session.slots = dict(CENTRE)
    assert "226800" in told(talker, state, "一共多少")


def test_the_sum_in_the_middle_counts_what_is_known(talker: Talk) -> None:
    state = talked(
        talker, f"start=operator_money:region={JINDONG}", "form=profit", "普惠的", "3个班"
    )
    assert state.session.waiting == "places"
    answer = told(talker, state, "一共多少")
    assert "第一年合计150000元" in answer
    assert "告诉我一共多少个托位" in answer


def test_a_place_alone_completes_the_result(talker: Talk) -> None:
    state = finished("parent_money", {"birth_date": "2025-06", "home_region": "unknown",
                                      "work_region": "unknown", "pays_income_tax": True}, talker)  # fmt: skip
    state, reply = talker.reply(state, Said("金东区"), NOW)
    assert state.session.slots["home_region"] == JINDONG
    assert state.session.slots.get("region") is None
    assert "今年合计3600元" in "\n".join(m.plain() for m in reply.messages)


def test_a_new_start_asks_again_what_was_left_open(talker: Talk) -> None:
    state = talked(talker, "flow=operator_money", "不知道", "不知道", "取消")
    assert state.session.slots["money_unsure"] == ["region", "form"]
    state = talked(talker, "flow=operator_money", "不知道", "不知道", "取消", "flow=operator_money")
    assert state.session.waiting == "region"


def test_restart_asks_from_the_beginning(talker: Talk) -> None:
    state = talked(talker, "flow=operator_money", "不知道", "form=profit", "重来")
    assert state.session.waiting == "region"
    assert state.session.slots.get("form") is None


def test_the_topics_place_is_taken_over(talker: Talk) -> None:
    state = TalkState(topic="operator_subsidy", topic_region=JINDONG)
    state, _ = talker.reply(state, Said(choice="flow=operator_money"), NOW)
    assert state.session.slots["region"] == JINDONG
    assert state.session.waiting == "form"


@pytest.mark.parametrize("payload", ["award=gold", "insured=maybe", "work_region=000001",
                                     "home_region=x", "start=nothing", "birth_date=2024-01-01"])  # fmt: skip
def test_payloads_are_checked(talker: Talk, payload: str) -> None:
    state = talked(talker, "flow=parent_money", payload)
    assert state.session.waiting == "birth_date"
    assert state.session.slots.get("birth_date") is None
    assert state.session.slots.get(payload.partition("=")[0]) is None


# --- words of the result --------------------------------------------------------------------
def test_the_table(talker: Talk, known: Library) -> None:
    reply = Reply()
    talker.actions.money.operator(CENTRE, NOW).payload(reply)
    (table,) = [m for m in reply.messages if isinstance(m, Table)]
    assert table.head == money_view.HEAD
    assert [row[1] for row in table.rows] == sorted(
        (row[1] for row in table.rows), key=["能", "还不知道", "不能"].index
    )
    assert table.rows[0][0] == "金东区增设班补助"
    assert all("[" in row[3] for row in table.rows)
    assert all(row[2] for row in table.rows if row[1] == "能")
    assert not any(row[2] for row in table.rows if row[1] == "不能")
    assert "226800" in reply.messages[0].plain()
    own = set(known.regions.layers(JINDONG))
    assert {known.sources[note.id].region for note in reply.sources} <= own


def test_what_is_kept_is_plain_json(talker: Talk) -> None:
    kept = talker.actions.money.operator(CENTRE, NOW).slots["money_sum"]
    assert json.loads(json.dumps(kept)) == kept
    assert kept["first"] == 226800
    assert kept["after"] == 76800


def test_what_is_the_same_is_not_told_as_a_change(known: Library) -> None:
    facts = facts_of(OPERATOR, CENTRE)
    found = assess(known, "operator", facts, TODAY)
    kept = money_view.snapshot(found)
    assert money_view.difference(found, kept, "上次算的", OPERATOR.period) == ""
    assert money_view.difference(found, None, "上次算的", OPERATOR.period) == ""
    other = assess(known, "operator", {**facts, "in_community": False}, TODAY)
    changed = money_view.difference(other, kept, "上次算的", OPERATOR.period)
    assert "合计的钱数没变" in changed
    assert "从“能”变成“不能”" in changed


def test_nothing_found_has_no_table_and_no_sum(known: Library) -> None:
    nothing = assess(known, "nobody", {}, TODAY)
    reply = Reply()
    assert nothing.items == ()
    money_view.MoneyView(Answering(known)).table(reply, "", nothing, TODAY, set())
    assert reply.messages == []
    assert money_view.total(nothing, OPERATOR.period) == ""
    assert money_view.left_unsaid(nothing) == ""
    assert "没有能享受的" in money_view.lead(nothing, "", OPERATOR.period)


@given(st.lists(st.text("甲乙，；。", max_size=200), max_size=5))
def test_a_cell_stays_short(texts: list[str]) -> None:
    cell = money_view.shortened(tuple(texts))
    assert len(cell) <= 92
    if texts and len(texts[0]) < 50:
        assert cell.startswith(texts[0])


def test_an_uncovered_place_is_named(talker: Talk) -> None:
    reply = Reply()
    talker.actions.money.operator({"region": YIWU, "form": "profit"}, NOW).payload(reply)
    assert "义乌市的当地文件我们没有收录" in "\n".join(m.plain() for m in reply.messages)


@pytest.mark.parametrize("days", [0, 40, 400, 5000])
def test_on_any_day_there_is_an_answer(talker: Talk, days: int) -> None:
    for slots, action in (
        (CENTRE, talker.actions.money.operator),
        ({"birth_date": "2025-06", "home_region": JINDONG}, talker.actions.money.parent),
    ):
        reply = Reply()
        action(slots, NOW + timedelta(days=days)).payload(reply)
        assert reply.status is Status.DONE
        assert len(reply.messages) >= 3
