"""The training data: enough of it, varied, and nothing of the evaluation set in it."""

from collections import Counter
from itertools import chain

import yaml

from nlu.normalise import normalise
from tests.rasa_server import ROOT

FEWEST, FEWEST_FOREIGN = 60, 300


def training() -> dict[str, list[str]]:
    examples: dict[str, list[str]] = {}
    for path in sorted((ROOT / "nlu/data").glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if "intent" in block:
                lines = [line[2:].strip() for line in block["examples"].splitlines()]
                examples.setdefault(block["intent"], []).extend(lines)
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


def test_the_evaluation_set_asks_for_every_intent() -> None:
    assert {q["intent"] for q in questions()} == set(training())


def test_the_intents_page_names_every_intent() -> None:
    page = (ROOT / "nlu/INTENTS.md").read_text("utf-8")
    assert not [intent for intent in training() if intent not in page]
