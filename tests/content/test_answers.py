"""What holds where, for whom and when: nearest document first, and nothing out of its time."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.answers import (
    Resolution,
    figure,
    fill,
    fits,
    footnote,
    parameters_in,
    pick,
    plain_number,
    region_of,
    resolve,
    without_parameters,
)
from content.errors import UnknownKey
from content.load import Library
from content.schema import NATIONAL, Answer, Cite, Facts, Level, Parameter, Value
from tests.content.small import CITY, COUNTY, DAY, ELSEWHERE, FILES, PROVINCE, edited, small

CITE = Cite(source="law", section="第1条")
DONGHAI = "320722"  # a county of another province


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return small(tmp_path)


def ask(library: Library, topic: str, region: str | None, facts: Facts | None = None) -> Resolution:
    return resolve(library, topic, region, facts or {}, DAY)


def lead(found: Resolution) -> str | None:
    return found.best.answer.lead if found.best else None


# --- county → city → province → nation -------------------------------------------------------


def test_the_nearest_document_answers_and_the_national_rule_stands_behind(library: Library) -> None:
    found = ask(library, "fire", COUNTY)
    assert found.local is not None
    assert found.national is not None
    assert (found.local.region, found.local.answer.lead) == (COUNTY, "找区消防大队。")
    assert not found.local.is_national
    assert (found.national.region, found.national.answer.lead) == (NATIONAL, "最高{floor.max}层。")
    assert found.national.is_national
    assert found.best is found.local
    assert found.silent == ()


def test_a_silent_county_is_named_and_its_city_answers(library: Library) -> None:
    found = ask(library, "food", COUNTY)
    assert [source.id for source in found.silent] == ["county-doc"]
    assert found.local is not None
    assert found.local.region == CITY


def test_the_province_answers_where_county_and_city_are_silent(tmp_path: Path) -> None:
    old = "    lead: 找市监局。\n    with_national: true\n    cite: [{source: city-doc, section: 三}]\n"
    library = small(tmp_path, edited("regions/city.yml", old, "    status: silent\n"))
    found = ask(library, "food", COUNTY)
    assert [source.id for source in found.silent] == ["county-doc", "city-doc"]
    assert found.local is not None
    assert (found.local.region, found.local.answer.lead) == (PROVINCE, "省里管食品。")


def test_only_the_national_rule_is_left_where_all_are_silent(library: Library) -> None:
    found = ask(library, "fire", CITY)
    assert [source.id for source in found.silent] == ["city-doc"]
    assert found.local is None
    assert found.best is found.national
    assert found.covered


def test_a_document_above_the_covered_ones_is_not_silent_by_saying_nothing(
    library: Library,
) -> None:
    assert ask(library, "fire", PROVINCE).silent == ()


@pytest.mark.parametrize(
    ("region", "covered"),
    [
        (COUNTY, True),
        (CITY, True),
        (ELSEWHERE, True),
        (PROVINCE, False),
        (DONGHAI, False),
        (None, False),
    ],
)
def test_places_lie_in_covered_ones_or_not(
    library: Library, region: str | None, covered: bool
) -> None:
    assert ask(library, "fire", region).covered is covered


def test_another_county_of_the_city_takes_the_citys_answer(library: Library) -> None:
    found = ask(library, "food", ELSEWHERE)
    assert found.local is not None
    assert found.local.region == CITY
    assert found.silent == ()


@pytest.mark.parametrize("region", [DONGHAI, None])
def test_elsewhere_only_the_national_rule_is_known(library: Library, region: str | None) -> None:
    found = ask(library, "fire", region)
    assert (found.local, found.silent) == (None, ())
    assert lead(found) == "最高{floor.max}层。"


def test_a_province_of_its_own_answers_for_an_uncovered_place(library: Library) -> None:
    found = ask(library, "food", "330106")
    assert found.local is not None
    assert (found.local.region, found.covered) == (PROVINCE, False)


def test_a_topic_on_which_nobody_says_anything(tmp_path: Path) -> None:
    silent = "- id: chain\n  title: 连锁\n  group: policy\n  answers:\n    - status: silent\n"
    library = small(tmp_path, {"topics/opening.yml": FILES["topics/opening.yml"] + silent})
    found = ask(library, "chain", COUNTY)
    assert (found.local, found.national, found.best, found.silent) == (None, None, None, ())


def test_unknown_topics_and_places_are_clear_errors(library: Library) -> None:
    with pytest.raises(UnknownKey, match="no topic 'water'"):
        ask(library, "water", COUNTY)
    with pytest.raises(UnknownKey, match="999999"):
        ask(library, "fire", "999999")


# --- variants ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "最高{floor.max}层。"),
        ({"form": "profit"}, "最高{floor.max}层。"),
        ({"form": "home"}, "家庭托育点先问。"),
        ({"form": "home", "meals": True}, "家庭托育点先问。"),
        ({"meals": True}, "最高{floor.max}层。"),
    ],
)
def test_the_variant_for_the_facts_at_hand_is_taken(
    library: Library, facts: Facts, said: str
) -> None:
    assert lead(ask(library, "fire", None, facts)) == said


def test_a_local_answer_for_others_only_leaves_the_silent_one(tmp_path: Path) -> None:
    old = "  - topic: food\n    status: silent\n"
    new = (
        old
        + "  - topic: food\n    when: {form: [home]}\n    lead: 家庭点另说。\n    cite: [{source: county-doc, section: 五}]\n"
    )
    library = small(tmp_path, edited("regions/county.yml", old, new))
    assert lead(ask(library, "food", COUNTY, {"form": "home"})) == "家庭点另说。"
    found = ask(library, "food", COUNTY, {"form": "profit"})
    assert [source.id for source in found.silent] == ["county-doc"]
    assert lead(found) == "找市监局。"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"form": "home", "meals": True}, True),
        ({"form": "profit", "meals": True}, True),
        ({"form": "public", "meals": True}, False),
        ({"form": "home", "meals": False}, False),
        ({"form": "home"}, False),
        ({}, False),
    ],
)
def test_every_fact_asked_for_must_be_known_and_among_the_values(
    facts: Facts, expected: bool
) -> None:
    assert fits({"form": ["home", "profit"], "meals": [True]}, facts) is expected


VALUES: dict[str, list[str | bool]] = {
    "form": ["home", "profit", "nonprofit"],
    "nature": ["profit", "nonprofit"],
    "meals": [True, False],
}
FACTS: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(values) for key, values in VALUES.items()}
)


@given(FACTS, st.sets(st.sampled_from(sorted(VALUES))))
def test_the_narrower_variant_wins(facts: Facts, more: set[str]) -> None:
    wide = {key: VALUES[key] for key in sorted(VALUES)[:1]}
    narrow = wide | {key: VALUES[key] for key in more}
    answers = [
        Answer(lead=name, cite=[CITE], when=when)
        for name, when in (("general", {}), ("wide", wide), ("narrow", narrow))
    ]
    fitting = [a for a in answers if set(a.when) <= set(facts)]
    for order in (answers, answers[::-1]):
        best = pick(order, facts, DAY)
        assert best is not None
        assert len(best.when) == max(len(a.when) for a in fitting)


@given(FACTS)
def test_an_answer_for_nobody_is_never_given(facts: Facts) -> None:
    assert pick([Answer(lead="x", cite=[CITE], when={"dept": ["公安"]})], facts, DAY) is None


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 12, 31), "最高{floor.max}层。"),
        (date(2025, 1, 1), "新办法。"),
        (date(2025, 12, 31), "新办法。"),
        (date(2026, 1, 1), "最高{floor.max}层。"),
    ],
)
def test_a_local_answer_holds_for_its_period_only(tmp_path: Path, day: date, said: str) -> None:
    old = "    lead: 找区消防大队。\n"
    new = "    lead: 新办法。\n    since: 2025-01-01\n    until: 2025-12-31\n"
    library = small(tmp_path, edited("regions/county.yml", old, new))
    found = resolve(library, "fire", COUNTY, {}, day)
    assert lead(found) == said
    assert [s.id for s in found.silent] == ([] if found.local else ["city-doc"])


def test_a_document_is_silent_only_while_it_is(tmp_path: Path) -> None:
    old = "  - topic: food\n    status: silent\n"
    library = small(tmp_path, edited("regions/county.yml", old, f"{old}    until: 2025-12-31\n"))
    before = resolve(library, "food", COUNTY, {}, date(2025, 12, 31))
    after = resolve(library, "food", COUNTY, {}, date(2026, 1, 1))
    assert [s.id for s in before.silent] == ["county-doc"]
    assert after.silent == ()


def test_the_national_rule_before_and_after_its_time_is_not_there(tmp_path: Path) -> None:
    old = "    - lead: 自己做饭要办证。\n"
    new = f"{old}      since: 2020-01-01\n      until: 2025-12-31\n"
    library = small(tmp_path, edited("topics/opening.yml", old, new))
    said = [
        resolve(library, "food", None, {}, day).best
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert [finding is not None for finding in said] == [False, True, True, False]


FIRST = date(2024, 1, 1)


@st.composite
def dated_values(draw: st.DrawFn) -> list[Value]:
    """Values one after the other, with or without days between them, in any order."""
    cuts = sorted(draw(st.sets(st.integers(0, 60), min_size=2, max_size=8)))
    ends = [FIRST + timedelta(days=n) for n in cuts]
    made = [
        Value(value=n, since=since, until=until - timedelta(days=1), cite=CITE)
        for n, (since, until) in enumerate(pairwise(ends))
        if draw(st.booleans()) or n == 0
    ]
    return draw(st.permutations(made))


@given(dated_values(), st.integers(-5, 70))
def test_a_figure_is_there_if_and_only_if_one_period_holds(values: list[Value], n: int) -> None:
    day = FIRST + timedelta(days=n)
    parameter = Parameter(id="x", title="x", unit="day", values=values)
    holding = [v.value for v in values if v.holds(day)]
    assert len(holding) <= 1
    assert figure(parameter, day) == (holding[0] if holding else None)


def test_the_last_figure_is_not_carried_on(library: Library) -> None:
    parameter = library.parameter("floor.max")
    days = [date(2019, 10, 7), date(2019, 10, 8), date(2024, 3, 31), date(2024, 4, 1), DAY]
    assert [figure(parameter, day) for day in days] == [None, 2, 2, 3, 3]


# --- figures in texts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 10, 7), "最高（待核实）层，就是（待核实）层"),
        (date(2024, 3, 31), "最高2层，就是2层"),
        (DAY, "最高3层，就是3层"),
    ],
)
def test_a_figure_without_a_value_that_day_is_to_be_verified(
    library: Library, day: date, said: str
) -> None:
    assert fill(library, "最高{floor.max}层，就是{floor.max}层", day) == said


def test_a_text_without_figures_stays_as_it_is(library: Library) -> None:
    assert fill(library, "问{谁}？", DAY) == "问{谁}？"


def test_a_figure_we_do_not_have_is_a_clear_error(library: Library) -> None:
    with pytest.raises(UnknownKey, match=r"no parameter 'floor\.least'"):
        fill(library, "{floor.least}", DAY)


def test_the_names_of_figures_in_a_text() -> None:
    text = "至少{a.b}天，{c-d_1}次，{谁}"
    assert parameters_in(text) == ["a.b", "c-d_1"]
    assert without_parameters(text) == "至少天，次，{谁}"


@pytest.mark.parametrize(
    ("number", "said"),
    [(3, "3"), (3.0, "3"), (2.5, "2.5"), (0, "0"), (1_500_000, "1500000"), (1234567.5, "1234567.5"),
     (1e20, "100000000000000000000"), (0.00001, "0.00001"), (-1, "-1")],
)  # fmt: skip
def test_a_number_is_written_as_people_write_it(number: float, said: str) -> None:
    assert plain_number(number) == said


@given(st.integers(-(10**12), 10**12) | st.floats(-1e12, 1e12))
def test_no_number_loses_anything(number: float) -> None:
    said = plain_number(number)
    assert float(said) == number
    assert "e" not in said.lower()


# --- footnotes ----------------------------------------------------------------------------------


def test_a_footnote_has_what_a_reader_looks_up(library: Library) -> None:
    note = footnote(library, Cite(source="county-doc", section="二（六）1"), DAY)
    assert (note.id, note.title, note.doc_no) == ("county-doc", "区里的意见", "区政办〔2020〕1号")
    assert (note.section, note.layer, note.region) == ("二（六）1", Level.COUNTY, COUNTY)
    assert (note.date, note.note, note.due) == (date(2020, 10, 31), None, False)


REVIEW = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("extra", "day", "due"),
    [
        ("", REVIEW, False),
        ("", REVIEW + timedelta(days=1), True),
        ("  valid_to: 2026-12-31\n", date(2026, 12, 31), False),
        ("  valid_to: 2026-12-31\n", date(2027, 1, 1), True),
        ("  valid_to: 2028-12-31\n", REVIEW + timedelta(days=1), True),
    ],
)
def test_a_source_is_due_after_its_review_or_its_end(
    tmp_path: Path, extra: str, day: date, due: bool
) -> None:
    changes = edited("sources.yml", "  seen: original\n", f"  seen: original\n{extra}")
    assert footnote(small(tmp_path, changes), CITE, day).due is due


@pytest.mark.parametrize(
    ("seen", "own", "said"),
    [
        ("original", "", None),
        ("original", "只管城区。", "只管城区。"),
        ("second_hand", "", "我们看到的是转述，还没核到原文。"),
        ("second_hand", "推荐性标准。", "我们看到的是转述，还没核到原文。推荐性标准。"),
        ("second_hand", "条号来自转述。", "条号来自转述。"),
        ("second_hand", "没有读到原文。", "没有读到原文。"),
    ],
)
def test_what_was_seen_second_hand_says_so(
    tmp_path: Path, seen: str, own: str, said: str | None
) -> None:
    note = f"  note: {own}\n" if own else ""
    changes = edited("sources.yml", "  seen: original\n", f"  seen: {seen}\n{note}")
    assert footnote(small(tmp_path, changes), CITE, DAY).note == said


def test_a_source_speaks_for_its_place(library: Library) -> None:
    assert region_of(library, "law") == NATIONAL
    assert region_of(library, "county-doc") == COUNTY
    for find in (
        lambda: region_of(library, "lore"),
        lambda: footnote(library, Cite(source="lore", section="x"), DAY),
    ):
        with pytest.raises(UnknownKey, match="no source 'lore'"):
            find()


def test_asking_changes_nothing(library: Library) -> None:
    before = json.dumps([t.model_dump(mode="json") for t in library.topics.values()])
    for topic in library.topics:
        ask(library, topic, COUNTY, {"form": "home"})
    assert json.dumps([t.model_dump(mode="json") for t in library.topics.values()]) == before
