"""What the shapes refuse: each fault of a file is named with the file and the line."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content.schema import Answer, Cite, Dated, Duration, Value
from tests.content.small import HERE, edited, line_of, problems

SOURCES, LOCAL, TOPICS = "sources.yml", "sources-local.yml", "topics/opening.yml"
PARAMETERS, PLACES, SCOPE = "parameters/standard.yml", "places.yml", "scope.yml"
COUNTY, CITY = "regions/county.yml", "regions/city.yml"
CHECKLIST = "checklists/opening.yml"

STATUTORY = "{min: 5, max: 15, unit: day, kind: statutory, cite: {source: law, section: 第9条}}"
VALUE = "{value: 3, since: 2024-04-01, cite: {source: law, section: 第4条}}"
CITED = "      cite: [{source: law, section: 第1条}]\n"

# File, what stands there, what stands there instead (HERE: the line named), what is said.
UNKNOWN_KEYS = [
    (SOURCES, "  seen: original\n", f"  seen: original\n  author: x {HERE}\n", "'author'"),
    (TOPICS, "  group: opening\n  keywords", f"  group: opening\n  order: 1 {HERE}\n  keywords", "'order'"),
    (TOPICS, "      detail: 问消防部门。\n", f"      details: 问。 {HERE}\n", "'details'"),
    (TOPICS, "        - {source: law, section: 第2条}", f"        - {{source: law, section: 第2条, page: 3}} {HERE}", "'page'"),
    (TOPICS, CITED, f"      cite:\n        - source: law\n          section: 第1条\n          page: 3 {HERE}\n", "'page'"),
    (PARAMETERS, "  unit: floor\n", f"  unit: floor\n  min: 1 {HERE}\n", "'min'"),
    (PARAMETERS, f"    - {VALUE}", f"    - value: 3\n      cite: {{source: law, section: x}}\n      from: 2024-04-01 {HERE}", "'from'"),
    (PLACES, "  bureau: 区卫健局\n", f"  bureau: 区卫健局\n  hotline: 1 {HERE}\n", "'hotline'"),
    (PLACES, "  towns: [佛堂镇]\n", f"  towns: [佛堂镇]\n  hotline: 1 {HERE}\n", "'hotline'"),
    (COUNTY, "document: county-doc\n", f"document: county-doc\nlevel: county {HERE}\n", "'level'"),
    (COUNTY, "    lead: 找区消防大队。\n", f"    lead: 找区消防大队。\n    title: x {HERE}\n", "'title'"),
    (CHECKLIST, "    done_words: [场地]\n", f"    done_words: [场地]\n    before: [x] {HERE}\n", "'before'"),
    (CHECKLIST, f"    duration: {STATUTORY}\n", f"    duration:\n      days: 3 {HERE}\n      min: 1\n      max: 2\n      unit: day\n      kind: estimate\n", "'days'"),
    (SCOPE, "doing: [开]\n", f"doing: [开]\ndone: [开] {HERE}\n", "'done'"),
]  # fmt: skip

MISSING = [
    (SOURCES, "- id: law\n  title: 全国办法\n", f"- id: law {HERE}\n", "title"),
    (SOURCES, "- id: law\n  title: 全国办法\n", f"- title: 全国办法 {HERE}\n", "id"),
    (LOCAL, "  issuer: 市政府办\n  date: null\n", "  issuer: 市政府办\n", "date"),
    (TOPICS, "- id: food\n  title: 供餐\n  group: opening\n", f"- id: food {HERE}\n  title: 供餐\n", "group"),
    (TOPICS, "    - lead: 自己做饭要办证。\n", f"    - detail: 自己做饭要办证。 {HERE}\n", "a lead and at least one cite"),
    (TOPICS, "    - lead: 自己做饭要办证。\n      cite: [{source: law, section: 第3条}]\n", f"    - lead: 自己做饭要办证。 {HERE}\n", "a lead and at least one cite"),
    (TOPICS, "    - lead: 自己做饭要办证。\n      cite: [{source: law, section: 第3条}]\n", f"    - lead: 自己做饭要办证。 {HERE}\n      cite: []\n", "a lead and at least one cite"),
    (TOPICS, "        - {source: law, section: 第2条}", f"        - {{source: law}} {HERE}", "section"),
    (PARAMETERS, f"    - {VALUE}", f"    - {{value: 3, since: 2024-04-01}} {HERE}", "cite"),
    (COUNTY, "  - topic: fire\n    lead", f"  - differs: x {HERE}\n    lead", "topic"),
    (COUNTY, "document: county-doc\n", "", "document"),
    (CHECKLIST, "    topics: [food, fire]\n", "", "topics"),
    (CHECKLIST, "    todo: 办证。\n", "", "todo"),
    (CHECKLIST, "    done_words: [食品]\n", "", "done_words"),
    (SCOPE, "needing: [备案]\n", "", "needing"),
]  # fmt: skip

WRONG = [
    (SOURCES, "  date: 2019-10-08\n", f"  date: 去年 {HERE}\n", "date"),
    (SOURCES, "  date: 2019-10-08\n", f"  date: 2019-10-08 10:00:00 {HERE}\n", "date"),
    (SOURCES, "  level: national\n", f"  level: nation {HERE}\n", "level"),
    (SOURCES, "  status: in_force\n", f"  status: ok {HERE}\n", "status"),
    (SOURCES, "  seen: original\n", f"  seen: yes {HERE}\n", "seen"),
    (SOURCES, "- id: law\n", f"- id: Law {HERE}\n", "pattern"),
    (SOURCES, "- id: law\n", f"- id: 1 {HERE}\n", "string"),
    (SOURCES, "  title: 全国办法\n", f"  title: '  ' {HERE}\n", "at least 1 character"),
    (LOCAL, '  region: "330703"\n', f"  region: 330703 {HERE}\n", "string"),
    (LOCAL, '  region: "330703"\n', f'  region: "33070" {HERE}\n', "pattern"),
    (LOCAL, '  region: "330703"\n', f'  region: "３３０７０３" {HERE}\n', "pattern"),
    (TOPICS, "  keywords: [消防, 灭火器]\n", f"  keywords: 消防 {HERE}\n", "list"),
    (TOPICS, "  keywords: [消防, 灭火器]\n", f"  keywords: [消防, 119] {HERE}\n", "keywords.1"),
    (TOPICS, "      documents: [消防凭证]\n", f"      documents: 消防凭证 {HERE}\n", "list"),
    (TOPICS, "      authority: 消防部门\n", f"      authority: [消防部门] {HERE}\n", "string"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{form: home}} {HERE}\n", "list"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{form: []}} {HERE}\n", "at least 1 item"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{form: [3]}} {HERE}\n", "form"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{FORM: [home]}} {HERE}\n", "pattern"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - since: 2025-01-02 {HERE}\n      until: 2025-01-01\n", "lies before since"),
    (TOPICS, CITED, f"      cite: {{source: law, section: 第1条}} {HERE}\n", "list"),
    (PARAMETERS, "{value: 3,", f"{{value: '3', {HERE}\n     ", "value"),
    (PARAMETERS, "{value: 3,", f"{{value: yes, {HERE}\n     ", "value"),
    (PARAMETERS, "{value: 3,", f"{{value: .inf, {HERE}\n     ", "finite"),
    (PARAMETERS, "{value: 3,", f"{{value: .nan, {HERE}\n     ", "finite"),
    (PARAMETERS, "  unit: floor\n", f"  unit: storey {HERE}\n", "unit"),
    (PARAMETERS, "since: 2024-04-01,", "until: 2023-01-01, since: 2024-04-01,", "lies before since"),
    (PLACES, '- code: "330703"\n', f"- code: 330703 {HERE}\n", "string"),
    (PLACES, "  aliases: [金东]\n", f"  aliases: 金东 {HERE}\n", "list"),
    (CITY, "    with_national: true\n", f"    with_national: 1 {HERE}\n", "boolean"),
    (CITY, "    lead: 找市监局。\n", f"    status: stately {HERE}\n    lead: 找市监局。\n", "status"),
    (CHECKLIST, "    topics: [food, fire]\n", f"    topics: [] {HERE}\n", "at least 1 item"),
    (CHECKLIST, "    done_words: [食品]\n", f"    done_words: [] {HERE}\n", "at least 1 item"),
    (CHECKLIST, "min: 5, max: 15,", f"min: 16, max: 15, {HERE}\n     ", "max is smaller"),
    (CHECKLIST, "min: 5, max: 15,", f"min: -1, max: 15, {HERE}\n     ", "greater than or equal"),
    (CHECKLIST, "min: 5, max: 15,", f"min: '5', max: 15, {HERE}\n     ", "integer"),
    (CHECKLIST, "min: 5, max: 15, unit: day,", f"min: 5, max: 15, unit: week, {HERE}\n     ", "unit"),
    (CHECKLIST, ", kind: statutory, cite: {source: law, section: 第9条}}", f", kind: statutory}} {HERE}", "a statutory time needs a cite"),
    (SCOPE, "others: [诊所, 餐馆]\n", f"others: [诊所, ''] {HERE}\n", "at least 1 character"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), UNKNOWN_KEYS + MISSING + WRONG)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    changes = edited(name, old, new)
    found = problems(tmp_path, changes)
    assert found
    assert {p.file for p in found} == {name}
    assert any(message in p.message for p in found)
    if HERE in changes[name]:
        assert {p.line for p in found} == {line_of(changes[name])}


@pytest.mark.parametrize(("name", "old", "new", "key"), UNKNOWN_KEYS)
def test_an_unknown_key_is_the_one_thing_said(
    tmp_path: Path, name: str, old: str, new: str, key: str
) -> None:
    (found,) = problems(tmp_path, edited(name, old, new))
    assert found.message.startswith(f"unknown key {key}")


@pytest.mark.parametrize(
    "extra",
    [
        "lead: x",
        "detail: x",
        "differs: x",
        "authority: x",
        "documents: [x]",
        "with_national: true",
        "cite: [{source: law, section: x}]",
        "when: {form: [home]}",
    ],
)
def test_a_silent_answer_says_nothing(tmp_path: Path, extra: str) -> None:
    old = "  - topic: food\n    status: silent\n"
    changes = edited("regions/county.yml", old, f"{old}    {extra}\n")
    (found,) = problems(tmp_path, changes)
    assert found.message.endswith(f"a silent answer has no {extra.partition(':')[0]}")
    assert found.line == line_of(changes["regions/county.yml"], "topic: food")


CITE = Cite(source="law", section="第1条")
DATES = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(DATES, DATES, DATES)
def test_what_is_dated_holds_from_its_first_to_its_last_day(
    one: date, other: date, day: date
) -> None:
    since, until = sorted((one, other))
    assert Dated(since=since, until=until).holds(day) == (since <= day <= until)
    assert Dated(since=since).holds(day) == (since <= day)
    assert Dated(until=until).holds(day) == (day <= until)
    assert Dated().holds(day)


@given(DATES, st.integers(min_value=1, max_value=5000))
def test_nothing_ends_before_it_begins(since: date, days: int) -> None:
    with pytest.raises(ValidationError, match="lies before since"):
        Value(value=1, cite=CITE, since=since, until=since - timedelta(days=days))


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_duration_has_its_ends_in_order(least: int, most: int) -> None:
    plain = {"min": least, "max": most, "unit": "day", "kind": "estimate"}
    if least <= most:
        assert Duration.model_validate(plain).max == most
    else:
        with pytest.raises(ValidationError, match="max is smaller"):
            Duration.model_validate(plain)


def test_what_was_read_stays_as_it_is() -> None:
    answer = Answer(lead="x", cite=[CITE])
    with pytest.raises(ValidationError, match="frozen"):
        answer.lead = "y"  # type: ignore[misc]
