"""The training data: enough of it, varied, and nothing of the evaluation set in it."""

from collections import Counter
from itertools import chain

import yaml

from bot.evaluation.questions import Question, read
from nlu.normalise import normalise
from nlu.taught import base
from tests.rasa_server import ROOT

FEWEST, FEWEST_FOREIGN = 45, 300


def training() -> dict[str, list[str]]:
    """Sentences by intent; those of the articles are one intent, as the classifier learns them."""
    examples: dict[str, list[str]] = {}
    for path in sorted((ROOT / "nlu/data").glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if "intent" in block:
                lines = [line[2:].strip() for line in block["examples"].splitlines()]
                examples.setdefault(base(block["intent"]), []).extend(lines)
    return examples


def questions() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load(
        (ROOT / "nlu/eval/questions.yml").read_text("utf-8")
    )
    return found


def test_every_intent_has_enough_examples() -> None:
    counts = {intent: len(set(lines)) for intent, lines in training().items()}
    assert not {i: n for i, n in counts.items() if n < FEWEST}
    assert counts["out_of_scope"] >= FEWEST_FOREIGN


def test_no_example_stands_twice() -> None:
    counts = Counter(normalise(line) for line in chain.from_iterable(training().values()))
    assert not [line for line, count in counts.items() if count > 1]


def test_the_evaluation_set_is_not_in_the_training_data() -> None:
    trained = {normalise(line) for line in chain.from_iterable(training().values())}
    assert len(questions()) >= 300
    assert not [q["text"] for q in questions() if normalise(q["text"]) in trained]


def answers() -> list[Question]:
    """Both parts of the questions whose answers are graded."""
    root = ROOT / "nlu/eval/answers"
    return [q for part in ("open", "heldout") for talk in read(part, root) for q in talk.turns]


def test_the_graded_questions_are_many_and_not_in_the_training_data() -> None:
    trained = {normalise(line) for line in chain.from_iterable(training().values())}
    alone = [q for q in answers() if len(q.text) > 8 and q.topic]
    assert len(answers()) >= 800
    assert not [q.text for q in alone if normalise(q.text) in trained]


def test_no_graded_question_stands_in_both_parts() -> None:
    root = ROOT / "nlu/eval/answers"
    alone = [{t.name for t in read(part, root)} for part in ("open", "heldout")]
    assert not alone[0] & alone[1]


def test_the_evaluation_asks_for_every_intent() -> None:
    asked = {q["intent"] for q in questions()}
    asked |= {f"ask_{topic}" for q in answers() for topic in q.topic}
    assert asked == set(training())


def test_the_intents_page_names_every_intent() -> None:
    page = (ROOT / "nlu/INTENTS.md").read_text("utf-8")
    assert not [intent for intent in training() if intent not in page]
