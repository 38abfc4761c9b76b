"""Serve the exported model with numpy: the same answers as the Rasa server, without it."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from nlu.encoder import DIMENSIONS, Encoder
from nlu.errors import UNREADABLE, ModelMissing
from nlu.parse import Entity, Intent, Parse, asked
from nlu.tfidf import CharTfidf
from nlu.together import Together

MODEL = Path(__file__).parent / "model"
RANKING = 10


class Runtime:
    """The default backend. Loading takes a second, most of it the sentence encoder."""

    def __init__(self, folder: Path = MODEL, encoder: Encoder | None = None) -> None:
        """Raises ModelMissing where ``folder`` holds no exported model."""
        try:
            plain: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
            with np.load(folder / "model.npz", allow_pickle=False) as arrays:
                coef, self._intercept, idf = (arrays[k] for k in ("coef", "intercept", "idf"))
        except UNREADABLE as error:
            raise ModelMissing(f"no NLU model in {folder} ({error}): run make train") from error
        vocabulary = {gram: i for i, gram in enumerate(plain["vocabulary"])}
        self._tfidf = CharTfidf(vocabulary, idf, plain["tfidf_scale"])
        # One row a gram: a sentence reads some thirty rows instead of every column.
        self._sparse = np.ascontiguousarray(coef[:, :-DIMENSIONS].T)
        self._dense = np.ascontiguousarray(coef[:, -DIMENSIONS:].T) * plain["encoder_scale"]
        self._encoder = encoder or Encoder()
        self._encoder.prepare(plain["tokens"])
        self._patterns = [
            (p["name"], re.compile(p["pattern"], re.IGNORECASE)) for p in plain["patterns"]
        ]
        self._synonyms: dict[str, str] = plain["synonyms"]
        self._together = Together(self.parse_all)
        self.intents: tuple[str, ...] = tuple(plain["intents"])
        self.fingerprint: str = plain["fingerprint"]

    def parse(self, text: str) -> Parse:
        """Safe to call from several threads: those that wait meanwhile are answered together."""
        return self._together(text)

    def parse_all(self, texts: list[str]) -> list[Parse]:
        """Several sentences at once: the encoder streams its weights once for all of them."""
        texts = [asked(text) for text in texts]
        vectors = self._encoder.encode(texts)
        scores = vectors @ self._dense + self._intercept
        for number, text in enumerate(texts):
            indices, values = self._tfidf.vector(text)
            scores[number] += values @ self._sparse[indices]
        return [
            Parse(text, self._ranking(row), self._entities(text), vector)
            for text, row, vector in zip(texts, scores, vectors, strict=True)
        ]

    def _ranking(self, scores: "np.ndarray") -> tuple[Intent, ...]:
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        best = np.argsort(-odds, kind="stable")[:RANKING]
        return tuple(Intent(self.intents[i], float(odds[i])) for i in best)

    def _entities(self, text: str) -> tuple[Entity, ...]:
        found = []
        for name, pattern in self._patterns:
            for match in pattern.finditer(text):
                word = match.group()
                value = self._synonyms.get(word.lower(), word)
                found.append(Entity(name, value, match.start(), match.end()))
        return tuple(found)
