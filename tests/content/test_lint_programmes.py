"""Programmes that do not load, and loose ends of those that do, each with file and line."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from content.errors import Problem
from content.lint import lint
from content.rules.programmes import Verdict, assess
from tests.content.small import ASKED, COUNTY, DAY, HERE, line_of, problems, small

FACTS, MONEY, LOCAL = "programmes/facts.yml", "parameters/money.yml", "programmes/county.yml"
FILES = {
    FACTS: """\
- {id: region, kind: place, title: 哪里, unknown: 还不知道在哪里。}
- {id: filed, kind: bool, title: 备案, unknown: 还不知道备案没有。}
- {id: classes, kind: number, counter: 班, max: 20, title: 几个班, unknown: 还不知道几个班。}
- {id: opened, kind: date, title: 哪天开, unknown: 还不知道哪天开。}
- id: size
  kind: choice
  values: {large: 大, small: 小}
  title: 大小
  unknown: 还不知道大小。
""",
    MONEY: """\
- id: county.class
  title: 每班多少
  unit: yuan
  values:
    - {value: 1000, since: 2021-01-01, until: 2026-12-31, cite: {source: county-doc, section: 三}}
- id: county.days
  title: 几天
  unit: day
  values:
    - {value: 3, cite: {source: county-doc, section: 四}}
""",
    LOCAL: """\
- id: county.money
  title: 区里的补助
  audience: operator
  region: "330703"
  conditions:
    - fact: filed
      is: true
      reason: 要先备案，{county.days}天内办好。
    - fact: size
      in: [large]
      reason: 只给大的。
    - fact: classes
      at_least: 2
      reason: 要两个班。
    - fact: classes
      at_most: 9
      reason: 最多九个班。
    - fact: opened
      on_or_after: 2021-01-01
      reason: 开得太早。
    - fact: opened
      before: 2026-01-01
      reason: 开得太晚。
  amounts:
    - when: {size: [large]}
      parameter: county.class
      per: classes
      pays: month
  topic: fire
  cite:
    - {source: county-doc, section: 三}
""",
}
GOOD = {
    "region": COUNTY,
    "filed": True,
    "size": "large",
    "classes": 3,
    "opened": date(2021, 1, 1),
}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert FILES[name].count(old) == 1, f"{old!r} stands {FILES[name].count(old)} times in {name}"
    return {**FILES, name: FILES[name].replace(old, new)}


def found(root: Path, changes: Mapping[str, str]) -> list[Problem]:
    return lint(small(root, changes), DAY, ASKED).errors


def test_the_small_programme_is_in_order(tmp_path: Path) -> None:
    assert found(tmp_path, FILES) == []


# What stands in a file, what stands there instead (HERE: the line named), what is said.
BROKEN = [
    (LOCAL, "      is: true\n", f"      is: true\n      colour: red {HERE}\n", "unknown key 'colour'"),
    (LOCAL, "      is: true\n", f"      is: 'true' {HERE}\n", "valid boolean"),
    (LOCAL, "    - fact: filed\n      is: true\n", f"    - fact: filled {HERE}\n      is: true\n", "unknown fact 'filled'"),
    (LOCAL, "    - fact: filed\n      is: true\n", "    - fact: size\n      is: true # here\n", "'size' is a choice, not a bool"),
    (LOCAL, "      in: [large]\n", f"      in: [huge] {HERE}\n", "'size' is never 'huge'"),
    (LOCAL, "      in: [large]\n", f"      unclear: [huge] {HERE}\n", "'size' is never 'huge'"),
    (LOCAL, "    - when: {size: [large]}\n", f"    - when: {{size: [huge]}} {HERE}\n", "'size' is never 'huge'"),
    (LOCAL, "    - when: {size: [large]}\n", f"    - when: {{filed: ['true']}} {HERE}\n", "'filed' is never 'true'"),
    (LOCAL, "    - when: {size: [large]}\n", f"    - when: {{sise: [large]}} {HERE}\n", "unknown fact 'sise'"),
    (LOCAL, "      parameter: county.class\n", f"      parameter: county.clas {HERE}\n", "unknown parameter 'county.clas'"),
    (LOCAL, "      parameter: county.class\n", f"      parameter: county.days {HERE}\n", "'county.days' is counted in day, not in yuan"),
    (LOCAL, "      per: classes\n", f"      per: size {HERE}\n", "'size' is a choice, not a number"),
    (LOCAL, "      pays: month\n", f"      pays: day {HERE}\n", "pays"),
    (LOCAL, '  region: "330703"\n', f'  region: "330703"\n  where: size {HERE}\n', "'size' is a choice, not a place"),
    (LOCAL, "  topic: fire\n", f"  topic: fire\n  until: 2026-12-31\n  replaced_by: county.more {HERE}\n", "unknown programme 'county.more'"),
    (MONEY, "{value: 3, cite: {source: county-doc, section: 四}}", f"{{value: 3}} {HERE}", "cite"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN)
def test_names_that_lead_nowhere_do_not_load(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    changes = changed(file, old, new)
    (problem,) = problems(tmp_path, changes)
    assert (problem.file, problem.line) == (file, line_of(changes[file]))
    assert said in problem.message


ENTRY = "- id: county.money\n"
SHAPES = [
    (LOCAL, "      is: true\n", "      is: true\n      at_least: 2\n", "a condition has one of"),
    (LOCAL, "      is: true\n", "", "a condition has one of"),
    (LOCAL, "  topic: fire\n", "  topic: fire\n  benefit: 免征\n", "only one of"),
    (LOCAL, "  topic: fire\n", "  topic: fire\n  replaced_by: county.money\n", "has an until"),
    (FACTS, "  values: {large: 大, small: 小}\n", "", "a choice has values"),
    (FACTS, "kind: bool, ", "kind: bool, values: {a: 甲}, ", "a choice has values"),
    (LOCAL, "  cite:\n    - {source: county-doc, section: 三}\n", "", "cite"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), SHAPES)
def test_shapes_that_make_no_sense_do_not_load(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    told = problems(tmp_path, changed(file, old, new))
    assert told
    assert all(said in problem.message and problem.file == file for problem in told)


def test_an_unknown_computation_does_not_load(tmp_path: Path) -> None:
    text = FILES[LOCAL]
    begin, end = text.index("  amounts:"), text.index("  topic:")
    changes = {**FILES, LOCAL: f"{text[:begin]}  computed: magic {HERE}\n{text[end:]}"}
    (problem,) = problems(tmp_path, changes)
    assert problem.line == line_of(changes[LOCAL])
    assert "unknown computation 'magic'" in problem.message


def test_of_a_library_with_a_broken_file_only_that_is_said(tmp_path: Path) -> None:
    told = problems(tmp_path, {**FILES, MONEY: "- id: [\n"})
    assert [problem.file for problem in told] == [MONEY]


LOOSE = [
    (LOCAL, "  topic: fire\n", f"  topic: water {HERE}\n", "unknown topic 'water'"),
    (LOCAL, "    - {source: county-doc, section: 三}\n", f"    - {{source: lore, section: 三}} {HERE}\n", "unknown source 'lore'"),
    (LOCAL, '  region: "330703"\n', f'  region: "999999" {HERE}\n', "no place has the code 999999"),
    (LOCAL, "      at_most: 9\n", "      at_most: 1\n", "no 'classes' can meet the conditions"),
    (LOCAL, "      at_least: 2\n", "      at_least: 21\n", "no 'classes' can meet the conditions"),
    (LOCAL, "      before: 2026-01-01\n", "      before: 2021-01-01\n", "no 'opened' can meet the conditions"),
    (LOCAL, "    - fact: filed\n      is: true\n", "    - fact: size\n      in: [small]\n", "no 'size' can meet the conditions"),
    (LOCAL, "    - when: {size: [large]}\n", f"    - when: {{size: [small]}} {HERE}\n", "with the conditions no 'size' fits"),
    (LOCAL, "      pays: month\n", f"      pays: month\n    - when: {{size: [large], filed: [true]}} {HERE}\n      parameter: county.class\n      pays: once\n", "an earlier variant fits"),
    (MONEY, "- id: county.days\n", f"- id: county.extra {HERE}\n  title: 多余\n  unit: yuan\n  values:\n    - {{value: 1, cite: {{source: county-doc, section: 五}}}}\n- id: county.days\n", "parameter 'county.extra' is used nowhere"),
    (FACTS, "- {id: filed, kind: bool,", "- {id: form, kind: choice, values: {profit: 公司}, title: 种类, unknown: 还不知道。}\n- {id: filed, kind: bool,", "fact 'form' has other values"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), LOOSE)
def test_loose_ends_are_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    changes = changed(file, old, new)
    told = [p for p in found(tmp_path, changes) if said in p.message]
    assert told
    assert told[0].file == file
    if HERE in changes[file]:
        assert told[0].line == line_of(changes[file])


@pytest.mark.parametrize(
    ("region", "source"),
    [
        ('  region: "330782"\n', "'county-doc' is a document of 330703"),
        ("", "'county-doc' is a document of 330703"),
        ('  region: "330700"\n', "'county-doc' is a document of 330703"),
    ],
)
def test_a_programme_rests_on_documents_of_its_place_or_above(
    tmp_path: Path, region: str, source: str
) -> None:
    told = found(tmp_path, changed(LOCAL, '  region: "330703"\n', region))
    # The document is cited by the programme and by its figure.
    assert sum(source in problem.message for problem in told) == 2


def test_a_document_of_the_province_may_be_cited_below(tmp_path: Path) -> None:
    cite = "    - {source: county-doc, section: 三}\n"
    assert found(tmp_path, changed(LOCAL, cite, cite.replace("county", "province"))) == []


# --- each operation, from both sides ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({}, Verdict.YES),
        ({"filed": False}, Verdict.NO),
        ({"filed": None}, Verdict.UNKNOWN),
        ({"filed": "yes"}, Verdict.UNKNOWN),
        ({"filed": 1}, Verdict.UNKNOWN),
        ({"size": "small"}, Verdict.NO),
        ({"size": "huge"}, Verdict.UNKNOWN),
        ({"classes": 1}, Verdict.NO),
        ({"classes": 2}, Verdict.YES),
        ({"classes": 2.0}, Verdict.YES),
        ({"classes": 2.5}, Verdict.UNKNOWN),
        ({"classes": True}, Verdict.UNKNOWN),
        ({"classes": float("nan")}, Verdict.UNKNOWN),
        ({"classes": float("inf")}, Verdict.UNKNOWN),
        ({"classes": 9}, Verdict.YES),
        ({"classes": 10}, Verdict.NO),
        ({"classes": 21}, Verdict.UNKNOWN),
        ({"opened": date(2020, 12, 31)}, Verdict.NO),
        ({"opened": "2025-12-31"}, Verdict.YES),
        ({"opened": date(2026, 1, 1)}, Verdict.NO),
        ({"opened": "gestern"}, Verdict.UNKNOWN),
        ({"opened": date(1, 1, 1)}, Verdict.UNKNOWN),
        # What one condition denies is no, whatever else is not known.
        ({"filed": False, "size": None, "classes": None}, Verdict.NO),
    ],
)
def test_operations(tmp_path: Path, told: Mapping[str, object], verdict: Verdict) -> None:
    (item,) = assess(small(tmp_path, FILES), "operator", {**GOOD, **told}, DAY).items
    assert item.verdict is verdict
    assert (item.amount is not None) == (verdict is Verdict.YES)


def test_figures_stand_in_reasons(tmp_path: Path) -> None:
    (item,) = assess(small(tmp_path, FILES), "operator", {**GOOD, "filed": False}, DAY).items
    assert item.reasons == ("要先备案，3天内办好。",)


@pytest.mark.parametrize(
    ("day", "amount", "value"),
    [
        (date(2020, 12, 31), None, "数额待核实"),
        (date(2021, 1, 1), 3000, "每月3000元"),
        (date(2026, 12, 31), 3000, "每月3000元"),
        (date(2027, 1, 1), None, "数额待核实"),
    ],
)
def test_a_day_without_a_figure_is_never_the_last_one(
    tmp_path: Path, day: date, amount: int | None, value: str
) -> None:
    found_ = assess(small(tmp_path, FILES), "operator", GOOD, day)
    (item,) = found_.items
    assert (item.verdict, item.amount, item.value) == (Verdict.YES, amount, value)
    assert found_.first_year == (amount or 0) * 12
    assert len(found_.uncounted) == (amount is None)
