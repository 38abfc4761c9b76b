"""A child's growth curve: WHO's percentiles behind, the child's measures before them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from matplotlib.axes import Axes

from bot.growth.measure_words import Kind
from bot.growth.standards import FIRST_STANDING_DAY, LAST_DAY, Sex, value_at
from bot.pictures.canvas import BLUE, INK, LINE, QUIET, RED, SMALL, TEXT, TITLE, WIDTH, Sheet
from bot.pictures.font import drawable, font

PERCENTILES = (3, 15, 50, 85, 97)
DAYS_IN_MONTH = 30.4375  # WHO's
_TITLES: dict[Kind, str] = {
    "weight": "体重（公斤）",
    "length": "身长、身高（厘米）",
    "head": "头围（厘米）",
}
_UNITS: dict[Kind, str] = {"weight": "公斤", "length": "厘米", "head": "厘米"}
_NORMAL = NormalDist()
_BANDS = ((3, 97, "#dcecf9"), (15, 85, "#b9d9f2"))
_HEAD, _FOOT, _PANEL = 150, 190, 660
_LEFT, _RIGHT = 104, 84
# The share of a panel that is left free above and below, for the label of a dot.
_ROOM = 0.12
_NAME_HEIGHT = 0.058
# (at least so many months shown, a tick every so many)
_SPANS = ((6, 1), (12, 2), (24, 3), (36, 6), (60, 12))


@dataclass(frozen=True)
class Dot:
    """One measure; ``days`` is the age in the tables, ``value`` in kg or cm."""

    days: int
    value: float


@dataclass(frozen=True)
class Panel:
    """The measures of one kind, oldest first; the last one is the newest."""

    kind: Kind
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Curve:
    """``title`` and ``subtitle`` stand above; ``note`` below, e.g. 「按矫正月龄画」."""

    sex: Sex
    panels: Sequence[Panel]
    title: str = "宝宝的生长曲线"
    subtitle: str = ""
    note: str = ""


def draw(curve: Curve) -> bytes:
    """PNG, 1080 pixels wide. A panel without measures shows the percentiles alone."""
    sheet = Sheet(_HEAD + _PANEL * len(curve.panels) + _FOOT)
    sheet.text(40, 52, drawable(curve.title, 22), size=TITLE)
    sheet.text(40, 108, drawable(curve.subtitle, 33), size=SMALL, color=QUIET)
    span, step = _span([dot for panel in curve.panels for dot in panel.dots])
    for number, panel in enumerate(curve.panels):
        top = _HEAD + number * _PANEL
        sheet.text(40, top + 24, _TITLES[panel.kind], size=TEXT)
        box = sheet.box(_LEFT, top + 60, WIDTH - _LEFT - _RIGHT, _PANEL - 170)
        axes = sheet.figure.add_axes(box)
        ends = _background(axes, curve.sex, panel.kind, span)
        _dots(axes, panel)
        _names(axes, ends)
        _frame(axes, span, step)
    _legend(sheet, curve)
    return sheet.png()


def _span(dots: Sequence[Dot]) -> tuple[int, int]:
    """Months shown, and months from tick to tick: the child's age with room before it."""
    oldest = max((dot.days for dot in dots), default=0) / DAYS_IN_MONTH
    return next(((span, step) for span, step in _SPANS if oldest <= span * 0.92), _SPANS[-1])


def _background(axes: Axes, sex: Sex, kind: Kind, span: int) -> dict[int, float]:
    """The bands and lines; gives where each line ends."""
    days = list(range(0, min(round(span * DAYS_IN_MONTH), LAST_DAY) + 1))
    months = [day / DAYS_IN_MONTH for day in days]
    lines = {p: _line(kind, sex, p, days) for p in PERCENTILES}
    for low, high, color in _BANDS:
        axes.fill_between(months, lines[low], lines[high], color=color, linewidth=0)
    for percentile, values in lines.items():
        axes.plot(months, values, color=BLUE, linewidth=2.4 if percentile == 50 else 1, alpha=0.9)
    axes.set_xlim(0, months[-1])
    bottom, top = lines[3][0], lines[97][-1]
    room = (top - bottom) * _ROOM
    axes.set_ylim(bottom - room, top + room)
    return {percentile: values[-1] for percentile, values in lines.items()}


def _names(axes: Axes, ends: dict[int, float]) -> None:
    """The percentiles' names at the right, pushed apart where two lines end close together."""
    low, high = axes.get_ylim()
    apart = (high - low) * _NAME_HEIGHT
    places = dict(ends)
    for one, other in ((85, 50), (97, 85)):
        places[one] = max(ends[one], places[other] + apart)
    for one, other in ((15, 50), (3, 15)):
        places[one] = min(ends[one], places[other] - apart)
    for percentile, place in places.items():
        axes.text(
            1.012, place, str(percentile), transform=axes.get_yaxis_transform(),
            fontproperties=font(SMALL), color=BLUE if percentile == 50 else QUIET, va="center",
        )  # fmt: skip


def _line(kind: Kind, sex: Sex, percentile: int, days: Sequence[int]) -> list[float]:
    """At two years the tables change from lying to standing: a gap, as on WHO's own chart."""
    z = _NORMAL.inv_cdf(percentile / 100)
    gap = FIRST_STANDING_DAY if kind == "length" else -1
    return [math.nan if day == gap else value_at(kind, sex, z, day) for day in days]


def _dots(axes: Axes, panel: Panel) -> None:
    if not panel.dots:
        return
    months = [dot.days / DAYS_IN_MONTH for dot in panel.dots]
    values = [dot.value for dot in panel.dots]
    axes.plot(months, values, "o-", color=INK, linewidth=2, markersize=9, zorder=4, clip_on=False)
    axes.plot(months[-1:], values[-1:], "o", color=RED, markersize=15, zorder=5, clip_on=False)
    low, high = axes.get_ylim()
    margin = (high - low) * _ROOM
    axes.set_ylim(min(low, min(values) - margin), max(high, max(values) + margin))
    _label(axes, months[-1], values[-1], f"{values[-1]:g}{_UNITS[panel.kind]}")


def _label(axes: Axes, month: float, value: float, words: str) -> None:
    """Children grow: right below or left above the newest dot there is no line of theirs."""
    right = month < axes.get_xlim()[1] * 0.6
    axes.annotate(
        words,
        (month, value),
        xytext=(16, -20) if right else (-16, 22),
        textcoords="offset points",
        fontproperties=font(TEXT),
        color=RED,
        ha="left" if right else "right",
        va="center",
        zorder=6,
        bbox={
            "boxstyle": "round,pad=0.1",
            "facecolor": "white",
            "edgecolor": "none",
            "alpha": 0.85,
        },
    )


def _frame(axes: Axes, span: int, step: int) -> None:
    axes.set_xticks(range(0, span + 1, step))
    axes.set_xlabel("月龄（个月）", fontproperties=font(SMALL), color=QUIET)
    axes.grid(color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL))
        label.set_color(QUIET)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _legend(sheet: Sheet, curve: Curve) -> None:
    group = "男宝" if curve.sex == "male" else "女宝"
    note = drawable(curve.note, 20)
    lines = (
        f"红点：最近一次量的。{note}{'。' if note else ''}",
        f"蓝线：100个同龄{group}从小到大排，第3、15、50、85、97个。",
        "世界卫生组织儿童生长标准（2006年），不能代替医生。",
    )
    for number, line in enumerate(lines):
        sheet.text(40, sheet.height - 150 + number * 50, line, size=SMALL, color=QUIET)
