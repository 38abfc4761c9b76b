"""What a backend says of a sentence: intents by confidence, and entities."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np


@dataclass(frozen=True)
class Intent:
    name: str
    confidence: float


@dataclass(frozen=True)
class Entity:
    """A word of a lookup table: ``value`` is its synonym's canonical value."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Parse:
    """``ranking``: the likeliest intents, best first (ten at most); never empty.

    ``vector``: the sentence encoder's of the text, where the backend has one.
    """

    text: str
    ranking: tuple[Intent, ...]
    entities: tuple[Entity, ...]
    vector: "np.ndarray | None" = field(default=None, compare=False, repr=False)

    @property
    def intent(self) -> Intent:
        return self.ranking[0]


class Backend(Protocol):
    """A model that is asked sentence by sentence."""

    def parse(self, text: str) -> Parse: ...


# Longer texts are cut before a backend sees them: 1,600 characters took a Rasa server 460 ms.
MAX_CHARS = 400


def asked(text: str) -> str:
    """The text as every backend is asked: no leading slash, never empty, not too long.

    Rasa takes a leading slash for an intent named outright (at confidence 1) and answers an
    empty text with a 500.
    """
    return text[:MAX_CHARS].lstrip("/ ") or "。"
