"""How much a message sounds like an emergency, and like which: a second opinion on red flags.

People in fear do not use the words that anybody has listed. Logistic regression on the message's
characters and syllables (hashed: what nobody was taught costs nothing) and on the sentence encoder's
vector, taught the sentences of nlu/alarms and everything else that people say. ``python -m
bot.teach`` writes it; ``make train`` does.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.encoder import DIMENSIONS
from nlu.errors import ModelMissing
from nlu.grams import by_characters, by_sound

FILE = Path(__file__).parent / "model/alarm.npz"
FOLDER = Path(__file__).parent / "alarms"
CODE = ("alarm.py", "encoder.py", "grams.py", "normalise.py", "syllables.py")
_WRITTEN, _SPOKEN = 4096, 2048
_WORDS = _WRITTEN + _SPOKEN
# How much of a message's length each part has.
_SHARES = ((slice(0, _WRITTEN), 0.3), (slice(_WRITTEN, _WORDS), 0.3), (slice(_WORDS, None), 0.4))
_STEPS, _RATE, _MOMENTUM, _DECAY = 400, 40.0, 0.9, 1e-5
# An emergency that is missed weighs more than a false alarm, beyond being rarer.
_WEIGHT = 0.35


@dataclass(frozen=True)
class Heard:
    """``danger``: how likely it is one, 0 to 1. ``kinds``: flag → its share of certainty."""

    danger: float
    kinds: dict[str, float]


class Alarm:
    """Hears emergencies."""

    def __init__(self, idf: "np.ndarray", weights: "np.ndarray", kinds: Sequence[str]) -> None:
        """``weights``: a row a feature and one for the constant; a column for danger, then a kind each."""
        self.kinds = list(kinds)
        self.fingerprint = ""
        self._idf, self._weights = idf, weights

    @classmethod
    def load(cls, file: Path = FILE) -> "Alarm":
        """Raises ModelMissing where there is none."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                weights = arrays["weights"].astype(np.float32)
                made = cls(arrays["idf"], weights, str(arrays["kinds"]).split("\n"))
                made.fingerprint = str(arrays["fingerprint"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelMissing(f"no second opinion in {file} ({error}): run make train") from error
        return made

    @classmethod
    def of(
        cls,
        alarms: Sequence[tuple[str, str]],
        others: Sequence[str],
        vectors: "np.ndarray",
    ) -> "Alarm":
        """``alarms``: (flag, text); ``others``: no emergencies. ``vectors``: of these, in order."""
        texts = [*(text for _, text in alarms), *others]
        counts = _counts(texts)
        idf = np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0))) + 1
        rows = _rows(counts, vectors, idf)
        kinds = sorted({flag for flag, _ in alarms})
        danger = np.arange(len(texts)) < len(alarms)
        which = np.array([[flag == kind for kind in kinds] for flag, _ in alarms], np.float32)
        columns = [_fitted(rows, danger.astype(np.float32)[:, None], _balance(danger)), _fitted(rows[: len(alarms)], which)]  # fmt: skip
        return cls(idf.astype(np.float32), np.hstack(columns), kinds)

    def hear(self, text: str, vector: "np.ndarray") -> Heard:
        row = _rows(_counts([text]), vector[None, :], self._idf)[0]
        danger, *kinds = row @ self._weights[:-1] + self._weights[-1]
        shares = _softmax(np.array([kinds]))[0]
        named = {kind: float(share) for kind, share in zip(self.kinds, shares, strict=True)}
        return Heard(float(1 / (1 + np.exp(-danger))), named)

    def save(self, fingerprint: str, file: Path = FILE) -> None:
        np.savez_compressed(
            file,
            weights=self._weights.astype(np.float16),
            idf=self._idf.astype(np.float32),
            kinds=np.array("\n".join(self.kinds)),
            fingerprint=np.array(fingerprint),
        )


def _counts(texts: Sequence[str]) -> "np.ndarray":
    counts = np.zeros((len(texts), _WORDS), np.float32)
    for number, text in enumerate(texts):
        for gram, count in by_characters(text).items():
            counts[number, zlib.crc32(gram.encode()) % _WRITTEN] += count
        for gram, count in by_sound(text).items():
            counts[number, _WRITTEN + zlib.crc32(gram.encode()) % _SPOKEN] += count
    return counts


def _rows(counts: "np.ndarray", vectors: "np.ndarray", idf: "np.ndarray") -> "np.ndarray":
    parts = [np.log1p(counts) * idf, vectors.reshape(len(counts), DIMENSIONS)]
    rows: np.ndarray = np.hstack(parts).astype(np.float32)
    for part, share in _SHARES:
        length = np.linalg.norm(rows[:, part], axis=1, keepdims=True)
        rows[:, part] *= np.sqrt(share) / np.maximum(length, 1e-6)
    return rows


def _balance(danger: "np.ndarray") -> "np.ndarray":
    """A weight for each text, 1 in the middle."""
    rare = (~danger).sum() / max(1, danger.sum())
    weights = np.where(danger, max(1.0, rare * _WEIGHT), 1.0)
    balanced: np.ndarray = (weights / weights.mean()).astype(np.float32)
    return balanced


def _fitted(
    rows: "np.ndarray", wanted: "np.ndarray", weights: "np.ndarray | None" = None
) -> "np.ndarray":
    """Regression by steepest descent with momentum; the constant comes last. No chance in it."""
    rows = np.hstack([rows, np.ones((len(rows), 1), np.float32)])
    each = np.ones(len(rows), np.float32) if weights is None else weights
    found = np.zeros((rows.shape[1], wanted.shape[1]), np.float32)
    speed = found.copy()
    likely = _softmax if wanted.shape[1] > 1 else _sigmoid
    for _ in range(_STEPS):
        ahead = found + _MOMENTUM * speed
        off = (likely(rows @ ahead) - wanted) * each[:, None] / len(rows)
        slope = rows.T @ off + _DECAY * ahead
        speed = _MOMENTUM * speed - _RATE * slope
        found = found + speed
    return found


def _sigmoid(values: "np.ndarray") -> "np.ndarray":
    likely: np.ndarray = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return likely


def _softmax(values: "np.ndarray") -> "np.ndarray":
    high = np.exp(values - values.max(axis=1, keepdims=True))
    shares: np.ndarray = high / high.sum(axis=1, keepdims=True)
    return shares
