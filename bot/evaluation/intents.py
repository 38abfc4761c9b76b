"""Measure understanding on questions the model was not trained on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.conversation.questions import SURE
from bot.conversation.understanding import Understander
from nlu.entities.ages import ages
from nlu.entities.numbers import quantities

# Dates in the questions are read as if asked on this day, so that a figure can be repeated.
TODAY = date(2026, 11, 21)


@dataclass
class Report:
    """Counts, and the questions that went wrong."""

    total: int = 0
    first: int = 0
    second: int = 0
    third: int = 0
    sure: int = 0
    sure_right: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    entities_right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def table(self) -> str:
        lines = [
            f"questions                 {self.total}",
            f"right intent first        {self.first / self.total:.3f}",
            f"among the first two       {self.second / self.total:.3f}",
            f"among the first three     {self.third / self.total:.3f}",
            f"sure (≥ {SURE})              {self.sure / self.total:.3f}",
            f"right where sure          {self.sure_right / max(self.sure, 1):.3f}",
        ]
        for name, count in sorted(self.entities.items()):
            lines.append(f"entity {name:<18} {self.entities_right[name] / count:.3f} of {count}")
        return "\n".join(lines)


def evaluate(path: Path, understander: Understander) -> Report:
    """Ask every question of ``path`` (a YAML list of text, intent, entities)."""
    report = Report()
    for question in yaml.safe_load(path.read_text("utf-8")):
        _intent(report, question, understander)
        _entities(report, question, understander)
    return report


def _intent(report: Report, question: dict[str, Any], understander: Understander) -> None:
    said = understander.understand(question["text"], TODAY)
    names = [intent.name for intent in said.ranking]
    right = question["intent"]
    report.total += 1
    report.first += right in names[:1]
    report.second += right in names[:2]
    report.third += right in names[:3]
    if said.confidence >= SURE:
        report.sure += 1
        report.sure_right += names[0] == right
    if names[0] != right:
        report.misses.append(f"{right} ≠ {names[0]} ({said.confidence:.2f}): {question['text']}")


def _entities(report: Report, question: dict[str, Any], understander: Understander) -> None:
    expected = question.get("entities") or {}
    if not expected:
        return
    found = _found(question["text"], understander)
    for name, value in expected.items():
        report.entities[name] += 1
        right = _same(value, found.get(name))
        report.entities_right[name] += right
        if not right:
            report.misses.append(f"{name}={value} ≠ {found.get(name)}: {question['text']}")


def _found(text: str, understander: Understander) -> dict[str, Any]:
    said = understander.understand(text, TODAY)
    facts = said.facts
    areas = [q.value for q in quantities(said.text) if q.kind == "area"]
    months = [age.months for age in ages(said.text)]
    return {
        "region": facts.get("region"),
        "legal_form": facts.get("form"),
        "classes": facts.get("classes"),
        "places": facts.get("places"),
        "area": areas[0] if areas else None,
        "age_months": months[0] if months else None,
        "service": [e.value for e in said.entities if e.name == "service"],
    }


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, list):
        return set(expected) <= set(found or [])
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) < 0.5
    return bool(expected == found)
