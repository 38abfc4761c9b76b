"""What is read of a filled template, and which cell is to blame for what is not."""

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bot.institutions.columns import EXAMPLE_CODE, FORMS, INSTITUTIONS, LAYOUTS, STAFF, Column
from bot.institutions.excel import read
from bot.institutions.package import Unreadable
from bot.institutions.template import template
from content.regions import Regions
from tests.bot.institutions.books import (
    TODAY,
    as_excel_writes,
    book,
    code,
    institution,
    member,
    midnight,
    part,
    with_part,
)


def said(regions: Regions, content: bytes) -> list[str]:
    return [str(problem) for problem in read(content, regions, TODAY).problems]


def test_a_full_row(regions: Regions) -> None:
    row = institution(
        form="单位办", nature="非营利性", meals="是", registered_on="2024年3月1日",
        **{"date.food_permit": midnight(2029, 5, 20), "date.lease": 46082},
    )  # fmt: skip
    staff = member(started_on="2024/3/1", **{"done.staff.health_check": "20260301"})
    filled = read(book([row], [staff]), regions, TODAY)
    assert filled.problems == []
    assert filled.notes == []
    (kept,) = filled.institutions
    assert kept.values == {
        "name": "春苗1托育园", "code": code(1), "region": "330703", "form": "employer",
        "nature": "nonprofit", "meals": True, "registered_on": date(2024, 3, 1),
        "date.food_permit": date(2029, 5, 20), "date.lease": date(2026, 3, 1),
    }  # fmt: skip
    (person,) = filled.staff
    assert person.values == {
        "code": code(1), "person": "王芳", "post": "保育人员", "started_on": date(2024, 3, 1),
        "done.staff.health_check": date(2026, 3, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "cell", "why"),
    [
        ("name", None, "A2", "没有填机构名称"),
        ("name", "   ", "A2", "没有填机构名称"),
        ("name", "托" * 101, "A2", "最多100个字"),
        ("name", midnight(2026, 3, 1), "A2", "文字"),
        ("name", "=1+1", "A2", "公式"),
        ("code", "=CODE()", "B2", "公式"),
        ("code", None, "B2", "没有填统一社会信用代码"),
        ("code", "123", "B2", "这里是3位"),
        ("code", 911101085923662400, "B2", "变成了数字"),
        ("code", code(1)[:-1] + "Z", "B2", "不会有“Z”"),
        ("region", "火星", "C2", "看不出“火星”是哪里"),
        ("region", "999999", "C2", "没有代码是999999"),
        ("region", "浙江省", "C2", "只写到了省"),
        ("region", "金东区和婺城区", "C2", "看不出"),
        ("region", "鼓楼区", "C2", "不止一个"),
        ("form", "公司", "D2", "只能填：营利性、"),
        ("form", "单位办", "E2", "要选登记性质"),
        ("meals", "有时候", "F2", "只能填：是、否"),
        ("registered_on", "2026年2月30日", "G2", "没有2026年2月30日"),
        ("registered_on", "2026-11-22", "G2", "还没到"),
        ("date.food_permit", "三年后", "J2", "看不出“三年后”"),
        ("date.food_permit", "#REF!", "J2", "错误值"),
        ("date.food_permit", True, "J2", "看不出"),
    ],
)
def test_a_bad_cell(regions: Regions, key: str, value: Any, cell: str, why: str) -> None:
    (told,) = said(regions, book([institution(**{key: value})]))
    assert told.startswith(f"“机构”表 {cell}：")
    assert why in told


@pytest.mark.parametrize(
    ("key", "value", "cell", "why"),
    [
        ("person", None, "B2", "没有填姓名"),
        ("post", None, "C2", "没有填岗位"),
        ("code", "1", "A2", "这里是1位"),
        ("started_on", "明年", "D2", "看不出“明年”"),
        ("done.staff.health_check", "2027-01-01", "E2", "还没到"),
        ("left_on", "2023-01-01", "I2", "比到岗日期还早"),
    ],
)
def test_a_bad_cell_of_staff(regions: Regions, key: str, value: Any, cell: str, why: str) -> None:
    person = member(**{"started_on": "2024-01-01", key: value})
    (told,) = said(regions, book([institution()], [person]))
    assert told.startswith(f"“员工”表 {cell}：")
    assert why in told


def test_every_bad_cell_is_told_in_order(regions: Regions) -> None:
    rows = [institution(1), institution(2, form="公司", meals="也许"), institution(3, name=None)]
    told = said(regions, book(rows, [member(person=None)]))
    assert [line.split("：")[0] for line in told] == [
        "“机构”表 D3", "“机构”表 F3", "“机构”表 A4", "“员工”表 B2",
    ]  # fmt: skip


def test_twice_in_one_file(regions: Regions) -> None:
    rows = [institution(1), institution(2), institution(1, name="另一家")]
    people = [member(1), member(2), member(1)]
    assert said(regions, book(rows, people)) == [
        "“机构”表 B4：统一社会信用代码和第2行重复了",
        "“员工”表 B4：姓名和第2行重复了；真有两位同名，请在名字后加数字",
    ]


def test_empty_rows_are_passed_over_and_cells_keep_their_numbers(regions: Regions) -> None:
    content = book([institution(1), {}, {"name": "  "}, institution(2, form="?"), {}])
    assert [line.split("：")[0] for line in said(regions, content)] == ["“机构”表 D5"]


def test_merged_cells(regions: Regions) -> None:
    def merge(made: Workbook) -> None:
        made["机构"].merge_cells("H2:H3")

    rows = [institution(1, **{"date.filing_certificate": "2027-01-01"}), institution(2)]
    (told,) = said(regions, book(rows, change=merge))
    assert told == "“机构”表 H2：H2到H3是合并的单元格，请取消合并，每一格都填上"


def test_a_title_above_the_headings(regions: Regions) -> None:
    def title(made: Workbook) -> None:
        sheet = made["机构"]
        sheet.insert_rows(1, 2)
        sheet["A1"] = "2026年托育机构登记表"
        sheet.merge_cells("A1:F1")

    filled = read(book([institution()], change=title), regions, TODAY)
    assert filled.problems == []
    assert [record.row for record in filled.institutions] == [4]


def test_columns_in_another_order_and_more_of_them(regions: Regions) -> None:
    def move(made: Workbook) -> None:
        made["机构"].insert_cols(1)
        made["机构"]["A1"] = "序号"
        made["机构"]["A2"] = 1

    filled = read(book([institution(form="?")], change=move), regions, TODAY)
    assert [str(p).split("：")[0] for p in filled.problems] == ["“机构”表 E2"]
    assert filled.notes == ["“机构”表里不认识的列没有导入：序号"]


@pytest.mark.parametrize(
    ("cell", "heading", "why"),
    [("D1", "类型", "少了这些列：机构类型"), ("E1", "机构类型", "有两列都叫“机构类型”")],
)
def test_headings_that_do_not_fit(regions: Regions, cell: str, heading: str, why: str) -> None:
    def change(made: Workbook) -> None:
        made["机构"][cell] = heading

    with pytest.raises(Unreadable, match=why):
        read(book([institution()], change=change), regions, TODAY)


@pytest.mark.parametrize(
    ("sheets", "why"),
    [([], "没有“机构”表"), (["机构"], "找不到表头"), (["说明"], "没有“机构”表")],
)
def test_a_workbook_of_something_else(regions: Regions, sheets: list[str], why: str) -> None:
    made = Workbook()
    for title in sheets:
        made.create_sheet(title)["A1"] = "别的"
    written = io.BytesIO()
    made.save(written)
    with pytest.raises(Unreadable, match=why):
        read(written.getvalue(), regions, TODAY)


def test_the_calendar_of_old_macs(regions: Regions) -> None:
    def old(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    rows = [institution(**{"date.lease": midnight(2028, 2, 28), "date.insurance": 46082 - 1462})]
    (kept,) = read(book(rows, change=old), regions, TODAY).institutions
    assert kept.values["date.lease"] == date(2028, 2, 28)
    assert kept.values["date.insurance"] == date(2026, 3, 1)


def test_a_formula_is_not_believed_even_with_its_result(regions: Regions) -> None:
    content = book([institution(registered_on=46082)])
    sheet = "xl/worksheets/sheet1.xml"
    xml = part(content, sheet).replace(b"<v>46082</v>", b"<f>TODAY()</f><v>46082</v>")
    (told,) = said(regions, with_part(content, sheet, xml))
    assert told.startswith("“机构”表 G2：这里是公式")


FIRST_FOUR = [column.heading for column in INSTITUTIONS.columns[:4]]


def test_shared_strings_in_runs(regions: Regions) -> None:
    content = as_excel_writes([FIRST_FOUR, ["春苗 托育园", code(1), "金东区", "营利性"]])
    filled = read(content, regions, TODAY)
    assert filled.problems == []
    (kept,) = filled.institutions
    assert list(kept.values.values()) == ["春苗 托育园", code(1), "330703", "profit"]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1"])
def test_a_text_that_would_be_a_formula_elsewhere(regions: Regions, name: str) -> None:
    content = as_excel_writes([FIRST_FOUR, [name, code(1), "金东区", "营利性"]])
    (told,) = said(regions, content)
    assert told.startswith("“机构”表 A2：")
    assert "不能用符号开头" in told


def test_invisible_characters_and_full_width_forms(regions: Regions) -> None:
    row = institution(
        name="\u200b春苗\u00a0托育园\n", code=f" {code(1).lower()} ", region="３３０７０３"
    )
    (kept,) = read(book([row]), regions, TODAY).institutions
    assert kept.values["name"] == "春苗 托育园"
    assert (kept.values["code"], kept.values["region"]) == (code(1), "330703")


def test_nothing_filled_in(regions: Regions) -> None:
    for content in (template(), book([])):
        with pytest.raises(Unreadable, match="还没有填内容"):
            read(content, regions, TODAY)


def test_too_many_rows(regions: Regions) -> None:
    rows = [{"name": "x"}] * (INSTITUTIONS.most + 1)
    with pytest.raises(Unreadable, match="超过5000行"):
        read(book(rows), regions, TODAY)


def fill(**values: Any) -> bytes:
    """The template itself, filled in below its example."""
    made = load_workbook(io.BytesIO(template()))
    for layout, row in ((INSTITUTIONS, institution(**values)), (STAFF, member())):
        for number, column in enumerate(layout.columns, 1):
            if column.key in row:
                made[layout.title].cell(3, number, row[column.key])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_the_template_filled_in(regions: Regions) -> None:
    filled = read(fill(registered_on=midnight(2024, 3, 1)), regions, TODAY)
    assert (filled.problems, filled.notes) == ([], [])
    assert [r.row for r in filled.institutions + filled.staff] == [3, 3]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.title)
def test_the_template_has_headings_example_notes_and_lists(layout: Any) -> None:
    sheet = load_workbook(io.BytesIO(template()))[layout.title]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [c.heading + "*" * c.required for c in layout.columns]
    assert all(
        cell.comment.text == c.note for cell, c in zip(sheet[1], layout.columns, strict=True)
    )
    assert [cell.value or "" for cell in sheet[2]] == [c.example for c in layout.columns]
    lists = " ".join(str(v.formula1) for v in sheet.data_validations.dataValidation)
    assert ("营利性" in lists) == (layout is INSTITUTIONS)


def test_the_example_without_its_mark_is_not_brought_in(regions: Regions) -> None:
    example = {c.key: c.example for c in INSTITUTIONS.columns} | {"name": "春苗托育园"}
    (told,) = said(regions, book([example]))
    assert example["code"] == EXAMPLE_CODE
    assert told.startswith("“机构”表 B2：")


# What a workbook can hold.
values = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates(date(1900, 1, 1)).map(lambda day: midnight(day.year, day.month, day.day))
)


@settings(max_examples=60, deadline=None)
@given(column=st.sampled_from(INSTITUTIONS.columns), value=values)
def test_any_value_in_any_cell_is_taken_or_told(
    regions: Regions, column: Column, value: Any
) -> None:
    content = book([institution(1, **{column.key: value}), institution(2)])
    filled = read(content, regions, TODAY)
    nature = 5  # what a form asks for
    assert [record.row for record in filled.institutions] == [2, 3]
    assert all(p.row == 2 for p in filled.problems)
    place = INSTITUTIONS.columns.index(column) + 1
    assert {p.column for p in filled.problems} <= {place, nature}


def test_all_forms_are_known_to_content() -> None:
    from content.schema import FACTS

    assert set(FORMS.values()) == FACTS["form"]
