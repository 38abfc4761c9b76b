"""From evidence to one ranking with confidences that mean what they say."""

import math
from collections.abc import Mapping

from bot.conversation.evidence import Evidence
from nlu.parse import Intent

# Fitted on the open part of nlu/eval (`tuoyu nlu fit`), in the order of Evidence's fields.
WEIGHTS = (0.78, 2.75, 4.74, 5.34)
# Of typed pinyin only the sound means anything: to the others it is a foreign language.
BY_SOUND = (0.05, 0.0, 16.0, 0.0)
RANKING = 10
_RULE_OF = {"operator_money": "ask_operator_subsidy", "parent_money": "ask_childcare_allowance"}
# From here on it plainly wants it worked out.
_PLAINLY = 0.8


def rank(
    evidence: Mapping[str, Evidence], weights: tuple[float, ...] = WEIGHTS
) -> tuple[Intent, ...]:
    """The likeliest intents, best first. Confidences of all candidates add up to one."""
    scores = {name: score(found, weights) for name, found in evidence.items()}
    top = max(scores.values())
    odds = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(odds.values())
    best = sorted(odds, key=lambda name: (-odds[name], name))[:RANKING]
    return tuple(Intent(name, odds[name] / total) for name in best)


def rule_first(ranking: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """What asks for a sum or for the rule, one cannot tell, asks for the rule: it offers the sum."""
    found = {intent.name: intent.confidence for intent in ranking}
    for sum_, rule in _RULE_OF.items():
        if found.get(sum_, 1.0) < _PLAINLY and rule in found:
            found[rule] += found.pop(sum_)
    best = sorted(found, key=lambda name: -found[name])
    return tuple(Intent(name, found[name]) for name in best)


def score(found: Evidence, weights: tuple[float, ...] = WEIGHTS) -> float:
    return sum(w * v for w, v in zip(weights, found.values(), strict=True))
