"""Which article answers a parents' question, and how sure that is.

Taught sentences (nlu.selector) know how people ask; an article's ``asks`` know its words, also
those that nobody was taught. Both become one share of certainty for each article and for none.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from content.guidance import Article
from nlu.normalise import normalise

# Fitted on the training sentences, each left out (`tuoyu nlu articles --weights`), in the order of
# Evidence's fields.
WEIGHTS = (12.65, 0.68, 0.67)
# What speaks for no article at all, on the same scale: of other trades' questions an eighth still
# passes for ours, of our own a twentieth more would be turned away with 4.5.
NONE = 3.5
# More characters than this make nothing surer.
_PLENTY = 6.0
# A child of another age speaks against an article.
_OTHER_AGE = 1.0


class Selects(Protocol):
    """What was taught of each article (nlu.selector)."""

    def scores(self, text: str, vector: Any = None) -> dict[str, float]: ...


@dataclass(frozen=True)
class Evidence:
    """What speaks for one article.

    ``taught``: the selector's score. ``asks``, ``details``: characters of the article's words,
    and of its sections', worth less the more articles claim them.
    """

    taught: float = 0.0
    asks: float = 0.0
    details: float = 0.0

    def values(self) -> tuple[float, ...]:
        return self.taught, self.asks, self.details

    def score(self) -> float:
        return sum(w * v for w, v in zip(WEIGHTS, self.values(), strict=True))


@dataclass(frozen=True)
class Guess:
    """An article and its share of certainty, 0 to 1; the shares of all and of none make one."""

    article: str
    share: float
    asks: float


class ArticleChoice:
    """Ranks the articles for a question."""

    def __init__(self, articles: Mapping[str, Article], taught: Selects) -> None:
        self._taught = taught
        self._articles = articles
        self._asks = _shared({a.id: a.front.asks for a in articles.values()})
        self._details = _shared(
            {a.id: [w for s in a.sections for w in s.asks] for a in articles.values()}
        )

    def guesses(self, text: str, months: float | None = None, vector: Any = None) -> list[Guess]:
        """The likeliest first; an article for children of another age comes behind."""
        return self.ranked(self.evidence(text, self._taught.scores(text, vector)), months)

    def evidence(self, text: str, taught: Mapping[str, float]) -> dict[str, Evidence]:
        """For every article. ``taught``: the selector's scores of the text."""
        words = _plain(text)
        return {
            name: Evidence(
                taught.get(name, 0.0),
                _named(words, self._asks[name]),
                _named(words, self._details[name]),
            )
            for name in self._articles
        }

    def ranked(self, found: Mapping[str, Evidence], months: float | None = None) -> list[Guess]:
        """What the evidence comes to."""
        scores = {name: self._score(name, one, months) for name, one in found.items()}
        top = max([NONE, *scores.values()])
        total = math.exp(NONE - top) + sum(math.exp(s - top) for s in scores.values())
        shares = {name: math.exp(s - top) / total for name, s in scores.items()}
        order = sorted(shares, key=lambda name: (-shares[name], name))
        return [Guess(name, shares[name], found[name].asks) for name in order]

    def named(self, article: str, text: str) -> float:
        """How many characters of the text are the article's words, or its sections'."""
        words = _plain(text)
        return max(_named(words, self._asks[article]), _named(words, self._details[article]))

    def _score(self, name: str, evidence: Evidence, months: float | None) -> float:
        other = months is not None and not self._articles[name].suits(months)
        return evidence.score() - (_OTHER_AGE if other else 0.0)


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")


def _shared(asks: Mapping[str, Iterable[str]]) -> dict[str, dict[str, float]]:
    """Article → its words, and what a character of each is worth: less, the more articles claim it."""
    plain = {name: {_plain(w) for w in words} for name, words in asks.items()}
    claims = Counter(word for words in plain.values() for word in words)
    return {name: {w: 1 / claims[w] for w in words if w} for name, words in plain.items()}


def _named(text: str, words: Mapping[str, float]) -> float:
    """What the characters of the text that belong to any of the words are worth together."""
    worth = [0.0] * len(text)
    for word, each in words.items():
        start = text.find(word)
        while start >= 0:
            for at in range(start, start + len(word)):
                worth[at] = max(worth[at], each)
            start = text.find(word, start + 1)
    return min(sum(worth), _PLENTY)
