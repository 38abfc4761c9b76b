"""What is said of a child's calendar: text with its sources, and dates as people write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from content.schema import Cite

CLINIC = "以接种门诊安排为准。"


@dataclass(frozen=True)
class Said:
    """What is said, and the sources it rests on, each once."""

    text: str
    cite: tuple[Cite, ...]


def day(on: date, today: date) -> str:
    """「3月8日（周日）」, with the year where it is another."""
    year = f"{on.year}年" if on.year != today.year else ""
    return f"{year}{on.month}月{on.day}日（周{'一二三四五六日'[on.weekday()]}）"


def said(texts: Iterable[str], cites: Iterable[Cite]) -> Said:
    """The lines, and each place in a source once."""
    unique = {(c.source, c.section): c for c in cites}
    return Said("\n".join(texts), tuple(unique.values()))
