"""Danger signs in a talk: before everything, in the middle of anything."""

from typing import Any

import pytest

from bot.conversation.danger import DESPAIR, DOUBTFUL, SURE_OF_DANGER, youngest
from bot.conversation.messages import Reply, Status
from bot.conversation.present import present
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said
from content.danger import SEEN_AT_ONCE
from nlu.alarm import Heard
from tests.bot.said import AT


def talk(talker: Talk, *texts: str) -> tuple[TalkState, Reply]:
    """The last reply, the state through JSON between the turns."""
    state, reply = TalkState(), Reply()
    for text in texts:
        state, reply = talker.reply(state, Said(text), AT)
        state = TalkState.model_validate_json(state.model_dump_json())
    return state, reply


def first_line(reply: Reply) -> str:
    return str(present(reply)["text"]).split("\n")[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("宝宝发烧39度2 还抽了", "120"),
        ("两个月的宝宝三十八度五", "120"),
        ("家里着火了孩子还在屋里", "119"),
        ("孩子在超市不见了", "110"),
        ("老师把我家孩子打了", "110"),
        ("我不想活了", "12356"),
    ],
)
def test_the_first_line_says_whom_to_call(talker: Talk, text: str, number: str) -> None:
    _, reply = talk(talker, text)
    assert reply.status is Status.EMERGENCY
    assert number in first_line(reply)[:SEEN_AT_ONCE]
    assert reply.sources


def test_nothing_but_the_danger_is_answered(talker: Talk) -> None:
    state, reply = talk(talker, "金东区备案去哪办？要带什么材料？孩子噎住了怎么办")
    assert reply.status is Status.EMERGENCY
    assert reply.topic is None
    assert reply.choices == state.choices == []
    assert "备案" not in str(present(reply)["text"])


def test_inside_a_flow_the_open_question_waits(talker: Talk) -> None:
    state, reply = talk(talker, "我想在金东开个托育", "孩子触电了")
    assert reply.status is Status.EMERGENCY
    assert "断电" in first_line(reply)
    assert state.session.waiting == "form"
    state, reply = talk(talker, "我想在金东开个托育", "孩子触电了", "营利的")
    assert state.session.slots["form"] == "profit"


def test_a_number_behind_it_picks_no_old_choice(talker: Talk) -> None:
    state, _ = talk(talker, "你好", "宝宝喘不上气")
    assert state.choices == []


def test_of_abuse_the_policy_is_answered_too(talker: Talk) -> None:
    _, reply = talk(talker, "我家孩子在托育园被老师打了，去哪投诉")
    assert reply.status is Status.EMERGENCY
    assert first_line(reply).startswith("先打110")


def test_a_choice_without_words_raises_nothing(talker: Talk) -> None:
    _, reply = talker.reply(TalkState(), Said(choice="topic=fire"), AT)
    assert reply.status is not Status.EMERGENCY


def test_a_long_story_that_was_cut_is_answered_first(talker: Talk) -> None:
    story = "今天带孩子出去玩，" * 40 + "回来发现孩子昏过去了"
    _, reply = talker.reply(TalkState(), Said(story, cut=True), AT)
    assert reply.status is Status.EMERGENCY
    assert "120" in first_line(reply)


@pytest.mark.parametrize(
    "text",
    ["没有抽搐，就是有点烧", "怎么预防噎住", "抽空去体检", "孩子想死我了", "打110举报电话是多少"],
)
def test_the_ordinary_goes_its_way(talker: Talk, text: str) -> None:
    _, reply = talk(talker, text)
    assert reply.status is not Status.EMERGENCY


def test_the_youngest_age_counts() -> None:
    assert youngest("老大3岁，小的2个月大") == 2
    assert youngest("两岁以上的孩子") is None
    assert youngest("发烧了") is None


class Says:
    """A second opinion that is always the same."""

    def __init__(self, danger: float, kind: str) -> None:
        self.heard = Heard(danger, {kind: 1.0})

    def hear(self, text: str, vector: Any) -> Heard:
        return self.heard


def test_a_doubt_comes_with_a_button_for_the_steps(
    talker: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talker.alarms, "second", Says(DOUBTFUL, "seizure"))
    state, reply = talk(talker, "备案要什么材料")
    assert "120" in reply.messages[0].plain()
    assert reply.topic == "filing_materials"
    last = reply.choices[-1]
    assert (last.label, last.payload) == ("马上要做什么：抽搐", "danger=seizure")
    _, steps = talker.reply(state, Said("", choice=last.payload), AT)
    assert steps.status is Status.EMERGENCY
    assert steps.messages[0].plain().startswith("马上打120")


def test_the_buttons_of_an_open_question_keep_their_numbers(
    talker: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "我想在金东开托育"
    _, asked = talk(talker, text)
    monkeypatch.setattr(talker.alarms, "second", Says(DOUBTFUL, "burn"))
    _, warned = talk(talker, text)
    assert asked.choices
    assert warned.choices[:-1] == asked.choices
    assert warned.choices[-1].payload == "danger=burn"


@pytest.mark.parametrize("payload", ["danger=", "danger=nothing", "danger=seizure:2"])
def test_a_button_of_no_danger_does_nothing(talker: Talk, payload: str) -> None:
    _, reply = talker.reply(TalkState(), Said("", choice=payload), AT)
    assert reply.status is not Status.EMERGENCY


def test_the_surest_doubt_is_no_alarm(talker: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talker.alarms, "second", Says(SURE_OF_DANGER - 0.01, "seizure"))
    _, reply = talk(talker, "备案要什么材料")
    assert reply.status is Status.ANSWERED
    monkeypatch.setattr(talker.alarms, "second", Says(SURE_OF_DANGER, "seizure"))
    _, reply = talk(talker, "备案要什么材料")
    assert reply.status is Status.EMERGENCY


def test_a_doubt_of_many_kinds_has_the_steps_for_any(
    talker: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = Heard(DOUBTFUL, {"anaphylaxis": 0.3, "burn": 0.2, "poison": 0.2})
    says = Says(DOUBTFUL, "burn")
    says.heard = several
    monkeypatch.setattr(talker.alarms, "second", says)
    _, reply = talk(talker, "备案要什么材料")
    assert reply.choices[-1].payload == "danger=unclear"


@pytest.mark.parametrize(("danger", "raised"), [(0.79, False), (0.8, True)])
def test_letters_alone_must_sound_surer(
    talker: Talk, monkeypatch: pytest.MonkeyPatch, danger: float, raised: bool
) -> None:
    monkeypatch.setattr(talker.alarms, "second", Says(danger, "burn"))
    _, reply = talk(talker, "jintian qu nali wan")
    assert (reply.status is Status.EMERGENCY) is raised


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("差几天满三个月 烧38度9", True),
        ("才二十来天 体温38度5", True),
        ("不到三个月 有点烧", True),
        ("er ge yue fashao", True),
        ("八个月 烧38度", False),
        ("十三个月 烧38度", False),
        ("两岁 烧38度", False),
    ],
)
def test_who_may_be_under_three_months(
    talker: Talk, monkeypatch: pytest.MonkeyPatch, text: str, young: bool
) -> None:
    """Where the second opinion hears a young child's fever, the age must allow it."""
    monkeypatch.setattr(talker.alarms, "second", Says(0.9, "young_fever"))
    _, reply = talk(talker, text)
    assert (reply.status is Status.EMERGENCY) is young


def test_nobody_in_doubt_is_told_that_it_is_not_our_business(
    talker: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talker.alarms, "second", Says(DOUBTFUL, "abuse"))
    _, reply = talk(talker, "今天股票怎么样")
    assert reply.status is Status.DECLINED
    assert [message.plain() for message in reply.messages] == [
        "如果有人正在伤害孩子，或者孩子找不到了，马上打110。"
    ]


@pytest.mark.parametrize(
    ("kind", "danger", "warned"),
    [
        ("self_harm", DESPAIR, True),
        ("self_harm", DESPAIR - 0.01, False),
        ("burn", DESPAIR, False),
    ],
)
def test_despair_is_heard_sooner(
    talker: Talk, monkeypatch: pytest.MonkeyPatch, kind: str, danger: float, warned: bool
) -> None:
    monkeypatch.setattr(talker.alarms, "second", Says(danger, kind))
    _, reply = talk(talker, "备案要什么材料")
    assert reply.messages[0].plain().startswith("如果您觉得撑不下去，随时打12356") is warned
