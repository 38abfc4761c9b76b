"""How much a message sounds like an emergency, and like which: a second opinion on red flags.

People in fear do not use the words that anybody has listed. A message is a row: its characters and
syllables (hashed: what nobody was taught costs nothing) and the sentence encoder's vector. Logistic
regression on it, taught the sentences of nlu/alarms and everything else that people say, is leant
towards what the taught messages nearest to it are. ``python -m bot.teach`` writes it; ``make train``
does.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.encoder import DIMENSIONS
from nlu.errors import UNREADABLE, ModelMissing
from nlu.grams import by_characters, by_sound

FILE = Path(__file__).parent / "model/alarm.npz"
FOLDER = Path(__file__).parent / "alarms"
CODE = ("alarm.py", "encoder.py", "grams.py", "normalise.py", "syllables.py")
_WRITTEN, _SPOKEN = 4096, 2048
_WORDS = _WRITTEN + _SPOKEN
# How much of a message's length each part has.
_SHARES = ((slice(0, _WRITTEN), 0.3), (slice(_WRITTEN, _WORDS), 0.3), (slice(_WORDS, None), 0.4))
_STEPS, _DECAY = 150, 1.5e-5
# The constant as a feature; how bent the loss is at most (softmax: a half), a tenth beyond.
_CONSTANT, _BENT = 0.1, 0.55
# An emergency that is missed weighs more than a false alarm.
_WEIGHT = 1.4
# The nearest are looked for in so many dimensions, the ones in which taught messages differ most …
_DIMENSIONS, _ROUNDS, _MORE = 128, 3, 16
# … among the emergencies and what is not far from one: log odds.
_FAR = -3.0
# So many count, one that is less alike by a tenth half as much.
_NEAREST, _SHARPNESS = 10, 8.0
# What an emergency as nearest adds to the log odds, and what is taken off for all.
_LEAN, _LESS = 5.0, 3.0


@dataclass(frozen=True)
class Heard:
    """``danger``: how likely it is one, 0 to 1. ``kinds``: flag → its share of certainty."""

    danger: float
    kinds: dict[str, float]


@dataclass(frozen=True)
class Near:
    """Taught messages in few dimensions. ``points``: a row each; ``danger``: which tell of one."""

    plane: "np.ndarray"
    points: "np.ndarray"
    danger: "np.ndarray"

    @classmethod
    def of(cls, rows: "np.ndarray", plane: "np.ndarray", danger: "np.ndarray") -> "Near":
        return cls(plane, _unit(rows @ plane), danger)

    def share(self, row: "np.ndarray") -> float:
        """How much of what is nearest to a message tells of a danger, 0 to 1."""
        alike = self.points @ _unit((row @ self.plane)[None, :])[0]
        nearest = np.argpartition(-alike, min(_NEAREST, len(alike) - 1))[:_NEAREST]
        weights = np.exp(_SHARPNESS * (alike[nearest] - alike[nearest].max()))
        return float(weights @ self.danger[nearest] / weights.sum())


class Alarm:
    """Hears emergencies."""

    def __init__(
        self, idf: "np.ndarray", weights: "np.ndarray", near: Near, kinds: Sequence[str]
    ) -> None:
        """``weights``: a row a feature and one for the constant; a column for danger, then a kind each."""
        self.kinds = list(kinds)
        self.fingerprint = ""
        self._idf, self._weights, self._near = idf, weights, near

    @classmethod
    def load(cls, file: Path = FILE) -> "Alarm":
        """Raises ModelMissing where there is none."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                weights, plane, points = (
                    arrays[name].astype(np.float32) for name in ("weights", "plane", "points")
                )
                near = Near(plane, points, arrays["danger"])
                made = cls(arrays["idf"], weights, near, str(arrays["kinds"]).split("\n"))
                made.fingerprint = str(arrays["fingerprint"])
        except UNREADABLE as error:
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
        wanted = danger.astype(np.float32)[:, None]
        odds = _fitted(rows, wanted, np.where(danger, _WEIGHT, 1.0))
        columns = np.hstack([odds, _fitted(rows[: len(alarms)], which)])
        close = danger | (rows @ odds[:-1, 0] + odds[-1, 0] > _FAR)
        near = Near.of(rows[close], _plane(rows), danger[close])
        return cls(idf.astype(np.float32), columns, near, kinds)

    def hear(self, text: str, vector: "np.ndarray") -> Heard:
        row = _rows(_counts([text]), vector[None, :], self._idf)[0]
        odds, *kinds = row @ self._weights[:-1] + self._weights[-1]
        odds += _LEAN * self._near.share(row) - _LESS
        shares = _softmax(np.array([kinds]))[0]
        named = {kind: float(share) for kind, share in zip(self.kinds, shares, strict=True)}
        return Heard(float(1 / (1 + np.exp(-odds))), named)

    def save(self, fingerprint: str, file: Path = FILE) -> None:
        np.savez_compressed(
            file,
            weights=self._weights.astype(np.float16),
            plane=self._near.plane.astype(np.float16),
            points=self._near.points.astype(np.float16),
            danger=self._near.danger,
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


def _fitted(
    rows: "np.ndarray", wanted: "np.ndarray", weights: "np.ndarray | None" = None
) -> "np.ndarray":
    """Regression by Nesterov's descent, begun anew where it overshoots; the constant comes last.

    No chance in it. The rows are centred first: what all have in common would slow it down.
    """
    middle = rows.mean(axis=0)
    rows = np.hstack([rows - middle, np.full((len(rows), 1), _CONSTANT, np.float32)])
    each = np.ones(len(rows)) if weights is None else weights
    shares = (each / len(rows)).astype(np.float32)[:, None]
    likely = _softmax if wanted.shape[1] > 1 else _sigmoid
    rate = np.float32(1 / (_steepest(rows, shares) + _DECAY))
    found = np.zeros((rows.shape[1], wanted.shape[1]), np.float32)
    ahead, pace = found, 1.0
    for _ in range(_STEPS):
        slope = rows.T @ ((likely(rows @ ahead) - wanted) * shares) + np.float32(_DECAY) * ahead
        stepped = ahead - rate * slope
        pace = 1.0 if np.vdot(slope, stepped - found) > 0 else pace
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = stepped + np.float32((pace - 1) / faster) * (stepped - found)
        found, pace = stepped, faster
    found[-1] = _CONSTANT * found[-1] - middle @ found[:-1]
    return found


def _steepest(rows: "np.ndarray", shares: "np.ndarray") -> float:
    """No curvature of the loss is greater: a longer step than its inverse would overshoot."""
    direction = np.ones((rows.shape[1], 1), np.float32)
    length = 1.0
    for _ in range(_ROUNDS * 5):
        direction /= np.linalg.norm(direction)
        direction = rows.T @ (shares * (rows @ direction))
        length = float(np.linalg.norm(direction))
    return _BENT * length


def _plane(rows: "np.ndarray") -> "np.ndarray":
    """The directions in which the rows are longest, by subspace iteration from a fixed start."""
    start = np.random.default_rng(0).standard_normal((rows.shape[1], _DIMENSIONS + _MORE))
    plane: np.ndarray = start.astype(np.float32)
    for _ in range(_ROUNDS):
        plane = np.linalg.qr(rows.T @ (rows @ plane))[0]
    small = np.linalg.svd(rows @ plane, full_matrices=False)[2]
    longest: np.ndarray = plane @ small[:_DIMENSIONS].T
    return longest


def _unit(rows: "np.ndarray") -> "np.ndarray":
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: np.ndarray = (rows / np.maximum(length, 1e-6)).astype(np.float32)
    return unit


def _sigmoid(values: "np.ndarray") -> "np.ndarray":
    likely: np.ndarray = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return likely


def _softmax(values: "np.ndarray") -> "np.ndarray":
    high = np.exp(values - values.max(axis=1, keepdims=True))
    shares: np.ndarray = high / high.sum(axis=1, keepdims=True)
    return shares
