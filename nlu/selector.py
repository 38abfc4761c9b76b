"""Which article a parents' question is about: the second stage behind ``parenting_question``.

Ridge regression of the articles on what a question is made of: its characters and pairs of them,
its syllables and pairs of them (homophones, typed pinyin), and the sentence encoder's vector. It
is taught the sentences of ``parenting_question/<article>`` and, with less weight, what the
articles themselves say. ``python -m bot.teach`` writes it; ``make train`` does.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.encoder import DIMENSIONS
from nlu.errors import UNREADABLE, ModelMissing
from nlu.grams import by_characters, by_sound

FILE = Path(__file__).parent / "model/selector.npz"
CODE = ("selector.py", "encoder.py", "grams.py", "normalise.py", "syllables.py")
# How much of the likeness of two questions is that of their parts.
_WRITTEN, _SPOKEN, _MEANT = 0.3, 0.3, 0.4
# How far a line may be from its article, and a line of the article itself.
_RIDGE, _RIDGE_OF_LINES = 0.5, 0.7


class Grams:
    """Texts as rows of TF-IDF of length one, over the grams of those it was made from."""

    def __init__(self, names: Sequence[str], idf: "np.ndarray") -> None:
        self.names = list(names)
        self.idf = idf
        self._number = {name: i for i, name in enumerate(self.names)}

    @classmethod
    def of(cls, rows: Sequence[Counter[str]]) -> "Grams":
        counts = Counter(gram for row in rows for gram in row)
        names = sorted(counts)
        idf = [math.log((1 + len(rows)) / (1 + counts[name])) + 1 for name in names]
        return cls(names, np.array(idf))

    def row(self, counts: Counter[str]) -> tuple["np.ndarray", "np.ndarray"]:
        """Indices and values of a text's row; grams that are not known are left out."""
        known = [(self._number[g], 1 + math.log(n)) for g, n in counts.items() if g in self._number]
        indices = np.array([i for i, _ in known], np.int64)
        values = np.array([v for _, v in known]) * self.idf[indices]
        return indices, values / (np.linalg.norm(values) or 1.0)


@dataclass(frozen=True)
class Lessons:
    """What is taught: (article, text) pairs, and the texts' vectors in the same order.

    ``asked``: sentences of parents; ``said``: lines of the articles.
    """

    asked: Sequence[tuple[str, str]]
    said: Sequence[tuple[str, str]]
    vectors: "np.ndarray"

    @property
    def all(self) -> list[tuple[str, str]]:
        return [*self.asked, *self.said]


class Selector:
    """Scores articles; about 1 for the one that is asked for, about 0 for the others."""

    def __init__(
        self, articles: Sequence[str], grams: tuple[Grams, Grams], weights: "np.ndarray"
    ) -> None:
        """``grams``: written, spoken. ``weights``: a row a feature, a column an article."""
        self.articles = list(articles)
        self.fingerprint = ""
        self._written, self._spoken = grams
        self._weights = weights

    @classmethod
    def of(cls, lessons: Lessons) -> "Selector":
        return taught(lessons)[0]

    @classmethod
    def load(cls, file: Path = FILE) -> "Selector":
        """Raises ModelMissing where there is none."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                written, spoken = (
                    Grams(str(arrays[part]).split("\n"), arrays[f"{part}_idf"].astype(np.float64))
                    for part in ("written", "spoken")
                )
                weights = arrays["weights"].astype(np.float32)
                articles = str(arrays["articles"]).split("\n")
                made = cls(articles, (written, spoken), weights)
                made.fingerprint = str(arrays["fingerprint"])
        except UNREADABLE as error:
            raise ModelMissing(
                f"no choice of articles in {file} ({error}): run make train"
            ) from error
        return made

    def scores(self, text: str, vector: "np.ndarray | None" = None) -> dict[str, float]:
        """Article → score. ``vector``: the encoder's of the text, where the backend gives one."""
        sums = np.zeros(len(self.articles))
        start = 0
        for grams, row, part in self._parts(text):
            indices, values = grams.row(row)
            sums += math.sqrt(part) * (values @ self._weights[start + indices])
            start += len(grams.names)
        if vector is not None:
            sums += math.sqrt(_MEANT) * (vector @ self._weights[start:])
        return {name: float(score) for name, score in zip(self.articles, sums, strict=True)}

    def _parts(self, text: str) -> tuple[tuple[Grams, Counter[str], float], ...]:
        return (
            (self._written, by_characters(text), _WRITTEN),
            (self._spoken, by_sound(text), _SPOKEN),
        )

    def save(self, fingerprint: str, file: Path = FILE) -> None:
        arrays: dict[str, Any] = {
            "articles": np.array("\n".join(self.articles)),
            "weights": self._weights.astype(np.float16),
            "fingerprint": np.array(fingerprint),
        }
        for part, grams in (("written", self._written), ("spoken", self._spoken)):
            arrays[part] = np.array("\n".join(grams.names))
            arrays[f"{part}_idf"] = grams.idf.astype(np.float32)
        np.savez_compressed(file, **arrays)


def taught(lessons: Lessons) -> tuple[Selector, "np.ndarray"]:
    """The selector, and for each sentence asked the scores it would get had it not been taught.

    Solved in the space of the texts, which are fewer than their grams; leaving one out is then
    a matter of the inverse's diagonal.
    """
    articles = sorted({article for article, _ in lessons.all})
    texts = [text for _, text in lessons.all]
    written, spoken = [by_characters(t) for t in texts], [by_sound(t) for t in texts]
    grams = (Grams.of(written), Grams.of(spoken))
    rows = np.hstack(
        [
            math.sqrt(_WRITTEN) * _matrix(grams[0], written),
            math.sqrt(_SPOKEN) * _matrix(grams[1], spoken),
            math.sqrt(_MEANT) * lessons.vectors.astype(np.float32).reshape(len(texts), DIMENSIONS),
        ]
    )
    wanted = np.array([[article == name for name in articles] for article, _ in lessons.all])
    wanted = wanted.astype(np.float32).reshape(len(texts), len(articles))
    ridge = [_RIDGE] * len(lessons.asked) + [_RIDGE_OF_LINES] * len(lessons.said)
    inverse = np.linalg.inv(rows @ rows.T + np.diag(np.array(ridge, np.float32)))
    duals = inverse @ wanted
    left_out = wanted - duals / np.diag(inverse)[:, None]
    return Selector(articles, grams, rows.T @ duals), left_out[: len(lessons.asked)]


def _matrix(grams: Grams, counts: Sequence[Counter[str]]) -> "np.ndarray":
    matrix = np.zeros((len(counts), len(grams.names)), np.float32)
    for number, row in enumerate(counts):
        indices, values = grams.row(row)
        matrix[number, indices] = values
    return matrix
