"""Fit the judge's weights to the open part: a conditional logit over each question's candidates."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.conversation.evidence import Evidence
from bot.conversation.understanding import Understander
from bot.evaluation.questions import Talk

# A weak pull towards small weights: a few hundred questions do not bear great ones.
_RIDGE = 1e-3
_STEPS = 600
_RATE = 0.05
Case = tuple["np.ndarray", "np.ndarray"]


def fit(
    understander: Understander, talks: Sequence[Talk], intents: Path, today: date
) -> "np.ndarray":
    """The weights, in the order of Evidence's fields."""
    questions = [(t.turns[0].text, _wanted(t)) for t in talks if len(t.turns) == 1]
    questions += [(q["text"], {q["intent"]}) for q in yaml.safe_load(intents.read_text("utf-8"))]
    cases = [
        case
        for text, wanted in questions
        if wanted and (case := _case(understander.understand(text, today).evidence, wanted))
    ]
    return ascend(cases, len(Evidence().values()))


def _wanted(talk: Talk) -> set[str]:
    question = talk.turns[0]
    if question.status == "declined":
        return {"out_of_scope"}
    return {f"ask_{topic}" for topic in question.topic}


def _case(evidence: Any, wanted: set[str]) -> Case | None:
    """Candidates' values, and which of them are right; None where none is among them."""
    names = list(evidence)
    right = np.array([name in wanted for name in names])
    return (np.array([evidence[n].values() for n in names]), right) if right.any() else None


def ascend(cases: Sequence[Case], width: int) -> "np.ndarray":
    """Adam on the mean log-likelihood of the right candidates."""
    weights, mean, square = np.ones(width), np.zeros(width), np.zeros(width)
    for step in range(1, _STEPS + 1):
        slope = sum(_slope(values, right, weights) for values, right in cases) / len(cases)
        slope = slope - _RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        unbiased = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        weights = weights + _RATE * mean / (1 - 0.9**step) / unbiased
    return weights


def _slope(values: "np.ndarray", right: "np.ndarray", weights: "np.ndarray") -> "np.ndarray":
    scores = values @ weights
    odds = np.exp(scores - scores.max())
    every, hit = odds / odds.sum(), odds * right / max((odds * right).sum(), 1e-300)
    slope: np.ndarray = (hit - every) @ values
    return slope
