"""Grades as a report: totals, by topic and place, confusions, calibration."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from bot.evaluation.grade import Grade

BINS = 10


def totals(grades: Sequence[Grade], seconds: Sequence[float]) -> list[str]:
    """The figures that say how good it is, a line each."""
    real = [g for g in grades if g.question.topic]
    declined = [g for g in grades if g.declines]
    return [
        f"messages                     {len(grades)}",
        f"right (facts, nothing wrong) {_share(grades, lambda g: g.right)}",
        f"real questions right         {_share(real, lambda g: g.right)}",
        f"right topic                  {_share(real, lambda g: g.topic_right)}",
        f"macro F1 of topics           {macro_f1(real):.3f}",
        f"right status                 {_share(real, lambda g: g.status_right)}",
        f"real questions declined      {_share(real, lambda g: g.status == 'declined')}",
        f"asked back                   {_share(real, lambda g: g.status == 'asked')}",
        f"another place's source       {_share(real, lambda g: g.foreign)}",
        f"to be declined, declined     {_share(declined, lambda g: g.status == 'declined')}",
        f"longer than 500 characters   {_share(grades, lambda g: g.characters > 500)}",
        f"expected calibration error   {calibration_error(real):.3f}",
        f"median / p95 of a message    {_times(seconds)}",
    ]


def breakdown(title: str, grades: Iterable[Grade], key: Callable[[Grade], str]) -> list[str]:
    """Right answers and topics by ``key``, the worst first."""
    groups: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        groups[key(grade)].append(grade)
    order = sorted(groups.items(), key=lambda g: (_mean(g[1], lambda x: x.right), g[0]))
    lines = [f"{title:<24} n     right  topic"]
    for name, group in order:
        right, topic = _mean(group, lambda g: g.right), _mean(group, lambda g: g.topic_right)
        lines.append(f"{name:<24} {len(group):<5} {right:.3f}  {topic:.3f}")
    return lines


def confusions(grades: Iterable[Grade], most: int = 15) -> list[str]:
    """The pairs of topics that are mistaken for each other most often."""
    pairs = Counter(
        (g.question.topic[0], g.topic or g.status)
        for g in grades
        if g.question.topic and not g.topic_right
    )
    return [f"{n:>3}  {asked} → {said}" for (asked, said), n in pairs.most_common(most)]


def macro_f1(grades: Sequence[Grade]) -> float:
    """The mean F1 over the topics that were asked about; a topic among several counts as right."""
    true: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for grade in grades:
        expected = grade.topic if grade.topic_right and grade.topic else grade.question.topic[0]
        asked[expected] += 1
        said[grade.topic or ""] += 1
        true[expected] += grade.topic == expected
    return statistics.mean(2 * true[t] / (asked[t] + said[t]) for t in asked) if asked else 0.0


def calibration(grades: Iterable[Grade]) -> list[tuple[float, float, int]]:
    """(mean confidence, share of right topics, count) for each tenth of confidence."""
    bins: dict[int, list[Grade]] = defaultdict(list)
    for grade in grades:
        bins[min(int(grade.confidence * BINS), BINS - 1)].append(grade)
    return [
        (statistics.mean(g.confidence for g in b), _mean(b, lambda g: g.topic_right), len(b))
        for _, b in sorted(bins.items())
    ]


def calibration_error(grades: Sequence[Grade]) -> float:
    """Mean gap between confidence and share right, weighted by count."""
    points = calibration(grades)
    return sum(abs(c - r) * n for c, r, n in points) / max(sum(n for _, _, n in points), 1)


def _share(grades: Sequence[Grade], holds: Callable[[Grade], bool]) -> str:
    return f"{_mean(grades, holds):.3f} of {len(grades)}"


def _mean(grades: Sequence[Grade], holds: Callable[[Grade], bool]) -> float:
    return sum(map(holds, grades)) / max(len(grades), 1)


def _times(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered) * 1e3:.1f} / {p95 * 1e3:.1f} ms"


def whole(grades: Sequence[Grade], seconds: Sequence[float], confused: bool) -> list[str]:
    """All of it. ``confused``: with the pairs of topics that are mistaken for each other."""
    real = [g for g in grades if g.question.topic]
    lines = [*totals(grades, seconds), "", *breakdown("file", grades, lambda g: g.file)]
    lines += ["", *breakdown("topic", real, lambda g: g.question.topic[0])]
    lines += ["", "confidence  right  n", *map(_bin, calibration(real))]
    return [*lines, "", "most confused", *confusions(real)] if confused else lines


def miss(grade: Grade) -> str:
    """What went wrong with one question, on a line."""
    wanted = "/".join(grade.question.topic) or "-"
    lacks = "、".join(grade.missing)
    foreign = "  cites another place" if grade.foreign else ""
    return f"{wanted} → {grade.topic or grade.status} ({grade.confidence:.2f}) [{lacks}]{foreign}  {grade.question.text}"


def _bin(point: tuple[float, float, int]) -> str:
    return f"{point[0]:10.2f}  {point[1]:.2f}   {point[2]}"
