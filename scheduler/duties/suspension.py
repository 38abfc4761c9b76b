"""The spans in which an institution does not work, and what they do to a day."""

from collections.abc import Iterable
from datetime import date, timedelta


class Suspensions:
    """Spans of days, both ends included. A span that ends before it begins is no span."""

    def __init__(self, spans: Iterable[tuple[date, date]]) -> None:
        self._spans = _merged(spans)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def covers(self, day: date) -> bool:
        """Whether the day lies in a suspension."""
        return bool(self._spans) and any(first <= day <= last for first, last in self._spans)

    def resume(self, day: date) -> date | None:
        """The day itself, or the first one after the suspension it lies in.

        None: the suspension has no end (its last day is the calendar's).
        """
        for first, last in self._spans:
            if first <= day <= last:
                return None if last == date.max else last + timedelta(1)
        return day


def _merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """In order, with those that overlap or follow on each other made one."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if merged and first.toordinal() <= merged[-1][1].toordinal() + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
