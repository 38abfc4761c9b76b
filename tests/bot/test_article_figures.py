"""Measuring the choice of an article."""

import numpy as np

from bot.conversation.article_choice import Guess
from bot.evaluation.articles import Report, fit, measure
from bot.teach import lines
from nlu.encoder import DIMENSIONS
from nlu.selector import Lessons
from tests.content.articles import articles, lessons


def test_a_report_counts_what_is_right_and_what_is_said() -> None:
    report = Report()
    report.count("fever", "发烧", [Guess("fever", 0.9, 2.0), Guess("cough", 0.05, 0.0)])
    report.count("fever", "烧吗", [Guess("cough", 0.3, 2.0), Guess("fever", 0.25, 0.0)])
    report.count("fever", "热", [Guess("cough", 0.1, 0.0)])
    report.count("fever", "嗯", [])
    assert (report.total, report.first, report.second) == (4, 1, 2)
    assert (report.answered, report.answered_right) == (1, 1)
    assert (report.asked, report.asked_right) == (1, 1)
    assert report.confused == {("fever", "cough"): 2, ("fever", "none"): 1}
    assert report.table()[0].split() == ["questions", "4"]
    assert report.misses[-1] == "fever ≠ none (1.00): 嗯"


def test_no_sentence_is_measured_by_itself() -> None:
    report = measure(articles(), lessons())
    assert report.total == len(lessons().asked)
    assert report.first < report.total  # six sentences an article teach too little


def test_of_no_sentences_there_is_nothing_to_say() -> None:
    empty = Lessons([], [], np.zeros((0, DIMENSIONS), np.float32))
    assert measure(articles(), empty).table()[1].endswith("0.000 of 0")


def test_what_speaks_for_an_article_gets_weight() -> None:
    weights = fit(articles(), lessons())
    assert len(weights) == 3
    assert weights[1] > 0


def test_an_article_is_taught_line_by_line_without_dots() -> None:
    said = lines(articles()["fever"])
    assert said[0] == "宝宝发烧怎么办"
    assert "少量多次喂奶、喂水。" in said
    assert "退烧药，布洛芬，美林，对乙酰氨基酚，泰诺林" in said
