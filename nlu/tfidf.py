"""Character n-gram TF-IDF, small enough to be the same code in Rasa and in the runtime."""

import math
from collections import Counter
from collections.abc import Iterable

import numpy as np

from nlu.normalise import normalise

ORDERS = (1, 2)


def grams(text: str) -> Counter[str]:
    """Counts of the 1- and 2-grams of the normalised text, its two ends marked."""
    marked = f"^{normalise(text)}$"
    return Counter(
        marked[i : i + n] for n in ORDERS for i in range(len(marked) - n + 1) if marked[i] != " "
    )


class CharTfidf:
    """``fit`` on texts, then ``vector``: indices and values of an L2-normed sparse row."""

    def __init__(self, vocabulary: dict[str, int], idf: "np.ndarray", scale: float) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        self.scale = scale

    @classmethod
    def fit(cls, texts: Iterable[str], min_df: int = 2, scale: float = 1.0) -> "CharTfidf":
        """Learn the vocabulary: grams in at least ``min_df`` texts, in sorted order."""
        rows = [set(grams(text)) for text in texts]
        counts = Counter(gram for row in rows for gram in row)
        kept = sorted(gram for gram, count in counts.items() if count >= min_df)
        idf = [math.log((1 + len(rows)) / (1 + counts[gram])) + 1 for gram in kept]
        return cls({g: i for i, g in enumerate(kept)}, np.array(idf, dtype=np.float64), scale)

    def vector(self, text: str) -> tuple["np.ndarray", "np.ndarray"]:
        counted = [
            (self.vocabulary[g], 1 + math.log(n))
            for g, n in grams(text).items()
            if g in self.vocabulary
        ]
        if not counted:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
        counted.sort()
        indices = np.array([i for i, _ in counted], dtype=np.int64)
        values = np.array([v for _, v in counted]) * self.idf[indices]
        return indices, values * (self.scale / math.sqrt(float(values @ values)))
