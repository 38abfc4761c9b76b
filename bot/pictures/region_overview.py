"""A region at a glance for its health bureau: what is due, overdue and confirmed, by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.pictures.canvas import (
    AMBER,
    GREEN,
    INK,
    QUIET,
    RED,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    Sheet,
)
from bot.pictures.font import drawable

_MOST_ROWS = 20
_HEAD, _ROW, _FOOT = 330, 150, 80
_LEFT = 40
_BAR = WIDTH - 2 * _LEFT
_KINDS = (("overdue", "逾期", RED), ("due", "快到期", AMBER), ("confirmed", "已办好", GREEN))


@dataclass(frozen=True)
class Row:
    """One kind of duty: how many are in which state; ``next_due``: the nearest day."""

    name: str
    due: int = 0
    overdue: int = 0
    confirmed: int = 0
    next_due: date | None = None

    @property
    def total(self) -> int:
        return self.due + self.overdue + self.confirmed


@dataclass(frozen=True)
class Overview:
    """``as_of``: the day the counts were taken. ``institutions``: how many there are in all."""

    region: str
    as_of: date
    rows: Sequence[Row]
    institutions: int | None = None


def draw(overview: Overview) -> bytes:
    """PNG, 1080 pixels wide; the kinds beyond twenty are counted in one line."""
    rows = overview.rows[:_MOST_ROWS]
    sheet = Sheet(_HEAD + _ROW * max(1, len(rows)) + _FOOT)
    axes = sheet.figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(sheet.height, 0)
    _head(sheet, overview)
    _tiles(sheet, axes, overview.rows)
    longest = max((row.total for row in rows), default=0)
    for number, row in enumerate(rows):
        top = _HEAD + number * _ROW
        _name(sheet, top + 26, row, overview.as_of)
        _bar(axes, top + 52, row, longest)
        _counts(sheet, top + 102, row)
    if not rows:
        sheet.text(_LEFT, _HEAD + 50, "现在没有要办的事。")
    _foot(sheet, len(overview.rows) - len(rows))
    return sheet.png()


def _head(sheet: Sheet, overview: Overview) -> None:
    sheet.text(_LEFT, 52, f"{drawable(overview.region, 12)}托育机构办事情况", size=TITLE)
    day = overview.as_of
    count = "" if overview.institutions is None else f"，共{overview.institutions}家机构"
    when = f"截至{day.year}年{day.month}月{day.day}日{count}"
    sheet.text(_LEFT, 112, when, size=SMALL, color=QUIET)


def _tiles(sheet: Sheet, axes: Axes, rows: Sequence[Row]) -> None:
    """The three sums, red first."""
    width = (_BAR - 40) / 3
    for number, (field, words, color) in enumerate(_KINDS):
        left = _LEFT + number * (width + 20)
        _box(axes, left, 150, width, 130, "#f5f7fa")
        _box(axes, left, 150, 10, 130, color)
        sheet.text(left + 34, 192, str(sum(getattr(row, field) for row in rows)), size=TITLE)
        sheet.text(left + 34, 248, words, size=SMALL, color=QUIET)


def _name(sheet: Sheet, y: float, row: Row, as_of: date) -> None:
    sheet.text(_LEFT, y, drawable(row.name, 18), size=TEXT)
    if row.next_due:
        year = "" if row.next_due.year == as_of.year else f"{row.next_due.year}年"
        words = f"最近的：{year}{row.next_due.month}月{row.next_due.day}日"
        sheet.text(WIDTH - _LEFT, y, words, size=SMALL, color=QUIET, align="right")


def _bar(axes: Axes, top: float, row: Row, longest: int) -> None:
    """The longest row fills the width, so that the rows can be compared."""
    _box(axes, _LEFT, top, _BAR, 24, "#eef1f4")
    left = float(_LEFT)
    for field, _, color in _KINDS:
        width = _BAR * getattr(row, field) / longest if longest else 0
        _box(axes, left, top, width, 24, color)
        left += width


def _counts(sheet: Sheet, y: float, row: Row) -> None:
    """Under the bar in words: colours alone say nothing to who cannot tell them apart."""
    for number, (field, words, color) in enumerate(_KINDS):
        count = getattr(row, field)
        shown = color if count and field == "overdue" else INK if count else QUIET
        sheet.text(_LEFT + number * 230, y, f"{words} {count}", size=SMALL, color=shown)


def _foot(sheet: Sheet, more: int) -> None:
    words = f"还有{more}类没有画出来。" if more > 0 else ""
    sheet.text(
        _LEFT, sheet.height - 44, f"{words}数字是件数，以各家在系统里登记的为准。",
        size=SMALL, color=QUIET,
    )  # fmt: skip


def _box(axes: Axes, left: float, top: float, width: float, height: float, color: str) -> None:
    axes.add_patch(Rectangle((left, top), width, height, facecolor=color, edgecolor="none"))
