"""The workbook to fill in: Chinese headings, an example row, notes, drop-down lists."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.institutions.columns import FORMS, LAYOUTS, NATURES, YES_NO, Column, Layout
from bot.institutions.posts import COMMON

_HEADING = PatternFill("solid", fgColor="DCEFE4")
_GREY = Font(color="808080", italic=True)
_CHOICES = {
    "form": tuple(FORMS), "nature": tuple(NATURES), "yes_no": tuple(YES_NO), "post": COMMON,
}  # fmt: skip
_TEXT = "@"  # Excel would make a number of a long code, and lose its end
_DAY = "yyyy-mm-dd"
_ROWS = 500  # that are formatted beforehand
_LAST = max(layout.most for layout in LAYOUTS)  # row for which the lists drop down
_NOTES = (
    "怎么填",
    "1. “机构”表一家一行，“员工”表一人一行。带 * 的列必须填，其他的有就填，没有就空着。",
    "2. 第二行是示例，可以删掉；留着也不会导入。",
    "3. 日期写成 2026-03-01、2026/3/1 或 2026年3月1日 都可以。",
    "4. 不要合并单元格，不要写公式，不要改表头。",
    "5. 有一格不对，整个文件都不会导入；会告诉您是哪一格、为什么，改好再导一次。",
    "6. 同一个文件导入两次，不会变成两份。空着的格子不会清掉以前填过的内容。",
    "7. 不要填身份证号、电话、孩子的信息。",
    "",
    "每一列的意思",
)


def template() -> bytes:
    """The template as an .xlsx file."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for layout in LAYOUTS:
        _sheet(book.create_sheet(layout.title), layout)
    _notes(book.create_sheet("说明"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(sheet: Any, layout: Layout) -> None:
    for number, column in enumerate(layout.columns, 1):
        head = sheet.cell(1, number, column.heading + ("*" if column.required else ""))
        head.font, head.fill = Font(bold=True), _HEADING
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.comment = Comment(column.note, "托育通")
        sheet.cell(2, number, column.example or None).font = _GREY
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
        _format(sheet, number, column)
    sheet.freeze_panes = "A2"


def _format(sheet: Any, number: int, column: Column) -> None:
    form = {"code": _TEXT, "past": _DAY, "day": _DAY}.get(column.kind)
    if form:
        for row in range(2, _ROWS + 2):
            sheet.cell(row, number).number_format = form
    if choices := _CHOICES.get(column.kind):
        strict = column.kind != "post"
        listed = DataValidation("list", formula1=f'"{",".join(choices)}"', showErrorMessage=strict)
        letter = get_column_letter(number)
        listed.add(f"{letter}2:{letter}{_LAST}")
        sheet.add_data_validation(listed)


def _width(column: Column) -> int:
    # A Chinese character is two wide.
    return max(12, 2 * len(column.heading) + 4, len(column.example) + 4)


def _notes(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 90
    for line in _NOTES:
        sheet.append([line])
    for layout in LAYOUTS:
        for column in layout.columns:
            must = "（必填）" if column.required else ""
            sheet.append([f"{layout.title}·{column.heading}{must}：{column.note}"])
    sheet["A1"].font = Font(bold=True)
