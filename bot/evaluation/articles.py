"""Measure the choice of an article on the training sentences, each left out in turn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.conversation.article_choice import ArticleChoice, Evidence, Guess
from bot.conversation.guidance import BETWEEN, SURE
from bot.evaluation.fit import Case, ascend
from content.guidance import Article
from nlu.selector import Lessons, taught


@dataclass
class Report:
    """Counts over the sentences; ``confused``: (asked for, taken for)."""

    total: int = 0
    first: int = 0
    second: int = 0
    answered: int = 0
    answered_right: int = 0
    asked: int = 0
    asked_right: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def count(self, wanted: str, text: str, guesses: Sequence[Guess]) -> None:
        names = [guess.article for guess in guesses]
        shares = [guess.share for guess in guesses[:2]]
        self.total += 1
        self.first += names[:1] == [wanted]
        self.second += wanted in names[:2]
        if shares and shares[0] >= SURE:
            self.answered += 1
            self.answered_right += names[0] == wanted
        elif sum(shares) >= BETWEEN:
            self.asked += 1
            self.asked_right += wanted in names[:2]
        if names[:1] != [wanted]:
            best = guesses[0] if guesses else Guess("none", 1.0, 0.0)
            self.confused[wanted, best.article] += 1
            self.misses.append(f"{wanted} ≠ {best.article} ({best.share:.2f}): {text}")

    def table(self) -> list[str]:
        none = self.total - self.answered - self.asked
        return [
            f"questions                  {self.total}",
            f"right article first        {_share(self.first, self.total)}",
            f"among the first two        {_share(self.second, self.total)}",
            f"answered                   {_share(self.answered, self.total)}",
            f"right where answered       {_share(self.answered_right, self.answered)}",
            f"asked back                 {_share(self.asked, self.total)}",
            f"right one among the two    {_share(self.asked_right, self.asked)}",
            f"told that there is nothing {_share(none, self.total)}",
            *(f"{n:>3}  {a} → {b}" for (a, b), n in self.confused.most_common(15)),
        ]


def measure(articles: Mapping[str, Article], lessons: Lessons) -> Report:
    """What would be said to each sentence if it had not been taught."""
    report = Report()
    choice = ArticleChoice(articles, _Nothing())
    for wanted, text, found in _left_out(choice, lessons):
        report.count(wanted, text, choice.ranked(found))
    return report


def fit(articles: Mapping[str, Article], lessons: Lessons) -> "np.ndarray":
    """Weights for the evidence, in the order of its fields."""
    choice = ArticleChoice(articles, _Nothing())
    cases: list[Case] = [
        (
            np.array([one.values() for one in found.values()]),
            np.array([name == wanted for name in found]),
        )
        for wanted, _, found in _left_out(choice, lessons)
    ]
    return ascend(cases, len(Evidence().values()))


class _Nothing:
    """A selector that was taught nothing: its scores are handed in."""

    def scores(self, text: str, vector: Any = None) -> dict[str, float]:
        return {}


def _left_out(
    choice: ArticleChoice, lessons: Lessons
) -> Iterator[tuple[str, str, dict[str, Evidence]]]:
    """(article, sentence, evidence) for each sentence, by a selector that was not taught it."""
    selector, scores = taught(lessons)
    for (wanted, text), row in zip(lessons.asked, scores, strict=True):
        known = dict(zip(selector.articles, map(float, row), strict=True))
        yield wanted, text, choice.evidence(text, known)


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.3f} of {whole}"
