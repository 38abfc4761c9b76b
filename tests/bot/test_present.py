"""A reply as JSON and as plain text: numbers of sources and choices, and nothing lost on the way."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Choice, Reply, Status, Steps, StepView, Table
from bot.conversation.present import cited, plain, present
from content.answers import Footnote
from content.schema import Level


def note(source: str, section: str = "第1条", doc_no: str | None = "国卫〔2019〕1号") -> Footnote:
    return Footnote(
        id=source,
        title=f"文件{source}",
        doc_no=doc_no,
        section=section,
        layer=Level.COUNTY,
        region="330703",
        date=date(2020, 1, 2),
        note=None,
        due=False,
    )


def step(number: int, sources: tuple[int, ...] = (), done: bool = False) -> StepView:
    return StepView(
        id=f"s{number}",
        n=number,
        title=f"步骤{number}",
        done=done,
        authority="市场监管局",
        duration="3天",
        text="去登记",
        documents=("身份证", "租房合同"),
        sources=sources,
        depends=None,
    )


def test_sources_are_numbered_by_their_first_mention() -> None:
    reply = Reply()
    numbers = [reply.note(n) for n in (note("a"), note("b"), note("a"), note("a", "第2条"))]
    assert numbers == [1, 2, 1, 1]
    shown = present(reply)["sources"]
    assert [(s["n"], s["id"], s["section"]) for s in shown] == [
        (1, "a", "第1条、第2条"),
        (2, "b", "第1条"),
    ]
    assert (shown[0]["layer"], shown[0]["date"]) == ("区县", "2020-01-02")


def test_everything_a_person_sees_stands_in_the_text() -> None:
    reply = Reply(choices=[Choice("x", "营利性", "form=profit"), Choice("y", "都不是", "z")])
    reply.say(f"先登记[{reply.note(note('a'))}]")
    reply.messages.append(Steps("清单", (step(1, (1,), done=True), step(2)), "/checklist"))
    reply.messages.append(Table("对照", ("项目", "结果"), (("楼层", "符合"), ("面积", ""))))
    assert plain(reply).splitlines() == [
        "先登记[1]",
        "清单（已办1步，共2步）",
        "✓ 1. 步骤1",
        "   去哪办：市场监管局",
        "   去登记[1]",
        "   带什么：身份证、租房合同",
        "   要多久：3天",
        "□ 2. 步骤2",
        "   去哪办：市场监管局",
        "   去登记",
        "   带什么：身份证、租房合同",
        "   要多久：3天",
        "对照",
        "· 楼层｜结果：符合",
        "· 面积",
        "依据：",
        f"[1] {cited(note('a'))}",
        "1. 营利性",
        "2. 都不是",
    ]


def test_a_source_without_a_number_and_one_to_be_checked() -> None:
    reply = Reply()
    reply.note(note("a", doc_no=None))
    reply.note(Footnote(**{**vars(note("b")), "due": True}))
    _, first, second = plain(reply).splitlines()
    assert first.startswith("[1] 《文件a》第1条")
    assert second.startswith("[2] 《文件b》（国卫〔2019〕1号）第1条")
    assert ("待核实" in first, "待核实" in second) == (False, True)


def test_steps_count_what_is_done() -> None:
    shown = Steps("清单", (step(1, done=True), step(2), step(3))).to_json()
    assert (shown["type"], shown["done"], shown["total"]) == ("steps", 1, 3)


def test_payloads_stay_with_us() -> None:
    shown = present(Reply(choices=[Choice("1", "营利性", "form=profit")]))
    assert shown["choices"] == [{"id": "1", "label": "营利性"}]


words = st.text(max_size=20)


@given(
    st.lists(words),
    st.lists(st.builds(Choice, words, words, words)),
    st.lists(st.builds(note, words, words, words)),
    st.lists(st.tuples(words, words)),
    st.sampled_from(Status),
    st.floats(0, 1),
)
def test_json_round_trip(
    texts: list[str],
    choices: list[Choice],
    notes: list[Footnote],
    rows: list[tuple[str, ...]],
    status: Status,
    confidence: float,
) -> None:
    reply = Reply(choices=choices, status=status, confidence=confidence)
    for text in texts:
        reply.say(text)
    numbers = tuple(reply.note(n) for n in notes)
    reply.messages += [Steps("清单", (step(1, numbers),)), Table("表", ("a", "b"), tuple(rows))]
    shown = present(reply)
    assert json.loads(json.dumps(shown)) == shown
    assert [s["n"] for s in shown["sources"]] == list(range(1, len(reply.sources) + 1))
    assert shown["text"] == plain(reply)
    for choice in choices:
        assert choice.label in shown["text"]


@given(words=st.integers(1, 900), documents=st.integers(0, 9))
def test_documents_are_named_as_far_as_a_phone_has_room(words: int, documents: int) -> None:
    reply = Reply()
    marks = "".join(f"[{reply.note(note(str(n)))}]" for n in range(documents))
    reply.say("字" * words + marks)
    text = plain(reply)
    named = text.count("《文件")
    assert named <= min(documents, 4)
    assert named >= min(documents, 1)
    assert len(text) <= 500 or named == min(documents, 4)
    left = documents - named
    assert (f"另有{left}份依据文件。" in text) == bool(left)
