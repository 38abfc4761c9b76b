"""A filled template as records, with every cell that cannot be taken and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from bot.institutions.columns import EXAMPLE, INSTITUTIONS, LAYOUTS, STAFF, Column, Layout
from bot.institutions.package import Unreadable
from bot.institutions.values import Bad, Context, plain, value_of
from bot.institutions.workbook import Cell, Sheet, sheets
from content.regions import Regions

# The headings stand in one of the first rows; a title may stand above them.
_HEAD = 10
_FORMS_WITH_NATURE = ("employer", "community")


@dataclass(frozen=True)
class Problem:
    """One cell that cannot be taken. ``row`` and ``column`` count from 1."""

    sheet: str
    row: int
    column: int
    why: str

    def __str__(self) -> str:
        return f"“{self.sheet}”表 {get_column_letter(self.column)}{self.row}：{self.why}"


@dataclass(frozen=True)
class Record:
    """One row. ``values`` by the columns' keys, without what was left empty."""

    row: int
    values: dict[str, Any]
    columns: dict[str, int] = field(default_factory=dict, compare=False)


@dataclass
class Filled:
    """What a file says. With any problem nothing of it is brought in; ``notes`` do not matter so."""

    institutions: list[Record] = field(default_factory=list)
    staff: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(content: bytes, regions: Regions, today: date) -> Filled:
    """Read a filled template; raises Unreadable for a file that is none."""
    found = sheets(content)
    if not any(layout.title in found for layout in LAYOUTS):
        raise Unreadable(f"文件里没有“{INSTITUTIONS.title}”表，请用下载的模板来填")
    filled = Filled()
    for layout, into in ((INSTITUTIONS, filled.institutions), (STAFF, filled.staff)):
        if sheet := found.get(layout.title):
            context = Context(regions, today, sheet.epoch)
            into.extend(_Reading(sheet, layout, context, filled).records())
    if not (filled.institutions or filled.staff or filled.problems):
        raise Unreadable("表里还没有填内容")
    filled.problems = in_order(filled.problems)
    return filled


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sheet by sheet, as somebody goes through them."""
    titles = [layout.title for layout in LAYOUTS]
    return sorted(problems, key=lambda p: (titles.index(p.sheet), p.row, p.column))


class _Reading:
    """One sheet being read."""

    def __init__(self, sheet: Sheet, layout: Layout, context: Context, filled: Filled) -> None:
        self._sheet, self._layout, self._context, self._filled = sheet, layout, context, filled
        self._head, self._columns = _headings(sheet, layout)
        self._places = {column.key: number for number, column in self._columns.items()}

    def records(self) -> list[Record]:
        self._check_headings()
        self._check_merges()
        rows = [(n, cells) for n, cells in self._sheet.rows if n > self._head]
        if len(rows) > self._layout.most:
            raise Unreadable(
                f"“{self._sheet.title}”表超过{self._layout.most}行，请分成几个文件导入"
            )
        read = [self._record(number, cells) for number, cells in rows if not self._example(cells)]
        records = [record for record in read if record]
        self._check_twice(records)
        return records

    def _record(self, number: int, cells: dict[int, Cell]) -> Record | None:
        """None for a row with nothing in our columns."""
        if not cells.keys() & self._columns.keys():
            return None
        values = {}
        for place, column in self._columns.items():
            if place in cells:
                try:
                    values[column.key] = value_of(column, cells[place], self._context)
                except Bad as error:
                    self._problem(number, place, str(error))
            elif column.required:
                self._problem(number, place, f"没有填{column.heading}")
        for key, why in _contradictions(values, self._layout):
            self._problem(number, self._places.get(key, 1), why)
        return Record(number, values, self._places)

    def _example(self, cells: dict[int, Cell]) -> bool:
        name = cells.get(self._places[self._layout.named])
        return name is not None and plain(name.value).startswith(EXAMPLE)

    def _check_headings(self) -> None:
        first = next((cells for n, cells in self._sheet.rows if n == self._head), {})
        strange = [plain(c.value) for place, c in first.items() if place not in self._columns]
        if strange:
            self._filled.notes.append(
                f"“{self._sheet.title}”表里不认识的列没有导入：{'、'.join(strange)}"
            )

    def _check_merges(self) -> None:
        for left, top, right, bottom in self._sheet.merged[:100]:
            if (
                bottom > self._head
                and left <= max(self._columns)
                and (left, top) != (right, bottom)
            ):
                span = f"{get_column_letter(left)}{top}到{get_column_letter(right)}{bottom}"
                self._problem(top, left, f"{span}是合并的单元格，请取消合并，每一格都填上")

    def _check_twice(self, records: list[Record]) -> None:
        keys = ("code",) if self._layout is INSTITUTIONS else ("code", "person")
        seen: dict[tuple[Any, ...], int] = {}
        for record in records:
            named = tuple(record.values.get(key) for key in keys)
            if None in named:
                continue
            first = seen.setdefault(named, record.row)
            if first != record.row:
                what = f"{self._layout.column(keys[-1]).heading}和第{first}行重复了"
                hint = "；真有两位同名，请在名字后加数字" if "person" in keys else ""
                self._problem(record.row, self._places[keys[-1]], what + hint)

    def _problem(self, row: int, column: int, why: str) -> None:
        self._filled.problems.append(Problem(self._sheet.title, row, column, why))


def _headings(sheet: Sheet, layout: Layout) -> tuple[int, dict[int, Column]]:
    """The row of the headings, and the column of each; raises Unreadable."""
    known = {column.heading: column for column in layout.columns}
    for number, cells in sheet.rows:
        titles = {place: plain(cell.value).strip("*＊ ") for place, cell in cells.items()}
        ours = {place: known[title] for place, title in titles.items() if title in known}
        if number > _HEAD or len(ours) < 2:
            continue
        told = [column.heading for column in ours.values()]
        twice = sorted({heading for heading in told if told.count(heading) > 1})
        missing = [c.heading for c in layout.columns if c.required and c.heading not in told]
        if twice or missing:
            why = f"有两列都叫“{twice[0]}”" if twice else f"少了这些列：{'、'.join(missing)}"
            raise Unreadable(f"“{sheet.title}”表{why}；请用下载的模板来填")
        return number, ours
    raise Unreadable(f"“{sheet.title}”表里找不到表头，请用下载的模板来填")


def _contradictions(values: dict[str, Any], layout: Layout) -> Iterator[tuple[str, str]]:
    """Cells that cannot be true together: the key of the one to look at, and why."""
    first, last = ("registered_on", "closed_on") if layout is INSTITUTIONS else (
        "started_on", "left_on"
    )  # fmt: skip
    begun, ended = values.get(first), values.get(last)
    if begun and ended and ended < begun:
        yield last, f"比{layout.column(first).heading}还早，请看一下哪个写错了"
    if values.get("form") in _FORMS_WITH_NATURE and "nature" not in values:
        yield "nature", "单位办、社区办的要选登记性质：营利性或非营利性"
