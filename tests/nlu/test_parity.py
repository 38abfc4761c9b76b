"""The runtime and the live Rasa server say the same of every sentence.

Run by ``make parity``: it needs Rasa's environment and trains the model anew, so it also
shows that the committed export is what the committed data gives.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from nlu.rasa import RasaBackend
from nlu.runtime import Runtime
from tests.rasa_server import ROOT, rasa_server

pytestmark = pytest.mark.rasa
ODD = [
    "",
    "/greet",
    "  ",
    "👶👶👶",
    "a" * 1600,
    "咋备按",
    "<b>登记</b>",
    "60",
    "；DROP TABLE x",
    "\u200b",
]


@pytest.fixture(scope="module")
def server() -> Iterator[RasaBackend]:
    with rasa_server() as running:
        backend = RasaBackend(running.url)
        yield backend
        backend.close()


def sentences() -> list[str]:
    questions = yaml.safe_load((ROOT / "nlu/eval/questions.yml").read_text("utf-8"))
    turns = Path(ROOT / "nlu/eval/conversations.md").read_text("utf-8").splitlines()
    spoken = [line.lstrip("- ").strip() for line in turns if line and not line.startswith("#")]
    return [q["text"] for q in questions] + spoken + ODD


def test_same_intents_confidences_and_entities(server: RasaBackend) -> None:
    runtime, different = Runtime(), []
    for text in sentences():
        ours, theirs = runtime.parse(text), server.parse(text)
        close = all(
            abs(a.confidence - b.confidence) < 1e-4
            for a, b in zip(ours.ranking, theirs.ranking, strict=True)
        )
        if ours.intent.name != theirs.intent.name or not close or ours.entities != theirs.entities:
            different.append((text, ours, theirs))
    assert not different
    assert len(sentences()) > 600
