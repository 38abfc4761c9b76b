"""One ranking from several witnesses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.evidence import Evidence
from bot.conversation.judge import WEIGHTS, rank, rule_first, score
from nlu.parse import Intent

EVIDENCE = st.builds(
    Evidence,
    model=st.floats(math.log(1e-4), 0),
    written=st.floats(0, 1),
    spoken=st.floats(0, 1),
)


@given(st.dictionaries(st.text(min_size=1, max_size=5), EVIDENCE, min_size=1, max_size=30))
def test_confidences_are_a_distribution_best_first(evidence: dict[str, Evidence]) -> None:
    ranking = rank(evidence)
    confidences = [intent.confidence for intent in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1 + 1e-9
    assert score(evidence[ranking[0].name]) == max(map(score, evidence.values()))


def test_more_evidence_never_makes_an_intent_less_likely() -> None:
    assert all(weight >= 0 for weight in WEIGHTS)


def test_what_sounds_alike_can_outweigh_the_classifier() -> None:
    unsure = {"a": Evidence(math.log(0.5), 0.1, 0.1), "b": Evidence(math.log(0.3), 0.5, 0.8)}
    assert rank(unsure)[0].name == "b"


def test_the_rule_comes_before_the_sum_that_it_offers() -> None:
    ranking = (Intent("operator_money", 0.5), Intent("ask_operator_subsidy", 0.4))
    assert rule_first(ranking) == (Intent("ask_operator_subsidy", pytest.approx(0.9)),)


def test_who_plainly_wants_the_sum_gets_it() -> None:
    ranking = (Intent("operator_money", 0.85), Intent("ask_operator_subsidy", 0.1))
    assert rule_first(ranking) == ranking
