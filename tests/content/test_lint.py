"""Loose ends of a library that loads: each is named with its file and line."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.answers import pick
from content.lint import Report, lint
from content.overlaps import ambiguous, answer_clashes, clashes
from content.schema import Answer, Cite, Dated, Facts
from tests.content.small import ASKED, DAY, FILES, HERE, edited, line_of, small

TOPICS, PARAMETERS = "topics/opening.yml", "parameters/standard.yml"
COUNTY, CITY = "regions/county.yml", "regions/city.yml"
CHECKLIST, LOCAL = "checklists/opening.yml", "sources-local.yml"


def checked(root: Path, changes: Mapping[str, str | None] | None = None) -> Report:
    return lint(small(root, changes), DAY, ASKED)


def test_the_small_library_is_in_order(tmp_path: Path) -> None:
    assert checked(tmp_path) == Report([], [])


CITED = "      cite: [{source: law, section: 第3条}]\n"
HOME = "    - when: {form: [home]}\n      lead: 家庭托育点先问。\n"
HOME_CITE = "      cite:\n        - {source: law, section: 第2条}\n"
VALUE = "{value: 3, since: 2024-04-01, cite: {source: law, section: 第4条}}"
COUNTY_FOOD = "  - topic: food\n    status: silent\n"
NO_SUCH_PLACE = "no place has the code 999999"


def variant(when: str, mark: str = "") -> str:
    return f"    - when: {when} {mark}\n      lead: x\n{CITED}"


# File, what stands there, what stands there instead (HERE: the line named), what is said.
LOOSE_ENDS = [
    # names of nothing
    (TOPICS, "        - {source: law, section: 第2条}", f"        - {{source: lore, section: 第2条}} {HERE}", "unknown source 'lore'"),
    (PARAMETERS, f"    - {VALUE}", f"    - value: 3\n      since: 2024-04-01\n      cite: {{source: lore, section: 第4条}} {HERE}", "unknown source 'lore'"),
    (CHECKLIST, "cite: {source: law, section: 第9条}}", f"cite: {{source: lore, section: 第9条}}}} {HERE}", "unknown source 'lore'"),
    ("sources.yml", "  seen: original\n", f"  seen: original\n  replaced_by: lore {HERE}\n", "unknown source 'lore'"),
    (COUNTY, "document: county-doc\n", f"document: lore {HERE}\n", "unknown document 'lore'"),
    (TOPICS, "      detail: 问消防部门。\n", f"      detail: 最高{{floor.least}}层。 {HERE}\n", "unknown parameter 'floor.least'"),
    (TOPICS, "      detail: 问消防部门。\n", f"      detail: 最高{{floor-max}}层。 {HERE}\n", "unknown parameter 'floor-max'"),
    (TOPICS, "      detail: 问消防部门。\n", f"      detail: 最高{{楼层}}层。 {HERE}\n", "a brace"),
    (TOPICS, "      detail: 问消防部门。\n", f"      detail: 最高{{floor.max层。 {HERE}\n", "a brace"),
    (TOPICS, "      documents: [消防凭证]\n", f"      documents:\n        - 凭证\n        - 第{{x}}层 {HERE}\n", "unknown parameter 'x'"),
    (CHECKLIST, "    todo: 办证。\n", f"    todo: 办{{x}}。 {HERE}\n", "unknown parameter 'x'"),
    (COUNTY, COUNTY_FOOD, f"{COUNTY_FOOD}  - topic: water {HERE}\n    status: silent\n", "unknown topic 'water'"),
    (CHECKLIST, "    topics: [food, fire]\n", f"    topics: [food, water] {HERE}\n", "step 'food' names unknown topic 'water'"),
    (CHECKLIST, "    after: [food]\n", f"    after: [food, party] {HERE}\n", "step 'filing' names unknown step 'party'"),
    ("places.yml", '- code: "330782"\n', f'- code: "999999" {HERE}\n', NO_SUCH_PLACE),
    (LOCAL, '  region: "330000"\n', f'  region: "999999" {HERE}\n', NO_SUCH_PLACE),
    # facts nobody asks for
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{from: [home]}} {HERE}\n", "unknown fact 'from'"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{form: [hone]}} {HERE}\n", "'form' is never 'hone'"),
    (TOPICS, "    - when: {form: [home]}\n", f"    - when: {{meals: ['true']}} {HERE}\n", "'meals' is never 'true'"),
    (CHECKLIST, "    applies: {meals: [true]}\n", f"    applies: {{register_as: [firm]}} {HERE}\n", "'register_as' is never 'firm'"),
    # periods
    (PARAMETERS, f"    - {VALUE}", f"    - {VALUE.replace('2024-04-01', '2024-03-31')} {HERE}", "two entries hold on 2024-03-31"),
    (PARAMETERS, f"    - {VALUE}", f"    - {VALUE.replace('since: 2024-04-01, ', '')} {HERE}", "two entries hold on"),
    (PARAMETERS, f"    - {VALUE}", f"    - {VALUE.replace('2024-04-01', '2024-04-02')} {HERE}", "nothing holds between 2024-03-31 and 2024-04-02"),
    (TOPICS, HOME, f"    - lead: 再说一遍。 {HERE}\n{CITED}{HOME}", "topic 'fire': two entries hold at once"),
    (TOPICS, HOME + HOME_CITE, f"{HOME}{HOME_CITE}    - when: {{form: [home]}} {HERE}\n      lead: 再说一遍。\n      since: 2025-01-01\n{HOME_CITE}", "topic 'fire': two entries hold on 2025-01-01"),
    (COUNTY, COUNTY_FOOD, f"{COUNTY_FOOD}  - topic: fire {HERE}\n    status: silent\n", "topic 'fire' of 330703: two entries hold at once"),
    # variants
    (TOPICS, HOME + HOME_CITE, HOME + HOME_CITE + variant("{meals: [true]}", HERE), "both fit {'form': 'home', 'meals': True}"),
    (TOPICS, HOME + HOME_CITE, HOME + HOME_CITE + variant("{form: [home, profit]}", HERE), "both fit {'form': 'home'}"),
    (COUNTY, COUNTY_FOOD, f"  - topic: food {HERE}\n    when: {{form: [home]}}\n    lead: x\n    cite: [{{source: county-doc, section: x}}]\n", "the general answer, without when, comes first"),
    # the matrix
    (COUNTY, "answers:\n  - topic: fire\n", f"answers: {HERE}\n  - topic: food\n", "330703 neither states 'fire' nor is silent on it"),
    (COUNTY, "document: county-doc\n", f"document: province-doc {HERE}\n", "'province-doc' is a document of 330000"),
    # a local document under a national answer
    (TOPICS, "    - lead: 自己做饭要办证。\n      cite: [{source: law, section: 第3条}]\n", f"    - lead: 自己做饭要办证。 {HERE}\n      cite: [{{source: law, section: 第3条}}, {{source: county-doc, section: 二}}]\n", "a national answer cites 'county-doc', a local document"),
    # used by nobody
    ("sources.yml", "- id: law\n", f"- id: old-law {HERE}\n  title: 旧办法\n  issuer: x\n  date: null\n  level: national\n  status: expired\n  seen: original\n  review_by: 2027-01-01\n- id: law\n", "source 'old-law' is cited nowhere"),
    (PARAMETERS, "- id: floor.max\n", f"- id: floor.min {HERE}\n  title: x\n  unit: floor\n  values: [{VALUE}]\n- id: floor.max\n", "parameter 'floor.min' is used nowhere"),
    # checklists
    (CHECKLIST, "    topics: [fire]\n    todo: 先看", f"    topics: [fire]\n    after: [filing] {HERE}\n    todo: 先看", "steps wait for each other"),
    (CHECKLIST, "    after: [food]\n", f"    after: [filing] {HERE}\n", "steps wait for each other: filing → filing"),
    (CHECKLIST, "    after: [site]\n", f"    after: [filing] {HERE}\n", "steps wait for each other"),
    (CHECKLIST, "  - id: filing\n", f"  - id: site {HERE}\n", "step 'site' is defined twice"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), LOOSE_ENDS)
def test_a_loose_end_is_named_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    changes = edited(name, old, new)
    found = checked(tmp_path, changes).errors
    assert (name, line_of(changes[name])) in {
        (p.file, p.line) for p in found if message in p.message
    }


def test_a_region_of_no_place(tmp_path: Path) -> None:
    text = FILES["regions/province.yml"].replace('"330000"', '"999999"')
    (found, other) = checked(tmp_path, {"regions/province.yml": text}).errors
    assert (found.file, found.line, found.message) == ("regions/province.yml", 1, NO_SUCH_PLACE)
    assert other.message == "'province-doc' is a document of 330000"


def test_a_covered_place_needs_a_document(tmp_path: Path) -> None:
    changes = {**edited(LOCAL, "- id: city-doc\n", f"- id: city-doc {HERE}\n"), CITY: None}
    covered, unused = checked(tmp_path, changes).errors
    assert (covered.file, covered.line) == ("places.yml", 4)
    assert covered.message == "330700 is covered, but regions/ has no document of it"
    assert (unused.file, unused.line) == (LOCAL, line_of(str(changes[LOCAL])))


def test_a_document_of_a_place_that_is_not_covered_need_not_be_complete(tmp_path: Path) -> None:
    assert "fire" not in FILES["regions/province.yml"]
    assert checked(tmp_path).errors == []


def test_a_later_step_cannot_come_first(tmp_path: Path) -> None:
    steps = FILES[CHECKLIST].replace("    after: [site]\n", "")
    text = steps.replace(
        "    topics: [fire]\n    todo: 先看",
        f"    topics: [fire]\n    after: [food] {HERE}\n    todo: 先看",
    )
    (found,) = checked(tmp_path, {CHECKLIST: text}).errors
    assert (found.file, found.line) == (CHECKLIST, line_of(text))
    assert found.message == "step 'site' stands before 'food', which it waits for"


def test_topics_that_intents_ask_for_and_that_nobody_asks_for(tmp_path: Path) -> None:
    library = small(tmp_path)
    missing, unused = lint(library, DAY, {"fire", "water"}).errors
    assert missing.message == "a flow or intent asks for topic 'water', which is missing"
    assert (unused.file, unused.line) == (TOPICS, line_of(FILES[TOPICS], "- id: food"))
    assert unused.message == "no intent and no flow asks for topic 'food'"
    assert lint(library, DAY).errors == []


def test_a_source_named_by_its_successor_or_by_a_region_counts_as_used(tmp_path: Path) -> None:
    old = "- id: province-doc\n  title: 省里的条例\n"
    text = FILES[LOCAL].replace(old, f"{old}  replaced_by: new-law\n")
    new = FILES["sources.yml"].replace("id: law", "id: new-law")
    assert checked(tmp_path, {LOCAL: text, "sources-new.yml": new}).errors == []


def test_facts_past_their_review_are_warnings(tmp_path: Path) -> None:
    changes = edited("sources.yml", "  review_by: 2027-06-30\n", f"  review_by: {DAY} {HERE}\n")
    library = small(tmp_path, changes)
    assert lint(library, DAY, ASKED) == Report([], [])
    report = lint(library, DAY + timedelta(days=1), ASKED)
    assert report.errors == []
    (warning,) = report.warnings
    assert (warning.file, warning.line) == ("sources.yml", line_of(changes["sources.yml"]))
    assert warning.message == "source 'law' was to be reviewed by 2026-11-22"


@pytest.mark.parametrize(("status", "warned"), [("in_force", True), ("expired", False)])
def test_what_has_ended_is_not_in_force(tmp_path: Path, status: str, warned: bool) -> None:
    new = f"  status: {status}\n  valid_to: 2025-12-31 {HERE}\n"
    changes = edited("sources.yml", "  status: in_force\n", new)
    lines = [p.line for p in checked(tmp_path, changes).warnings]
    assert lines == ([line_of(changes["sources.yml"])] if warned else [])


# --- periods and variants, for any of them --------------------------------------------------

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n))
SPAN = [FIRST + timedelta(days=n) for n in range(-1, 14)]
CITE = [Cite(source="law", section="x")]


@st.composite
def periods(draw: st.DrawFn) -> Dated:
    since, until = sorted((draw(DAYS), draw(DAYS)))
    return Dated(
        since=draw(st.sampled_from([since, None])), until=draw(st.sampled_from([until, None]))
    )


def holding(entries: list[Dated], day: date) -> int:
    return sum(entry.holds(day) for entry in entries)


@given(st.lists(periods(), max_size=4))
def test_entries_clash_if_and_only_if_two_hold_on_a_day(entries: list[Dated]) -> None:
    overlap = any(holding(entries, day) > 1 for day in SPAN)
    found = [message for _, message in clashes(entries, gaps=False)]
    assert bool(found) == overlap


@given(st.lists(periods(), min_size=1, max_size=4))
def test_a_gap_is_found_if_and_only_if_a_day_between_is_empty(entries: list[Dated]) -> None:
    found = [message for _, message in clashes(entries, gaps=True)]
    held = [day for day in SPAN if holding(entries, day)]
    gap = any(not holding(entries, day) for day in SPAN if held[0] < day < held[-1])
    assert bool(found) == (gap or any(holding(entries, day) > 1 for day in SPAN))


@st.composite
def variants(draw: st.DrawFn) -> Answer:
    values: dict[str, list[str | bool]] = {
        "form": ["home", "profit"],
        "nature": ["profit"],
        "meals": [True, False],
    }
    chosen = {key: draw(st.lists(st.sampled_from(v), unique=True)) for key, v in values.items()}
    when = {key: some for key, some in chosen.items() if some}
    period = draw(periods())
    return Answer(lead="x", cite=CITE, when=when, since=period.since, until=period.until)


PEOPLE: list[Facts] = [
    {k: v for k, v in (("form", form), ("nature", nature), ("meals", meals)) if v is not None}
    for form in (None, "home", "profit")
    for nature in (None, "profit")
    for meals in (None, True, False)
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(variants(), max_size=4))
def test_lint_is_silent_if_and_only_if_one_answer_is_narrowest_for_everybody(
    answers: list[Answer],
) -> None:
    tie = any(
        len({i for i, a in enumerate(answers) if narrowest(answers, a, facts, day)}) > 1
        for facts in PEOPLE
        for day in SPAN
    )
    assert bool([*ambiguous(answers), *answer_clashes(answers)]) >= tie
    # Two answers for the same facts are a mistake even where a narrower one hides them.
    if not [*answer_clashes(answers)]:
        assert bool([*ambiguous(answers)]) == tie


def narrowest(answers: list[Answer], answer: Answer, facts: Facts, day: date) -> bool:
    best = pick(answers, facts, day)
    alone = pick([answer], facts, day)
    return best is not None and alone is not None and len(alone.when) == len(best.when)


POINTS = """\
region: "{region}"
points:
  - topics: [{topic}]{mark}
    asks: [灭火器]
    text: {text}
    cite: [{{source: {source}, section: 第1条}}]
"""


def points(
    region: str = "000000",
    topic: str = "fire",
    text: str = "每层都要有",
    source: str = "law",
    mark: str = "",
) -> dict[str, str | None]:
    return {"points/some.yml": POINTS.format(**locals())}


def test_a_point_of_the_nation_and_of_a_place_are_in_order(tmp_path: Path) -> None:
    assert checked(tmp_path / "a", points()).errors == []
    local = points(region="330703", source="county-doc")
    assert checked(tmp_path / "b", local).errors == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (points(topic="nothing"), "unknown topic 'nothing'"),
        (points(text="长" * 111), "a point longer than 110 characters"),
        (points(source="county-doc"), "cites 'county-doc', a local document"),
        (points(region="330703", topic="food"), "where the document is said to be silent"),
        (points(region="330782"), "330782 has no document in regions/"),
        (points(source="nowhere"), "unknown source 'nowhere'"),
    ],
)
def test_a_wrong_point_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, str | None], message: str
) -> None:
    found = [problem for problem in checked(tmp_path, changes).errors if message in str(problem)]
    assert found
    assert found[0].file == "points/some.yml"
    assert 1 <= found[0].line <= 6
