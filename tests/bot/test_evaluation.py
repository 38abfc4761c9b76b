"""The evaluation judges rightly: a check that cannot fail would be worth nothing."""

from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import report
from bot.evaluation.grade import Grade, grade
from bot.evaluation.questions import EvaluationInvalid, Question, read
from content.load import load
from content.regions import Regions

JINDONG, NATION = "330703", "000000"


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load().regions


def reply(text: str, topic: str | None = "fees", status: str = "answered") -> dict[str, Any]:
    return {"text": text, "topic": topic, "status": status, "confidence": 0.9}


def asked(**more: Any) -> Question:
    return Question(text="问", topic=("fees",), region=JINDONG, status="answered", **more)


@pytest.mark.parametrize(
    ("said", "right"),
    [("每班补5万元", True), ("每班补 五万 元", True), ("每班补２万元", False), ("", False)],
)
def test_one_of_each_facts_spellings_must_stand_there(
    said: str, right: bool, regions: Regions
) -> None:
    question = asked(facts=[["5万", "五万"]])
    assert grade(question, reply(said), [JINDONG], "f", regions).right is right


def test_every_fact_must_stand_there(regions: Regions) -> None:
    found = grade(asked(facts=[["甲"], ["乙"]]), reply("只有甲"), [], "f", regions)
    assert not found.right
    assert found.missing == ("乙",)


def test_what_must_not_stand_there_makes_it_wrong(regions: Regions) -> None:
    assert not grade(asked(facts=[["甲"]], never=["1600"]), reply("甲1600"), [], "f", regions).right


def test_another_places_source_makes_it_wrong(regions: Regions) -> None:
    question = asked(facts=[["甲"]])
    assert grade(question, reply("甲"), [NATION, "330000", JINDONG], "f", regions).right
    assert not grade(question, reply("甲"), ["320700"], "f", regions).right


def test_without_facts_the_topic_decides(regions: Regions) -> None:
    assert grade(asked(), reply("甲"), [], "f", regions).right
    assert not grade(asked(), reply("甲", topic="fire"), [], "f", regions).right


def test_what_is_to_be_declined_must_be(regions: Regions) -> None:
    question = Question(text="问", status="declined")
    assert grade(question, reply("不归我管", None, "declined"), [], "f", regions).right
    assert not grade(question, reply("好的", None, "asked"), [], "f", regions).right


def graded(wanted: str, said: str | None, confidence: float = 0.9) -> Grade:
    question = Question(text="问", topic=(wanted,))
    answer = {**reply("甲", said), "confidence": confidence}
    return grade(question, answer, [], "f", Regions())


def test_macro_f1_counts_every_topic_alike() -> None:
    grades = [graded("a", "a")] * 9 + [graded("b", "a")]
    # a: precision 0.9, recall 1; b: never said.
    assert report.macro_f1(grades) == pytest.approx((2 * 9 / 19 + 0) / 2)


def test_calibration_is_the_gap_between_sure_and_right() -> None:
    grades = [graded("a", "a", 0.95)] * 3 + [graded("a", "b", 0.95)]
    assert report.calibration_error(grades) == pytest.approx(0.2)
    assert report.calibration(grades) == [(pytest.approx(0.95), 0.75, 4)]


def test_confusions_name_the_pairs() -> None:
    found = report.confusions([graded("a", "b"), graded("a", "b"), graded("a", "a")])
    assert found == ["  2  a → b"]


def test_a_broken_file_says_where(tmp_path: Path) -> None:
    part = tmp_path / "open"
    part.mkdir()
    (part / "a.yml").write_text("- {text: 问, topik: fees}\n", "utf-8")
    with pytest.raises(EvaluationInvalid, match=r"a\.yml"):
        read("open", tmp_path)
    with pytest.raises(EvaluationInvalid, match="no questions"):
        read("heldout", tmp_path)
