"""The runtime and the live Rasa server say the same of every sentence.

Run by ``make parity``: it needs Rasa's environment and trains the model anew, so it also
shows that the committed export is what the committed data gives. That is compared less closely:
training ends after so many steps, and another processor's rounding ends it elsewhere.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from nlu.parse import Parse
from nlu.rasa import RasaBackend
from nlu.runtime import Runtime
from tests.rasa_server import RASA, ROOT, rasa_server

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


@pytest.fixture(scope="module")
def fresh(server: RasaBackend, tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """The export of the model that the server has."""
    folder = tmp_path_factory.mktemp("model")
    command = [str(RASA), "-W", "ignore", "-m", "nlu.train.export", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return Runtime(folder)


def same(ours: Parse, theirs: Parse, within: float) -> bool:
    """Whether they differ in no entity and by so little in every confidence."""
    likely = {intent.name: intent.confidence for intent in theirs.ranking}
    # What stands at the ranking's end may be another's there.
    least = min(likely.values())
    off = [abs(intent.confidence - likely.get(intent.name, least)) for intent in ours.ranking]
    return ours.entities == theirs.entities and max(off) < within


def test_the_runtime_says_what_the_server_says(server: RasaBackend, fresh: Runtime) -> None:
    asked = sentences()
    pairs = [(fresh.parse(text), server.parse(text)) for text in asked]
    different = [ours.text for ours, theirs in pairs if not same(ours, theirs, 1e-5)]
    other = [ours.text for ours, theirs in pairs if ours.intent.name != theirs.intent.name]
    assert (different, other) == ([], [])
    assert len(asked) > 600


def test_the_committed_export_is_of_the_committed_data(fresh: Runtime) -> None:
    committed = Runtime()
    different = [t for t in sentences() if not same(committed.parse(t), fresh.parse(t), 2e-3)]
    assert (different, committed.fingerprint) == ([], fresh.fingerprint)
