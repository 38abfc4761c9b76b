"""An uploaded workbook as plain rows. Nothing in it is computed or executed."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from bot.institutions.package import Unreadable, checked

# Columns and rows that are looked at: ours are a dozen, and Excel has 1,048,576 rows.
_WIDE = 40
_LONG = 200_000
_MERGE = f"{{{SHEET_MAIN_NS}}}mergeCell"


@dataclass(frozen=True)
class Cell:
    """A cell that is not empty. ``kind`` as Excel has it: f is a formula, e an error value."""

    ref: str
    value: Any
    kind: str = "s"


Row = tuple[int, dict[int, Cell]]  # its number, and its cells by column; both count from 1
Merge = tuple[int, int, int, int]  # first column, first row, last column, last row


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that are not empty. ``epoch``: the day from which its dates are counted."""

    title: str
    rows: list[Row]
    merged: list[Merge]
    epoch: datetime


def sheets(content: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook by title; raises Unreadable."""
    checked(content)
    try:
        with warnings.catch_warnings():
            # Of what openpyxl does not support (drawings, validations) nothing matters here.
            warnings.simplefilter("ignore")
            return {sheet.title: sheet for sheet in _sheets(content)}
    except Unreadable:
        raise
    except Exception as error:
        # A damaged package fails in openpyxl, expat or zlib in any way there is.
        raise Unreadable("文件坏了，读不出来；请用 Excel 打开，另存为 .xlsx 再导入") from error


def _sheets(content: bytes) -> Iterator[Sheet]:
    # Read only: row by row, so that a merged range over a whole sheet makes no cells.
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            rows = list(_rows(sheet))
            yield Sheet(sheet.title.strip(), rows, list(_merges(book, sheet)), book.epoch)
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[Row]:
    # What a sheet says of its own size is often wrong.
    sheet.reset_dimensions()
    found = sheet.iter_rows(min_row=1, max_row=_LONG + 1, max_col=_WIDE)
    for number, cells in enumerate(found, 1):
        kept = {
            column: Cell(f"{get_column_letter(column)}{number}", cell.value, cell.data_type)
            for column, cell in enumerate(cells, 1)
            if not _empty(cell.value)
        }
        if kept and number > _LONG:
            raise Unreadable(f"“{sheet.title}”表太长，超过{_LONG}行")
        if kept:
            yield number, kept


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _merges(book: Any, sheet: Any) -> Iterator[Merge]:
    """Merged ranges. openpyxl keeps none where it reads row by row, so they are read here."""
    with book._archive.open(sheet._worksheet_path) as part:
        for _, element in iterparse(part):
            if element.tag == _MERGE:
                first_column, first_row, last_column, last_row = range_boundaries(
                    element.attrib["ref"]
                )
                yield (first_column or 1, first_row or 1, last_column or 1, last_row or 1)
            element.clear()
