"""Filled templates, as somebody would send them in."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from openpyxl import Workbook

from bot.institutions.columns import INSTITUTIONS, STAFF, Layout
from bot.institutions.credit_code import check_character

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def midnight(year: int, month: int, day: int) -> datetime:
    """A day as Excel's date cells hold it: without a time zone."""
    return datetime.combine(date(year, month, day), time())


def code(number: int) -> str:
    """A credit code that is right."""
    first = f"91330703MA{number:07d}"
    return first + check_character(first)


def institution(number: int = 1, **other: Any) -> dict[str, Any]:
    return {
        "name": f"春苗{number}托育园", "code": code(number), "region": "金东区", "form": "营利性",
        **other,
    }  # fmt: skip


def member(number: int = 1, person: str = "王芳", **other: Any) -> dict[str, Any]:
    return {"code": code(number), "person": person, "post": "保育人员", **other}


def book(
    institutions: list[dict[str, Any]],
    staff: list[dict[str, Any]] | None = None,
    change: Callable[[Workbook], None] = lambda book: None,
) -> bytes:
    """A workbook with these rows, by the columns' keys; ``change`` has a last word."""
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for layout, rows in ((INSTITUTIONS, institutions), (STAFF, staff or [])):
        _sheet(made, layout, rows)
    change(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _sheet(made: Workbook, layout: Layout, rows: list[dict[str, Any]]) -> None:
    sheet = made.create_sheet(layout.title)
    sheet.append([column.heading for column in layout.columns])
    for row in rows:
        sheet.append([row.get(column.key) for column in layout.columns])


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The package with one part added or replaced."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return written.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def as_excel_writes(rows: list[list[str]], title: str = "机构") -> bytes:
    """One sheet with shared strings in runs, as Excel saves them and openpyxl does not."""
    texts = [text for row in rows for text in row]
    shared = "".join(
        f'<si><r><rPr><b/></rPr><t>{t[:1]}</t></r><r><t xml:space="preserve">{t[1:]}</t></r></si>'
        for t in texts
    )
    numbers = iter(range(len(texts)))
    cells = "".join(
        f'<row r="{n}">' + "".join(f'<c t="s"><v>{next(numbers)}</v></c>' for _ in row) + "</row>"
        for n, row in enumerate(rows, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/worksheets/s.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"/>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{title}" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/s.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>",
        "xl/worksheets/s.xml": f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, xml)
    return written.getvalue()
