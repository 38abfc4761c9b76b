"""How long answers were waited for, as figures."""

from statistics import quantiles

from tests.webhooks import Answer


def waits(name: str, answers: list[Answer]) -> dict[str, float]:
    """Median, 99th of a hundred, and the longest."""
    cut = quantiles([answer.seconds for answer in answers], n=100, method="inclusive")
    return {
        f"{name}, p50 s": cut[49],
        f"{name}, p99 s": cut[98],
        f"{name}, max s": max(answer.seconds for answer in answers),
    }
