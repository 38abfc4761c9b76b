"""The library that ships: complete, in order, and in words that people read on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.checks import asked_topics
from content.answers import figure, fill, footnote, resolve
from content.lint import USED_BY_CODE, lint
from content.load import Library
from content.schema import FACTS, Answer, Facts
from tests.content.small import DAY

# The lead is a line or two on a phone, the detail a screen.
LEAD, DETAIL = 80, 260
COVERED = ("370406", "140525", "320700", "371300", "330703")
PAIRS = {"（": "）", "《": "》", "“": "”", "「": "」", "〔": "〕", "(": ")", "[": "]"}
HAN = r"[\u4e00-\u9fff]"
# An opening or closing half-width mark with a Chinese character on either side.
HALF_WIDTH = re.compile(rf"{HAN}\s*[,.;:!?()\"'~]|[,.;:!?()\"'~]\s*{HAN}")
OFFICIALESE = ("贯彻", "积极推进", "高度重视")


def texts(node: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text of a file with where it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from texts(value, f"{where}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from texts(value, f"{where}.{index}")
    elif isinstance(node, str):
        yield where, node


# Patterns, and what people write: not what we say.
LEXICON = re.compile(
    r"danger/(?:words|messages)\.yml|danger/.*\.(?:says|unless|signs|letters|hit|miss)\."
)


@pytest.fixture(scope="module")
def said(known: Library) -> list[tuple[str, str]]:
    pairs = [pair for file in known.files for pair in texts(file.data, file.name)]
    return [pair for pair in pairs if not LEXICON.match(pair[0])]


@pytest.fixture(scope="module")
def answers(known: Library) -> list[tuple[str, Answer]]:
    national = [(t.id, a) for t in known.topics.values() for a in t.answers]
    local = [(f"{d.region} {a.topic}", a) for d in known.documents.values() for a in d.answers]
    return [pair for pair in (*national, *local) if pair[1].status == "stated"]


def test_it_lints(known: Library) -> None:
    report = lint(known, DAY, asked_topics())
    assert (report.errors, report.warnings) == ([], [])


def test_every_covered_place_has_all_topics(known: Library) -> None:
    assert set(known.regions.covered) == set(COVERED)
    for region in COVERED:
        assert {a.topic for a in known.documents[region].answers} == set(known.topics)


@pytest.mark.parametrize("region", [*COVERED, None, "330782"])
def test_every_topic_is_answered_or_named_as_silent_for_everybody(
    known: Library, region: str | None
) -> None:
    forms = FACTS["form"]
    assert forms is not None
    for topic in known.topics:
        for facts in ({}, *({"form": form} for form in sorted(forms, key=str))):
            plain: Facts = dict(facts)
            found = resolve(known, topic, region, plain, DAY)
            assert found.local or found.silent or region not in COVERED, (topic, region, facts)


def test_every_figure_has_a_value_today(known: Library) -> None:
    for parameter in known.parameters.values():
        assert figure(parameter, DAY) is not None, parameter.id
    assert set(known.parameters) >= USED_BY_CODE


def test_no_answer_of_today_rests_on_what_is_due(
    known: Library, answers: list[tuple[str, Answer]]
) -> None:
    for name, answer in answers:
        for cite in answer.cite:
            source = known.source(cite.source)
            assert source.review_by >= DAY, (name, source.id)
            ended = source.valid_to is not None and source.valid_to < DAY
            assert footnote(known, cite, DAY).due == ended, (name, source.id)


def test_brackets_are_balanced(said: list[tuple[str, str]]) -> None:
    closing = {end: start for start, end in PAIRS.items()}
    for where, text in said:
        open_: list[str] = []
        for char in text:
            if char in PAIRS:
                open_.append(char)
            elif char in closing:
                assert open_, (where, text)
                assert open_.pop() == closing[char], (where, text)
        assert not open_, (where, text)


def test_between_chinese_characters_punctuation_is_full_width(said: list[tuple[str, str]]) -> None:
    wrong = [(where, text) for where, text in said if HALF_WIDTH.search(text)]
    assert wrong == []


def test_no_spaces_between_chinese_characters(said: list[tuple[str, str]]) -> None:
    gap = re.compile(rf"{HAN}\s+{HAN}|[，。；：！？]\s")
    # Documents of two offices are numbered and titled with one.
    named = (".doc_no", ".title")
    wrong = [pair for pair in said if gap.search(pair[1]) and not pair[0].endswith(named)]
    assert wrong == []


def test_sentences_are_short_enough_for_a_phone(
    known: Library, answers: list[tuple[str, Answer]]
) -> None:
    for name, answer in answers:
        assert len(fill(known, answer.lead or "", DAY)) <= LEAD, name
        assert len(fill(known, answer.detail or "", DAY)) <= DETAIL, name


def test_sentences_end(answers: list[tuple[str, Answer]]) -> None:
    for name, answer in answers:
        for text in (answer.lead, answer.detail, answer.differs):
            assert text is None or text.endswith(("。", "？", "！", "）")), (name, text)


def test_nobody_is_to_read_officialese(answers: list[tuple[str, Answer]]) -> None:
    for name, answer in answers:
        text = f"{answer.lead}{answer.detail}{answer.differs}"
        assert not [word for word in OFFICIALESE if word in text], (name, text)


def test_nothing_is_said_twice_in_one_document(known: Library) -> None:
    for document in known.documents.values():
        keys = [(a.topic, repr(a.when), a.since) for a in document.answers]
        assert len(keys) == len(set(keys))


def test_keywords_are_each_given_once_to_a_topic(known: Library) -> None:
    for topic in known.topics.values():
        assert topic.keywords, topic.id
        assert len(set(topic.keywords)) == len(topic.keywords), topic.id


def test_the_files_are_plain_text(known: Library) -> None:
    root = Path(__file__).parents[2] / "content" / "library"
    for file in known.files:
        raw = (root / file.name).read_bytes()
        assert b"\r" not in raw, file.name
        assert b"\t" not in raw, file.name
        assert raw.endswith(b"\n"), file.name
