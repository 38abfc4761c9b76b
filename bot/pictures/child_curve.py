"""The growth curve of a child from all its measures."""

from collections.abc import Sequence

from bot.growth.assess import Measured, length_for_table
from bot.growth.child import Child, early_days, growth_days
from bot.growth.measure_words import Kind
from bot.growth.standards import LAST_DAY
from bot.growth.words import age_words
from bot.pictures.growth_curve import Curve, Dot, Panel

_KINDS: tuple[Kind, ...] = ("weight", "length", "head")


def of(child: Child, history: Sequence[Measured]) -> Curve:
    """``history`` in any order. A size never measured has no panel; weight is always there.

    Measures from before the expected day, or after five years, have no place in the tables.
    """
    past = sorted(history, key=lambda seen: seen.on)
    panels = [_panel(child, kind, past) for kind in _KINDS]
    shown = [panel for panel in panels if panel.dots or panel.kind == "weight"]
    early = any(early_days(child, seen.on) for seen in past)
    note = "早产，按矫正月龄画" if early else ""
    title = f"{child.name or '宝宝'}的生长曲线"
    return Curve(child.sex, shown, title, _subtitle(child, past), note)


def _panel(child: Child, kind: Kind, past: Sequence[Measured]) -> Panel:
    dots = []
    for seen in past:
        days = growth_days(child, seen.on)
        value = _value(kind, seen, days)
        if value and 0 <= days <= LAST_DAY:
            dots.append(Dot(days, value))
    return Panel(kind, dots)


def _value(kind: Kind, seen: Measured, days: int) -> float | None:
    if kind == "length":
        return length_for_table(seen, days)
    return seen.weight_kg if kind == "weight" else seen.head_cm


def _subtitle(child: Child, past: Sequence[Measured]) -> str:
    group = "男宝" if child.sex == "male" else "女宝"
    if not past or past[-1].on < child.birth:
        return group
    last = past[-1].on
    age = age_words(child.birth, last)
    return f"{group}，{age}，{last.year}年{last.month}月{last.day}日量的"
