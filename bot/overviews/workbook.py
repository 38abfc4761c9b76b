"""A region's overview as an Excel file: sums, institutions, and what is due. Pure.

Written row by row, so that a hundred thousand institutions fit. Names are text whatever they begin
with: nothing that somebody typed is ever a formula.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from bot.overviews.kinds import KINDS, by_kind, kind_of, title_of
from bot.overviews.places import place_name, places_name
from bot.overviews.region import Matters, RegionOverview
from content.load import Library

_HEADING = PatternFill("solid", fgColor="DCEFE4")
_BOLD = Font(bold=True)
# A text that begins so would be taken for a formula once somebody edits it or saves it as CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Of these openpyxl makes something else than text: of #N/A an error.
_GUARDED = (*_FORMULA, "#")
_LONGEST = 500  # characters of one cell

Value = str | int | date | None
_INSTITUTIONS = (
    ("机构名称", 30), ("统一社会信用代码", 22), ("所在地", 30), ("已过期（件）", 13),
    ("快到期（件）", 13), ("已办好（件）", 13), ("最近的到期日", 15), ("有人收提醒", 13),
)  # fmt: skip
_MATTERS = (
    ("机构名称", 30), ("所在地", 30), ("事项", 24), ("类别", 14), ("谁的", 12),
    ("到期日", 13), ("还有几天（负数是已过期）", 26), ("说明", 40),
)  # fmt: skip
_KINDS = (("类别", 24), ("已过期（件）", 14), ("快到期（件）", 14), ("已办好（件）", 14), ("最近的到期日", 16))  # fmt: skip


def workbook(overview: RegionOverview, matters: Matters, library: Library) -> bytes:
    """The .xlsx file."""
    book = Workbook(write_only=True)
    _summary(book.create_sheet("总览"), overview, library)
    _table(book.create_sheet("机构"), _INSTITUTIONS, _institutions(overview, library))
    _table(book.create_sheet("到期事项"), _MATTERS, _matters(overview, matters, library))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _summary(sheet: Any, overview: RegionOverview, library: Library) -> None:
    """The head in two columns, then a table of kinds."""
    _columns(sheet, _KINDS, None)
    span = overview.confirmed_in
    told: tuple[tuple[str, Value], ...] = (
        ("地区", places_name(overview.regions, library.regions)),
        ("统计日期", overview.today),
        ("机构（家）", len(overview.institutions)),
        ("已过期（件）", overview.overdue),
        (f"快到期（件，到{_day(overview.soon)}为止）", overview.due),
        (f"已办好（件，{_day(span.first)}到{_day(span.last)}）", overview.confirmed),
        ("没有人收提醒的机构（家）", overview.unbound),
    )
    for label, value in told:
        sheet.append([_cell(sheet, label, _BOLD), _cell(sheet, value)])
    sheet.append([])
    _head(sheet, [heading for heading, _ in _KINDS])
    for k in by_kind(overview.duties, library.duties):
        _append(sheet, (k.title, k.overdue, k.due, k.confirmed, k.next_due))
    sheet.append([])
    _append(sheet, ("以各家在系统里登记的为准。",))


def _institutions(overview: RegionOverview, library: Library) -> Iterable[Sequence[Value]]:
    name = cache(partial(place_name, regions=library.regions))
    for row in overview.institutions:
        yield (
            row.name, row.code, name(row.region), row.overdue, row.due,
            row.confirmed, row.next_due, "有" if row.bound else "没有",
        )  # fmt: skip


def _matters(
    overview: RegionOverview, matters: Matters, library: Library
) -> Iterable[Sequence[Value]]:
    name = cache(partial(place_name, regions=library.regions))
    for row in matters.rows:
        kind = kind_of(row.duty, library.duties)
        yield (
            row.institution, name(row.region),
            title_of(row.duty, library.duties), KINDS.get(kind, kind), row.staff or "本园",
            row.due, (row.due - overview.today).days, _remark(row),
        )  # fmt: skip
    if matters.cut:
        yield (f"后面还有，这里只列了最早到期的{len(matters.rows)}件。",)


def _remark(row: Any) -> str:
    if row.unrecorded:
        return "没有上次办理的记录，这个日期是推算的"
    return "放假安排还没公布，日子可能差几天" if row.estimated else ""


# --- sheets and cells -----------------------------------------------------------------------
def _table(
    sheet: Any, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[Value]]
) -> None:
    _columns(sheet, columns, "A2")
    _head(sheet, [heading for heading, _ in columns])
    count = 1
    for line in lines:
        _append(sheet, line)
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"


def _columns(sheet: Any, columns: Sequence[tuple[str, int]], frozen: str | None) -> None:
    """Both stand in the file before the rows."""
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = frozen


def _head(sheet: Any, headings: Iterable[str]) -> None:
    sheet.append([_cell(sheet, heading, _BOLD, _HEADING) for heading in headings])


def _append(sheet: Any, values: Sequence[Value]) -> None:
    sheet.append([_cell(sheet, value) for value in values])


def _cell(
    sheet: Any, value: Value, font: Font | None = None, fill: PatternFill | None = None
) -> Any:
    """Most values stand for themselves: a cell object for each would take several times as long."""
    text = _text(value) if isinstance(value, str) else None
    if font is None and (text is None or not text.startswith(_GUARDED)):
        return value if text is None else text
    known: Any = value if text is None else text
    cell = WriteOnlyCell(sheet, known)
    if text is not None:
        cell.data_type = "s"  # openpyxl makes a formula of what begins with =
        cell.quotePrefix = text.startswith(_FORMULA)
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    return cell


def _text(value: str) -> str:
    """What Excel can hold: no control characters, not too long."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", value).encode("utf-8", "replace").decode("utf-8")
    return plain[:_LONGEST]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
