"""Sizes as they are said: weights in 公斤 with 斤 beside them, lengths in 厘米."""

from bot.growth.measure_words import Kind

NAMES: dict[Kind, str] = {"weight": "体重", "length": "身长", "head": "头围"}


def number(value: float, digits: int = 2) -> str:
    """Without the noughts at its end: 8.5, 9, 0.35."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def weight(kg: float) -> str:
    """「8.5公斤（17斤）」."""
    return f"{number(kg)}公斤（{number(kg * 2)}斤）"


def size(kind: Kind, value: float) -> str:
    """``value`` in kg or cm."""
    return weight(value) if kind == "weight" else f"{number(value, 1)}厘米"
