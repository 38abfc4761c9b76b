"""Files that must not be opened, or cannot: refused with a sentence, at once."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.institutions.columns import INSTITUTIONS
from bot.institutions.excel import read
from bot.institutions.package import LARGEST, UNPACKED, Unreadable, checked
from bot.institutions.workbook import sheets
from content.regions import Regions
from tests.bot.institutions.books import (
    TODAY,
    as_excel_writes,
    book,
    code,
    institution,
    member,
    part,
    with_part,
)

GOOD = book([institution()], [member()])
SHARED = as_excel_writes(
    [[c.heading for c in INSTITUTIONS.columns[:4]], ["春苗", code(1), "金东区", "营利性"]]
)
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]><x>&z;</x>' % b"".join(
    b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("z") + 1)
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "不是 Excel"),
        (b"name,code\n1,2\n", "不是 Excel"),
        (b"PK\x03\x04 and no more", "不是 Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧格式"),
        (bytes(LARGEST + 1), "文件太大"),
        (GOOD[: len(GOOD) // 2], "不是 Excel"),
        (with_part(GOOD, "xl/vbaProject.bin", b"Sub Auto_Open()"), "有宏"),
        (with_part(GOOD, SHEET, b"<worksheet>"), "文件坏了"),
        (with_part(GOOD, SHEET, b""), "文件坏了"),
        (with_part(GOOD, "[Content_Types].xml", b"<x/>"), "文件坏了"),
        (with_part(GOOD, SHEET, BOMB), "文件坏了"),
        (with_part(GOOD, "xl/workbook.xml", BOMB), "文件坏了"),
        (with_part(GOOD, "xl/styles.xml", BOMB), "文件坏了"),
        (with_part(GOOD, SHEET, b" " * 2_000_000), "展开后太大"),
        (with_part(GOOD, "xl/media/x.png", b"0" * (UNPACKED + 1)), "展开后太大"),
    ],
)
def test_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        sheets(content)


def test_a_good_one_is_read() -> None:
    assert list(sheets(GOOD)) == ["机构", "员工"]


def test_an_entity_that_names_a_file_is_refused() -> None:
    strings = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )
    with pytest.raises(Unreadable, match="文件坏了"):
        sheets(with_part(GOOD, SHEET, strings))


def test_many_parts_are_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "")
        for number in range(1000):
            package.writestr(f"{number}.xml", "")
    with pytest.raises(Unreadable, match="展开后太大"):
        checked(written.getvalue())


def test_a_part_that_lies_about_its_size() -> None:
    """Python unpacks as much as was declared, and finds that it is damaged."""
    bomb = with_part(GOOD, SHEET, b" " * 50_000_000)
    true, false = (50_000_000).to_bytes(4, "little"), (900_000).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        sheets(bomb.replace(true, false))


@pytest.mark.parametrize("range_", ["A1:XFD1048576", "A2:A3"])
def test_a_merge_over_everything_costs_nothing(range_: str) -> None:
    xml = part(GOOD, SHEET).replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="%s"/></mergeCells>' % range_.encode()
    )  # fmt: skip
    assert len(sheets(with_part(GOOD, SHEET, xml))["机构"].merged) == 1


def test_a_row_far_away_is_not_walked_to() -> None:
    xml = part(GOOD, SHEET).replace(b'<row r="2"', b'<row r="999999999999"')
    assert len(sheets(with_part(GOOD, SHEET, xml))["机构"].rows) == 1


def test_a_sheet_that_is_too_long() -> None:
    xml = part(GOOD, SHEET).replace(b'<row r="2"', b'<row r="200001"')
    with pytest.raises(Unreadable, match="太长"):
        sheets(with_part(GOOD, SHEET, xml))


def read_or_told(content: bytes, regions: Regions) -> object:
    """What was read, or why nothing was."""
    try:
        filled = read(content, regions, TODAY)
    except Unreadable as error:
        return str(error)
    return filled.institutions or filled.staff or filled.problems


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_flipped_byte_never_crashes(regions: Regions, place: int, by: int) -> None:
    broken = bytearray(GOOD)
    broken[place] ^= by
    assert read_or_told(bytes(broken), regions)


PARTS = ["xl/worksheets/s.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(PARTS),
    places=st.lists(st.floats(0, 0.999), min_size=1, max_size=3),
    character=st.integers(32, 126),
)
def test_other_characters_in_the_xml_never_crash(
    regions: Regions, name: str, places: list[float], character: int
) -> None:
    xml = bytearray(part(SHARED, name))
    for place in places:
        xml[int(place * len(xml))] = character
    assert read_or_told(with_part(SHARED, name, bytes(xml)), regions)
