"""What people write of a child's size: 体重8.5公斤, 17斤半, 身高75, 头围45厘米, 8.5kg 72cm, 1米02."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.growth.measure_words import (
    ABOUT_OTHERS,
    BEFORE,
    BIRTH,
    CHANGE,
    LABEL,
    NOT_A_CHILD_AFTER,
    NOT_A_CHILD_BEFORE,
    NOW,
    ROUGH_AFTER,
    ROUGH_BEFORE,
    SENTENCE,
    STANDS_ALONE,
    UNIT,
    Kind,
    Label,
    Unit,
    When,
    label_of,
    unit_of,
)
from nlu.entities.fillers import is_bare
from nlu.entities.numerals import Numeral, numerals, value
from nlu.normalise import MAX_CHARS, clean

__all__ = ["Kind", "Measure", "Unit", "When", "read"]

_POINT = re.compile(
    r"(?<=[0-9])(?:[。·](?=[0-9])|点(?=[0-9]{1,2}\s?(?:公?斤|千?克|厘米|公分|kg|cm)))", re.I
)
_DATE = re.compile(r"[0-9][-/年月第]$")
_LENGTHS = {"cm", "m", "mm"}
_REACH = 12  # characters: a label further off than this belongs to something else

_TIMES: tuple[tuple[When, re.Pattern[str]], ...] = (
    ("now", NOW),
    ("before", BEFORE),
    ("birth", BIRTH),
)


@dataclass(frozen=True)
class Measure:
    """A number that somebody gave, in the unit that they gave it in.

    ``kind`` None: a bare number, nothing tells what it measures. ``unit`` None: none was written.
    ``rough``: a range or a 大概; of a range the number is the middle. ``when``: today, at an
    earlier time, or at birth. ``start`` and ``end`` refer to the cleaned text.
    """

    kind: Kind | None
    number: float
    unit: Unit | None
    start: int
    end: int
    text: str
    rough: bool = False
    when: When = "now"


def read(text: str, asked: Sequence[Kind] = ()) -> list[Measure]:
    """All measures in order. ``asked``: what was asked for, so that 「85」 has a meaning."""
    text = _POINT.sub(".", clean(text)[:MAX_CHARS]).replace("千克", "公斤")
    found = list(_Scanner(text, asked).measures())
    return found or _only_a_number(text)


class _Scanner:
    """Goes from number to number; a label waits for the number that belongs to it."""

    def __init__(self, text: str, asked: Sequence[Kind]) -> None:
        self.text = text
        self.asked: list[Label] = list(asked)
        self.waiting: list[Label] = []
        # Up to where numbers, and up to where labels, have been used.
        self.done = 0
        self.labelled = 0
        self.time: When = "now"
        self.told: set[tuple[Label, When]] = set()

    def measures(self) -> Iterator[Measure]:
        for numeral in numerals(self.text):
            if numeral.start < self.done:
                continue
            self._labels_up_to(numeral.start)
            measure = self._measure(numeral)
            if measure:
                yield measure

    def _labels_up_to(self, start: int) -> None:
        end = max(self.done, self.labelled)
        # Not up to ``start``: some labels look at the number behind them.
        for match in LABEL.finditer(self.text, end):
            if match.start() >= start:
                break
            if SENTENCE.search(self.text, end, match.start()):
                self.waiting.clear()
            self.waiting.append(label_of(match))
            end = self.labelled = match.end()
        if SENTENCE.search(self.text, end, start) or start - end > _REACH:
            self.waiting.clear()

    def _measure(self, numeral: Numeral) -> Measure | None:
        match = UNIT.match(self.text, numeral.end)
        left = SENTENCE.split(self.text[self.done : numeral.start])[-1]
        if match is None:
            return self._without_unit(numeral, left)
        unit = unit_of(match["unit"])
        kind = self._kind_with(unit)
        self.done = self._past_own_label(match.end(), kind)
        if kind == "other" or self._no_child(left, match.end(), unit, numeral):
            return None
        number = _middle(numeral) + _tail(match, unit)
        return self._made(kind, number, unit, numeral, match.end(), left)

    def _without_unit(self, numeral: Numeral, left: str) -> Measure | None:
        labels = self.waiting or self.asked
        in_a_date = _DATE.search(self.text, 0, numeral.start)
        if not labels or in_a_date or not STANDS_ALONE.match(self.text, numeral.end):
            return None
        kind = labels.pop(0)
        self.done = numeral.end
        if kind == "other" or CHANGE.search(left) or ABOUT_OTHERS.search(left):
            return None
        return self._made(kind, _middle(numeral), None, numeral, numeral.end, left)

    def _kind_with(self, unit: Unit) -> Label:
        """The first label that fits the unit; without one, weight or length."""
        fits = {"length", "head", "other"} if unit in _LENGTHS else {"weight", "other"}
        for label in self.waiting or self.asked:
            if label in fits:
                (self.waiting or self.asked).remove(label)
                return label
        return "length" if unit in _LENGTHS else "weight"

    def _past_own_label(self, end: int, kind: Label) -> int:
        """「9公斤体重」: the label behind, where no number of its own follows."""
        match = LABEL.match(self.text, end)
        if match is None or label_of(match) != kind:
            return end
        return end if re.match(r"[是有:\s]*[0-9]", self.text[match.end() :]) else match.end()

    def _no_child(self, left: str, end: int, unit: Unit, numeral: Numeral) -> bool:
        """Food, furniture, a mother's weight, what was gained since: no size of a child."""
        if unit == "m" and not 0.2 <= numeral.low <= 2:
            return not LABEL.search(left)
        if CHANGE.search(left) or ABOUT_OTHERS.search(left):
            return True
        return bool(NOT_A_CHILD_BEFORE.search(left) or NOT_A_CHILD_AFTER.match(self.text, end))

    def _made(
        self, kind: Kind, number: float, unit: Unit | None, numeral: Numeral, end: int, left: str
    ) -> Measure:
        rough = bool(
            numeral.high is not None
            or numeral.rough
            or ROUGH_BEFORE.search(left)
            or ROUGH_AFTER.match(self.text, end)
        )
        when = self._when(kind, left)
        shown = self.text[numeral.start : end]
        return Measure(kind, round(number, 3), unit, numeral.start, end, shown, rough, when)

    def _when(self, kind: Kind, left: str) -> When:
        """The time said last holds on, until the same thing is told a second time."""
        told = [(m.start(), when) for when, words in _TIMES for m in words.finditer(left)]
        if told:
            self.time = max(told)[1]
        elif (kind, self.time) in self.told:
            self.time = "now"
        self.told.add((kind, self.time))
        return self.time


def _middle(numeral: Numeral) -> float:
    return numeral.low if numeral.high is None else (numeral.low + numeral.high) / 2


def _tail(match: re.Match[str], unit: Unit) -> float:
    """17斤半, 6斤8两, 6斤8, 8公斤200克, 1米02, 一米二: what follows the unit, in that unit."""
    if match["half"]:
        return 0.5
    if match["grams"]:
        return int(match["grams"]) / (500 if unit == "jin" else 1000)
    tail = match["tail"]
    if tail:
        return (value(tail) or 0.0) / 10
    digits = "".join(f"{value(c) or 0:.0f}" for c in match["metres"] or "")
    return int(digits) / 10 ** len(digits) if digits else 0.0


def _only_a_number(text: str) -> list[Measure]:
    """「85」 and nothing else."""
    for n in numerals(text):
        if n.high is None and is_bare(text, n.start, n.end):
            return [Measure(None, n.low, None, n.start, n.end, text[n.start : n.end], n.rough)]
    return []
