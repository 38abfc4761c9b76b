"""The training sentences most like a question."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import neighbours
from nlu.errors import ModelMissing
from nlu.neighbours import Neighbours

TAUGHT = [
    ("ask_filing", "备案去哪里办"),
    ("ask_filing", "备案找谁"),
    ("ask_filing", "在哪备案"),
    ("ask_fire", "消防怎么验收"),
    ("ask_fire", "消防检查"),
    ("greet", "你好"),
]


@pytest.fixture(scope="module")
def taught() -> Neighbours:
    return Neighbours.of(TAUGHT)


def best(found: dict[str, float]) -> str:
    return max(found, key=lambda name: found[name])


def test_the_nearest_sentences_speak_for_their_intent(taught: Neighbours) -> None:
    assert best(taught.written("备案在哪里办")) == "ask_filing"
    assert "greet" not in taught.written("备案在哪里办")


def test_homophones_and_pinyin_are_heard(taught: Neighbours) -> None:
    assert best(taught.spoken("背暗去哪里办")) == "ask_filing"
    assert best(taught.spoken("xiaofang jiancha")) == "ask_fire"
    assert taught.written("xiaofang jiancha") == {}


def test_the_same_sentence_is_alike_in_proportion(taught: Neighbours) -> None:
    """One of three: the mean over the three nearest, of which only one is the same."""
    assert taught.written("你好")["greet"] == pytest.approx(1 / 3, abs=1e-3)


def test_it_is_kept_and_read(taught: Neighbours, tmp_path: Path) -> None:
    file = tmp_path / "index.npz"
    taught.save([intent for intent, _ in TAUGHT], file)
    again = Neighbours.load(file)
    for text in ("备案在哪里办", "xiaofang", "你好呀", "没有的字龘"):
        for kept, fresh in (
            (again.written(text), taught.written(text)),
            (again.spoken(text), taught.spoken(text)),
        ):
            assert kept.keys() == fresh.keys()
            assert all(kept[k] == pytest.approx(fresh[k], abs=2e-3) for k in kept)


def test_a_missing_or_broken_index_says_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "index.npz"
    broken.write_bytes(b"no archive")
    for file in (broken, tmp_path / "none.npz"):
        with pytest.raises(ModelMissing, match="make train"):
            Neighbours.load(file)


def test_the_index_belongs_to_the_data() -> None:
    """Whoever changes nlu/data or the features runs `make train`."""
    assert Neighbours.load().fingerprint == neighbours.fingerprint()


@given(st.text(max_size=120))
def test_any_text_has_likenesses_between_0_and_1(text: str) -> None:
    small = Neighbours.of(TAUGHT)
    for found in (small.written(text), small.spoken(text)):
        assert all(0 < likeness < 1.001 for likeness in found.values())


def test_what_nobody_of_ours_speaks_of_is_strange(taught: Neighbours) -> None:
    assert taught.strange("备案去哪里办") == 0
    assert taught.strange("律师事务所年检") > 0.8
    assert taught.strange("") == taught.strange("xiaofang") == 0
