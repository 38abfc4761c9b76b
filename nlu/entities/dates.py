"""Dates in chat text: 2027年3月1日, 明年3月, 下个月15号, 月底, 下周一, 三个月后, 国庆节前."""

from dataclasses import dataclass
from datetime import date

from nlu.entities.date_patterns import ELSEWHERE, HINT, PATTERNS
from nlu.entities.date_reading import Precision, Reader
from nlu.normalise import MAX_CHARS, clean


@dataclass(frozen=True)
class DateMention:
    """``value`` is the first day of the month or year where ``precision`` is no day.

    ``start`` and ``end`` refer to the cleaned text.
    """

    value: date
    precision: Precision
    start: int
    end: int
    text: str


def dates(text: str, today: date, *, past: bool = False) -> list[DateMention]:
    """All dates in order of appearance, none of them impossible (2月30日).

    A date without a year is the next one on or after ``today``; with ``past`` the last one on or
    before it, for questions such as 「上次体检是哪天」.
    """
    text = clean(text)[:MAX_CHARS]
    if not HINT.search(text):
        return []
    reader = Reader(today, past)
    found: list[DateMention] = []
    rest = ELSEWHERE.sub(lambda match: "□" * len(match.group()), text)
    for pattern, read in PATTERNS:
        for match in pattern.finditer(rest):
            start, end = match.span()
            # A wrong date is taken out too, or 2月30日 would leave a 30日 behind.
            rest = f"{rest[:start]}{'□' * (end - start)}{rest[end:]}"
            reading = read(reader, match)
            if reading is not None:
                found.append(DateMention(*reading, start, end, text[start:end]))
    return sorted(found, key=lambda mention: mention.start)
