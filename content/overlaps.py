"""Entries that hold at the same time, periods that nothing covers, variants that tie.

Each finding names the index of the later entry, so that lint can point at its line.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise, product

from content.answers import fits
from content.schema import Answer, Dated, Facts

Finding = tuple[int, str]
_DAY = timedelta(days=1)


def clashes(periods: Sequence[Dated], gaps: bool) -> Iterator[Finding]:
    """Two entries for one day; with ``gaps``, also days between two entries without any."""
    order = sorted(range(len(periods)), key=lambda i: periods[i].since or date.min)
    for left, right in pairwise(order):
        end, begin = periods[left].until or date.max, periods[right].since or date.min
        if begin <= end:
            when = f"on {begin}" if periods[right].since else "at once"
            yield max(left, right), f"two entries hold {when}"
        elif gaps and begin - end > _DAY:
            yield right, f"nothing holds between {end} and {begin}"


def answer_clashes(answers: Sequence[Answer]) -> Iterator[Finding]:
    """Answers for the same facts that hold on the same day."""
    groups: dict[str, list[int]] = {}
    for index, answer in enumerate(answers):
        groups.setdefault(_key(answer), []).append(index)
    for group in groups.values():
        for index, message in clashes([answers[i] for i in group], gaps=False):
            yield group[index], message


def ambiguous(answers: Sequence[Answer]) -> Iterator[Finding]:
    """Different variants with equally many keys that both fit somebody, with none narrower."""
    for left, right in combinations(range(len(answers)), 2):
        one, other = answers[left], answers[right]
        if len(one.when) != len(other.when) or _key(one) == _key(other):
            continue
        facts = next((f for f in _for_both(one, other) if _tie(answers, one, other, f)), None)
        if facts is not None:
            yield right, f"{one.when} and {other.when} both fit {facts}, and nothing narrower does"


def _key(answer: Answer) -> str:
    return repr(sorted((k, sorted(map(repr, v))) for k, v in answer.when.items()))


def _for_both(one: Answer, other: Answer) -> Iterator[Facts]:
    """The facts for which both answers fit."""
    keys = sorted(one.when.keys() | other.when.keys())
    values = [
        [v for v in {**other.when, **one.when}[key] if v in other.when.get(key, [v])]
        for key in keys
    ]
    for chosen in product(*values):
        yield dict(zip(keys, chosen, strict=True))


def _tie(answers: Sequence[Answer], one: Answer, other: Answer, facts: Facts) -> bool:
    """Whether on some day no answer that fits is narrower than these two."""
    fitting = [a for a in answers if fits(a.when, facts)]
    return any(
        max(len(a.when) for a in fitting if a.holds(day)) == len(one.when)
        for day in _days(fitting, one, other)
    )


def _days(answers: Sequence[Answer], one: Answer, other: Answer) -> Iterator[date]:
    """Of the time in which both hold, the days on which something begins or has ended."""
    begin = max(a.since or date.min for a in (one, other))
    end = min(a.until or date.max for a in (one, other))
    ends = (a.until + _DAY for a in answers if a.until and a.until < date.max)
    for day in {begin, *(a.since for a in answers if a.since), *ends}:
        if begin <= day <= end:
            yield day
