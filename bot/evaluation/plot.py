"""The calibration plot: how often we are right, against how sure we are."""

from collections.abc import Sequence
from pathlib import Path


def draw(points: Sequence[tuple[float, float, int]], file: Path) -> None:
    """``points``: (mean confidence, share right, count) for each tenth of confidence."""
    import matplotlib as mpl

    mpl.use("Agg")
    # The same figures give the same file, byte for byte.
    mpl.rcParams["svg.hashsalt"] = "tuoyu"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], "--", color="grey", label="as sure as right")
    axes.plot([c for c, _, _ in points], [r for _, r, _ in points], "o-", label="measured")
    for confidence, right, count in points:
        axes.annotate(str(count), (confidence, right), textcoords="offset points", xytext=(4, -10))
    axes.set(xlabel="confidence", ylabel="right topic", xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    plt.close(figure)
