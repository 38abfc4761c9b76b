"""Whether a reply is right: the topic, the facts, and nothing of another place."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from bot.evaluation.questions import Question
from content.regions import Regions
from content.schema import NATIONAL

_POLITE = {"answered", "asked", "done", "handed_over", "emergency"}


@dataclass(frozen=True)
class Grade:
    """``foreign``: a source of a place that was not asked about is cited."""

    question: Question
    file: str
    topic: str | None
    status: str
    confidence: float
    topic_right: bool
    facts_right: bool
    status_right: bool
    foreign: bool
    missing: tuple[str, ...]
    characters: int

    @property
    def declines(self) -> bool:
        """Whether the question is one to decline."""
        return self.question.status == "declined"

    @property
    def right(self) -> bool:
        """What was asked for stands there and nothing wrong does."""
        if self.declines or not self.question.topic:
            return self.status_right and self.facts_right
        return (
            self.facts_right
            and not self.foreign
            and (bool(self.question.facts) or self.topic_right)
        )


def grade(
    question: Question, reply: dict[str, Any], sources: list[str], file: str, regions: Regions
) -> Grade:
    """``sources``: the region code of each source the reply cites."""
    said = _plain(reply["text"])
    missing = [alts[0] for alts in question.facts if not any(_plain(a) in said for a in alts)]
    wrong = [f"!{word}" for word in question.never if _plain(word) in said]
    region = question.region
    allowed = set(regions.layers(region)) if region and region in regions else {NATIONAL}
    return Grade(
        question=question,
        file=file,
        topic=reply["topic"],
        status=reply["status"],
        confidence=reply["confidence"],
        topic_right=reply["topic"] in question.topic if question.topic else True,
        facts_right=not missing and not wrong,
        status_right=_status_right(question, reply["status"]),
        foreign=question.region is not None and not set(sources) <= allowed | {NATIONAL},
        missing=(*missing, *wrong),
        characters=len(reply["text"]),
    )


def _status_right(question: Question, status: str) -> bool:
    if question.status == "declined":
        # Asked back with nothing but small talk around it declines as well.
        return status == "declined"
    if not question.topic:
        return status != "declined" or question.status is None
    return question.status is None or status == question.status


_SPACE = re.compile(r"\s+")


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()
