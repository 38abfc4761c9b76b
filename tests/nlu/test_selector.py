"""Which article a parents' question is about, from the sentences taught for it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder import DIMENSIONS
from nlu.errors import ModelMissing
from nlu.selector import Grams, Lessons, Selector, taught
from nlu.taught import base, of_articles, sentences
from tests.content.articles import SENTENCES, lessons


@pytest.fixture(scope="module")
def selector() -> Selector:
    return Selector.of(lessons())


def best(scores: dict[str, float]) -> str:
    return max(scores, key=lambda name: scores[name])


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("发烧吃什么药", "fever"),
        ("拉肚子吃点啥", "diarrhoea"),
        ("几个月加米粉", "complementary_by_month"),
        ("一看电视就不动", "screen_time"),
        ("fashao zenme ban", "fever"),
        ("发骚怎么办", "fever"),
    ],
)
def test_the_sentences_of_an_article_speak_for_it(
    selector: Selector, text: str, article: str
) -> None:
    assert best(selector.scores(text)) == article


def test_every_sentence_is_most_like_its_own_article(selector: Selector) -> None:
    for article, texts in SENTENCES.items():
        for text in texts:
            assert best(selector.scores(text)) == article, text


def test_what_is_like_nothing_speaks_for_no_article(selector: Selector) -> None:
    assert set(selector.scores("wto").values()) == {0.0}


def test_the_encoders_vector_speaks_too() -> None:
    """Two articles of one wording: only the meaning, here by hand, tells them apart."""
    vectors = np.zeros((2, DIMENSIONS), np.float32)
    vectors[0, 0] = vectors[1, 1] = 1.0
    selector = Selector.of(Lessons([("one", "同一句话"), ("two", "同一句话")], [], vectors))
    assert best(selector.scores("同一句话", vectors[0])) == "one"
    assert best(selector.scores("同一句话", vectors[1])) == "two"
    even = selector.scores("同一句话")
    assert even["one"] == pytest.approx(even["two"], abs=1e-5)


def test_left_out_is_what_would_be_said_without_having_been_taught() -> None:
    """The short cut by the inverse's diagonal against teaching all the others anew."""
    asked = [("a", "发烧怎么办"), ("a", "发烧了"), ("b", "辅食怎么加"), ("b", "加辅食")]
    rows = np.eye(5, DIMENSIONS, dtype=np.float32)
    said = [("b", "辅食")]
    _, left_out = taught(Lessons(asked, said, rows))
    assert left_out.shape == (4, 2)
    # Its own sentence speaks for each; without it the others still do.
    assert left_out[0].argmax() == 0
    assert left_out[3].argmax() == 1
    assert (left_out < 1).all()


def test_nothing_taught_speaks_for_nothing() -> None:
    empty = Selector.of(Lessons([], [], np.zeros((0, DIMENSIONS), np.float32)))
    assert empty.scores("发烧") == {}


@given(st.text(max_size=120))
def test_any_text_has_finite_scores(text: str) -> None:
    scores = _SELECTOR.scores(text)
    assert set(scores) == set(SENTENCES)
    assert all(-2 < score < 2 for score in scores.values())


_SELECTOR = Selector.of(lessons())


def test_it_is_kept_and_read(selector: Selector, tmp_path: Path) -> None:
    file = tmp_path / "selector.npz"
    selector.save("mark", file)
    again = Selector.load(file)
    assert again.fingerprint == "mark"
    vector = np.full(DIMENSIONS, DIMENSIONS**-0.5, np.float32)
    for text in ("发烧怎么办", "la duzi", "没有的字龘"):
        assert again.scores(text, vector) == pytest.approx(selector.scores(text, vector), abs=5e-3)


def test_a_missing_or_broken_file_says_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "selector.npz"
    broken.write_bytes(b"no archive")
    for file in (broken, tmp_path / "none.npz"):
        with pytest.raises(ModelMissing, match="make train"):
            Selector.load(file)


def test_a_row_has_length_one_and_leaves_out_what_is_not_known() -> None:
    from collections import Counter

    grams = Grams.of([Counter("ab"), Counter("b")])
    indices, values = grams.row(Counter("aabz"))
    assert [grams.names[i] for i in indices] == ["a", "b"]
    assert float(values @ values) == pytest.approx(1)
    assert values[0] > values[1]
    assert grams.row(Counter("z"))[1].size == 0


def test_an_article_is_what_stands_behind_the_stroke() -> None:
    known = [
        ("parenting_question/fever", "发烧"),
        ("parenting_question", "带娃好累"),
        ("greet", "你好"),
    ]
    assert of_articles(known) == [("fever", "发烧")]
    assert [base(intent) for intent, _ in known] == [
        "parenting_question", "parenting_question", "greet",
    ]  # fmt: skip


def test_sentences_keep_the_article_and_neighbours_do_not(tmp_path: Path) -> None:
    from nlu.neighbours import examples

    text = 'version: "3.1"\nnlu:\n- intent: parenting_question/fever\n  examples: |\n    - 发烧\n'
    (tmp_path / "guidance.yml").write_text(text, encoding="utf-8")
    assert sentences(tmp_path) == [("parenting_question/fever", "发烧")]
    assert examples(tmp_path) == [("parenting_question", "发烧")]
