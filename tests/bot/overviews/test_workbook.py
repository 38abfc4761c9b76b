"""The workbook: sums, institutions, what is due; names are text whatever they begin with."""

import io
import zipfile
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.overviews.files import (
    XLSX,
    excel_file,
    region_matters,
    region_picture,
    region_workbook,
)
from bot.overviews.region import DutySum, Matters, RegionOverview, Span, Standing, region_overview
from bot.overviews.workbook import workbook
from bot.store.database import Database
from content.load import Library
from tests.bot.overviews.country import TODAY, due
from tests.bot.reminders.world import checked, nursery

MONTH = Span(TODAY.replace(day=1), TODAY)
BAD = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "#N/A", "=HYPERLINK(\"http://x\")"]  # fmt: skip


def overview(*standings: Standing, duties: list[DutySum] | None = None) -> RegionOverview:
    soon = TODAY + timedelta(days=30)
    return RegionOverview(("330703",), TODAY, soon, MONTH, list(standings), duties or [])


def standing(name: str = "春苗", **other: Any) -> Standing:
    told = {
        "id": 1, "code": "91330703MA0000000L", "name": name, "region": "330703", "due": 1,
        "overdue": 2, "confirmed": 3, "next_due": date(2026, 12, 1), "bound": True, **other,
    }  # fmt: skip
    return Standing(**told)


def matter(**other: Any) -> SimpleNamespace:
    told = {
        "duty": "fire.drill", "due": TODAY, "estimated": False, "unrecorded": False,
        "institution": "春苗", "code": "x", "region": "330703", "staff": None, **other,
    }  # fmt: skip
    return SimpleNamespace(**told)


def read(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def sheet(content: bytes, title: str) -> list[tuple[Any, ...]]:
    return list(read(content)[title].iter_rows(values_only=True))


def test_the_sheets(known: Library) -> None:
    made = workbook(overview(standing()), Matters([matter()]), known)
    book = read(made)
    assert book.sheetnames == ["总览", "机构", "到期事项"]
    for title in ("机构", "到期事项"):
        assert book[title].freeze_panes == "A2"
        assert book[title].auto_filter.ref.startswith("A1:H")
    for page in book.worksheets:
        widths = [page.column_dimensions[c].width for c in "ABCDE"]
        assert all(12 <= width <= 40 for width in widths)


def test_the_numbers(known: Library) -> None:
    duties = [DutySum("fire.drill", 1, 2, 3, date(2026, 12, 1)), DutySum("own.", 5, 0, 0, None)]
    made = workbook(overview(standing(), duties=duties), Matters([]), known)
    told = {row[0]: row[1:] for row in sheet(made, "总览") if row and row[0]}
    assert told["地区"][0] == "浙江省金华市金东区"
    assert told["机构（家）"][0] == 1
    assert told["已过期（件）"][0] == 2
    assert told["快到期（件，到12月23日为止）"][0] == 1
    assert told["已办好（件，11月1日到11月23日）"][0] == 3
    assert told["没有人收提醒的机构（家）"][0] == 0
    assert told["消防"][:3] == (2, 1, 3)
    assert told["其他"][:4] == (0, 5, 0, None)


def test_dates_are_dates(known: Library) -> None:
    made = workbook(overview(standing()), Matters([matter()]), known)
    book = read(made)
    for title, where, day in (("机构", "G2", date(2026, 12, 1)), ("到期事项", "F2", TODAY)):
        cell = book[title][where]
        assert cell.is_date
        assert isinstance(cell.value, datetime)
        assert cell.value.date() == day
        assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("name", BAD)
def test_no_name_is_a_formula(name: str, known: Library) -> None:
    rows = [matter(institution=name, staff=name)]
    made = workbook(overview(standing(name, code=name, region=name)), Matters(rows), known)
    book = read(made)
    for title, where in (("机构", "A2"), ("机构", "B2"), ("机构", "C2"), ("到期事项", "A2"), ("到期事项", "E2")):  # fmt: skip
        cell = book[title][where]
        assert cell.data_type == "s"
        assert cell.value == name
        assert bool(cell.quotePrefix) is (name[0] != "#")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert all(b"<f>" not in package.read(part) for part in package.namelist())


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=600))
def test_any_name_can_be_written_and_read(name: str, known: Library) -> None:
    made = workbook(overview(standing(name)), Matters([]), known)
    cell = read(made)["机构"]["A2"]
    assert cell.data_type != "f"
    assert cell.value is None or isinstance(cell.value, str)


def test_words_of_a_matter(known: Library) -> None:
    rows = [
        matter(due=TODAY - timedelta(days=3), staff="王芳", unrecorded=True),
        matter(due=TODAY + timedelta(days=4), duty="own.7", estimated=True, region="999999"),
    ]
    late, own = sheet(workbook(overview(), Matters(rows, cut=True), known), "到期事项")[1:3]
    assert late[2:5] == (known.duties["fire.drill"].title, "消防", "王芳")
    assert late[6] == -3
    assert "没有上次办理的记录" in late[7]
    assert own[1:5] == ("999999", "园里自己加的提醒", "其他", "本园")
    assert own[6] == 4
    assert "放假安排" in own[7]


def test_what_is_cut_is_said(known: Library) -> None:
    last = sheet(workbook(overview(), Matters([matter()], cut=True), known), "到期事项")[-1]
    assert last[0] == "后面还有，这里只列了最早到期的1件。"
    whole = sheet(workbook(overview(), Matters([matter()]), known), "到期事项")
    assert len(whole) == 2


async def test_from_rows(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home, other = await nursery(rows, 1), await nursery(rows, 2, region="140525")
        member = await checked(rows, home, "王芳", None)
        await due(rows, home, "fire.drill", TODAY - timedelta(days=1))
        key = f"staff.health_check:staff:{member.id}:x"
        await due(
            rows,
            home,
            "staff.health_check",
            TODAY + timedelta(days=30),
            key=key,
            staff_id=member.id,
        )
        await due(rows, home, "fire.check", TODAY + timedelta(days=31))
        await due(rows, other, "fire.drill", TODAY)
        found = await region_overview(rows, ["330703"], TODAY)
        made = await region_workbook(rows, found, known)
        cut = await region_matters(rows, found, most=1)
    lines = sheet(made, "到期事项")[1:]
    assert [(line[0], line[4]) for line in lines] == [
        ("春苗1托育园", "本园"),
        ("春苗1托育园", "王芳"),
    ]
    assert len(sheet(made, "机构")) == 2
    assert (len(cut.rows), cut.cut) == (1, True)
    file = excel_file(made, found, known)
    assert (file.name, file.media_type) == ("浙江省金华市金东区托育机构到期情况20261123.xlsx", XLSX)
    picture = region_picture(found, known)
    assert picture.startswith(b"\x89PNG\r\n")
