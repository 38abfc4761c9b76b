"""The matrix of topics and places: who answers, who is silent, and what nobody has looked at."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.answers import resolve
from content.coverage import Cover, Row, coverage, missing, totals
from content.load import Library
from content.schema import NATIONAL
from tests.content.small import CITY, COUNTY, DAY, edited, small

CITED = "      cite: [{source: law, section: 第3条}]\n"
COUNTY_FOOD = "  - topic: food\n    status: silent\n"
CITY_FOOD = "  - topic: food\n    lead: 找市监局。\n    with_national: true\n    cite: [{source: city-doc, section: 三}]\n"
PROVINCE_FOOD = (
    "  - topic: food\n    lead: 省里管食品。\n    cite: [{source: province-doc, section: 第9条}]\n"
)
NATIONAL_FOOD = f"    - lead: 自己做饭要办证。\n{CITED}"


def cells(root: Path, topic: str, changes: Mapping[str, str] | None = None) -> dict[str, Cover]:
    (row,) = [row for row in coverage(small(root, changes), DAY) if row.topic == topic]
    return row.cells


def test_the_small_library(tmp_path: Path) -> None:
    assert coverage(small(tmp_path), DAY) == [
        Row("fire", "消防", {COUNTY: Cover.LOCAL, CITY: Cover.NATIONAL, NATIONAL: Cover.NATIONAL}),
        # The county says nothing of food: the city above it does.
        Row("food", "供餐", {COUNTY: Cover.PROVINCE, CITY: Cover.LOCAL, NATIONAL: Cover.NATIONAL}),
    ]


def test_the_province_answers_where_nearer_documents_are_silent(tmp_path: Path) -> None:
    changes = edited("regions/city.yml", CITY_FOOD, COUNTY_FOOD)
    assert cells(tmp_path, "food", changes) == {
        COUNTY: Cover.PROVINCE, CITY: Cover.PROVINCE, NATIONAL: Cover.NATIONAL,
    }  # fmt: skip


def test_silent_is_where_nobody_says_anything(tmp_path: Path) -> None:
    changes = {
        **edited("regions/city.yml", CITY_FOOD, COUNTY_FOOD),
        **edited("regions/province.yml", PROVINCE_FOOD, COUNTY_FOOD),
        **edited("topics/opening.yml", NATIONAL_FOOD, "    - status: silent\n"),
    }
    assert set(cells(tmp_path, "food", changes).values()) == {Cover.SILENT}


@pytest.mark.parametrize("instead", ["", COUNTY_FOOD + "    until: 2026-11-21\n"])
def test_missing_is_where_the_own_document_was_not_looked_at(tmp_path: Path, instead: str) -> None:
    changes = edited("regions/county.yml", COUNTY_FOOD, instead)
    assert cells(tmp_path, "food", changes)[COUNTY] is Cover.MISSING
    assert missing(coverage(small(tmp_path, changes), DAY)) == [("food", COUNTY)]


def test_missing_where_the_nation_has_no_answer(tmp_path: Path) -> None:
    changes = edited("topics/opening.yml", f"  answers:\n{NATIONAL_FOOD}", "")
    assert cells(tmp_path, "food", changes)[NATIONAL] is Cover.MISSING


def test_what_has_ended_answers_nobody(tmp_path: Path) -> None:
    ended = NATIONAL_FOOD.replace(CITED, f"      until: 2026-11-21\n{CITED}")
    changes = edited("topics/opening.yml", NATIONAL_FOOD, ended)
    known = small(tmp_path, changes)
    by_day = [
        {row.topic: row.cells[NATIONAL] for row in coverage(known, day)}["food"]
        for day in (date(2026, 11, 21), DAY)
    ]
    assert by_day == [Cover.NATIONAL, Cover.MISSING]


def test_a_variant_for_some_is_no_answer_for_all(tmp_path: Path) -> None:
    lead = "  - topic: fire\n    lead"
    narrow = lead.replace("    lead", "    when: {form: [home]}\n    lead")
    changes = edited("regions/county.yml", lead, narrow)
    assert cells(tmp_path, "fire", changes)[COUNTY] is Cover.MISSING


@given(st.lists(st.fixed_dictionaries({c: st.sampled_from(Cover) for c in (COUNTY, CITY)})))
def test_totals_count_every_cell_once(table: list[dict[str, Cover]]) -> None:
    rows = [Row(f"t{n}", "题", cells) for n, cells in enumerate(table)]
    counts = totals(rows)
    assert sum(map(Counter.total, counts.values())) == 2 * len(rows)
    gaps = sum(count[Cover.MISSING] for count in counts.values())
    assert gaps == len(missing(rows)) == len(set(missing(rows)))


def test_of_the_shipped_library_nothing_is_missing(known: Library) -> None:
    rows = coverage(known, DAY)
    assert [row.topic for row in rows] == list(known.topics)
    assert {*rows[0].cells} == {*known.regions.covered, NATIONAL}
    assert missing(rows) == []


def test_the_matrix_says_what_an_asker_gets(known: Library) -> None:
    """The cells agree with what ``resolve`` finds for a person without further facts."""
    for row in coverage(known, DAY):
        for code in known.regions.covered:
            found = resolve(known, row.topic, code, {}, DAY)
            assert (row.cells[code] is Cover.SILENT) == (found.best is None), (row.topic, code)
            stated = found.local is not None
            assert (row.cells[code] in {Cover.LOCAL, Cover.PROVINCE}) == stated, (row.topic, code)
