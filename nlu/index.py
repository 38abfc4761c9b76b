"""Labelled texts as TF-IDF rows, turned over: for each gram the texts that have it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np

# The score of a label is the mean likeness of this many of its texts.
NEAREST = 3
_LOOKED_AT = 60


class Index:
    """Built once from the texts, kept as arrays: ``arrays`` and ``from_arrays``."""

    def __init__(
        self,
        labels: Sequence[str],
        grams: Sequence[str],
        idf: "np.ndarray",
        postings: tuple["np.ndarray", "np.ndarray", "np.ndarray"],
    ) -> None:
        """``postings``: where each gram's begin (and the last end), text numbers, weights."""
        self._labels = list(labels)
        self._number = {gram: i for i, gram in enumerate(grams)}
        self._idf = idf
        self._begins, self._texts, self._values = postings
        self._unseen = math.log(1 + len(self._labels)) + 1

    @classmethod
    def build(cls, rows: Sequence[Counter[str]], labels: Sequence[str]) -> Self:
        counts = Counter(gram for row in rows for gram in row)
        grams = sorted(counts)
        idf = np.array([math.log((1 + len(rows)) / (1 + counts[g])) + 1 for g in grams])
        nothing = (np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))
        index = cls(labels, grams, idf, nothing)
        found: list[list[tuple[int, float]]] = [[] for _ in grams]
        for text, row in enumerate(rows):
            for gram, weight in index._weights(row):
                found[gram].append((text, weight))
        index._begins = np.cumsum([0, *map(len, found)])
        index._texts = np.array([t for texts in found for t, _ in texts], np.int32)
        index._values = np.array([w for texts in found for _, w in texts], np.float32)
        return index

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], prefix: str, labels: Sequence[str]) -> Self:
        grams = str(arrays[f"{prefix}_grams"]).split("\n")
        begins, texts, values = (arrays[f"{prefix}_{k}"] for k in ("begins", "texts", "values"))
        postings = (begins.astype(np.int64), texts.astype(np.int32), values.astype(np.float32))
        return cls(labels, grams, arrays[f"{prefix}_idf"].astype(np.float64), postings)

    def arrays(self, prefix: str) -> dict[str, Any]:
        return {
            f"{prefix}_grams": np.array("\n".join(self._number)),
            f"{prefix}_idf": self._idf.astype(np.float32),
            f"{prefix}_begins": self._begins.astype(np.int32),
            f"{prefix}_texts": self._texts.astype(np.uint16),
            f"{prefix}_values": self._values.astype(np.float16),
        }

    def nearest(self, grams: Counter[str]) -> dict[str, float]:
        """Label → mean likeness (0 to 1) of its nearest texts; labels far from it are left out."""
        likeness = np.zeros(len(self._labels), np.float32)
        for gram, weight in self._weights(grams):
            part = slice(self._begins[gram], self._begins[gram + 1])
            likeness[self._texts[part]] += self._values[part] * weight
        best: dict[str, list[float]] = {}
        for text in _highest(likeness):
            scores = best.setdefault(self._labels[text], [])
            if len(scores) < NEAREST and likeness[text] > 0:
                scores.append(float(likeness[text]))
        return {label: sum(scores) / NEAREST for label, scores in best.items() if scores}

    def _weights(self, row: Counter[str]) -> list[tuple[int, float]]:
        """L2-normed TF-IDF; grams nobody has seen count towards the norm alone."""
        known = {g: self._number.get(g) for g in row}
        weights = {
            g: (1 + math.log(n)) * (self._unseen if known[g] is None else self._idf[known[g]])
            for g, n in row.items()
        }
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return [(i, float(weights[g]) / norm) for g, i in known.items() if i is not None]


def _highest(likeness: "np.ndarray") -> "np.ndarray":
    """The texts that are looked at, most alike first; ties in their own order."""
    if len(likeness) <= _LOOKED_AT:
        return np.argsort(-likeness, kind="stable")
    least = np.partition(likeness, -_LOOKED_AT)[-_LOOKED_AT]
    near = np.flatnonzero(likeness >= least)
    return near[np.argsort(-likeness[near], kind="stable")][:_LOOKED_AT]
