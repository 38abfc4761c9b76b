"""Money rules: sentence-named cases of the library that ships, and what holds for all facts."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.load import load
from content.rules.computed import COMPUTED, PARAMETERS
from content.rules.programmes import Assessment, Item, Verdict, ask_order, assess
from content.rules.references import COMPUTATIONS
from content.rules.schema import FactDeclaration
from content.schema import NATIONAL
from content.strict_yaml import parse
from tests.content.small import DAY

LIBRARY = load()
FOLDER = Path(__file__).parent / "programmes"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for case in parse(path.name, path.read_text(encoding="utf-8")).data
]
KEYS = {"name", "as_of", "audience", "facts", "expect", "first_year", "after", "only_national"}
# YAML reads yes and no as true and false.
VERDICTS = {True: "yes", False: "no"}


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    found = assess(LIBRARY, case["audience"], case["facts"], case.get("as_of", DAY))
    items = {item.programme.id: item for item in found.items}
    for name, expected in case["expect"].items():
        assert name in LIBRARY.programmes
        verdict = VERDICTS.get(expected["verdict"], expected["verdict"])
        assert (items[name].verdict if name in items else "absent") == verdict, name
        if name in items:
            check(items[name], expected)
    assert found.first_year == case.get("first_year", found.first_year)
    assert found.after == case.get("after", found.after)
    if case.get("only_national"):
        assert {item.programme.region for item in found.items} == {NATIONAL}


def check(item: Item, expected: Mapping[str, Any]) -> None:
    """Every key of the expectation against what it speaks of."""
    exact = {
        "amount": item.amount,
        "pays": item.pays,
        "first_year": item.first_year,
        "after": item.per_year_after,
        "missing": sorted(item.missing),
    }
    says = {
        "value_says": item.value,
        "reason_says": "".join(item.reasons),
        "change_says": "".join(item.change),
    }
    for key, value in expected.items():
        if key in exact:
            assert exact[key] == (sorted(value) if key == "missing" else value), key
        elif key == "reason_says_not":
            assert value not in says["reason_says"]
        elif key != "verdict":
            assert value in says[key], key


def test_there_are_enough_cases_and_each_programme_is_in_one() -> None:
    assert len(CASES) >= 70
    assert len({str(case.id) for case in CASES}) == len(CASES)
    named = {name for case in CASES for name in case.values[0]["expect"]}
    # Restated by several documents alike.
    assert set(LIBRARY.programmes) - named <= {
        "shanting.tax_relief",
        "shandong.parental_leave",
        "jiangsu.maternity_leave",
    }


def test_the_computations_that_load_are_those_there_are() -> None:
    assert set(COMPUTED) == COMPUTATIONS
    assert LIBRARY.parameters.keys() >= PARAMETERS


# --- what to ask next -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "facts", "first"),
    [
        ("operator", {}, "region"),
        ("operator", {"region": "330703"}, "form"),
        ("operator", {"region": "330703", "form": "profit"}, "inclusive"),
        ("operator", {"region": "330703", "form": "profit", "inclusive": False}, "in_community"),
        ("parent", {}, "birth_date"),
        ("parent", {"birth_date": date(2024, 8, 3)}, "chinese"),
        ("parent", {"birth_date": date(2026, 5, 20), "chinese": True}, "pays_income_tax"),
    ],
)
def test_the_most_useful_question_comes_first(
    audience: str, facts: dict[str, Any], first: str
) -> None:
    assert ask_order(LIBRARY, audience, facts, DAY)[0] == first


def test_what_changes_nothing_is_not_asked() -> None:
    kindergarten = {"region": "330703", "form": "kindergarten", "inclusive": True}
    asked = ask_order(LIBRARY, "operator", kindergarten, DAY)
    assert "added_classes" not in asked
    assert asked
    born = {"birth_date": date(2026, 5, 20), "chinese": True}
    assert "claimed" not in ask_order(LIBRARY, "parent", born, DAY)
    assert "claimed" in ask_order(LIBRARY, "parent", born | {"birth_date": date(2024, 5, 20)}, DAY)


def test_who_asks_for_nobody_gets_an_empty_answer() -> None:
    assert assess(LIBRARY, "teacher", {}, DAY) == Assessment((), 0, 0, ())
    assert ask_order(LIBRARY, "teacher", {}, DAY) == []


def test_a_yes_names_its_sources_and_a_no_its_reason() -> None:
    told = {"region": "330703", "form": "profit", "inclusive": True, "added_classes": 2}
    items = {i.programme.id: i for i in assess(LIBRARY, "operator", told, DAY).items}
    sections = [(c.source, c.section) for c in items["jindong.added_class"].cites]
    assert sections == [("jindong-2020-36", "三（五）13")]
    assert items["jindong.added_class"].not_stated
    assert next(iter(items)).startswith("jindong.")


# --- any facts, any day ---------------------------------------------------------------------------

PLACES = ["330703", "330702", "370406", "371302", "320700", "140525", "110105", "710000"]


def values(fact: FactDeclaration) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "choice": st.sampled_from(sorted(fact.values) or [""]),
        "number": st.integers(fact.min, 5) | st.integers(fact.min, fact.max),
        "date": st.dates(date(2021, 6, 1), date(2028, 12, 31)),
        "place": st.sampled_from(PLACES),
    }
    return kinds[fact.kind]


FACTS = st.fixed_dictionaries({}, optional={n: values(f) for n, f in LIBRARY.facts.items()})
AUDIENCES = st.sampled_from(["operator", "parent"])
DAYS = st.dates(date(2018, 1, 1), date(2029, 12, 31)) | st.sampled_from(
    [date(2025, 12, 31), date(2026, 1, 1), date(2027, 12, 31), date(2028, 1, 1)]
)
NONSENSE = st.dictionaries(
    st.sampled_from([*LIBRARY.facts, "colour"]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(["x"]) | st.just({}) | st.datetimes() | st.dates(),
)  # fmt: skip


def by_id(found: Assessment) -> dict[str, Item]:
    return {item.programme.id: item for item in found.items}


@given(AUDIENCES, FACTS, DAYS, st.sampled_from(sorted(LIBRARY.facts)), st.data())
def test_what_is_learnt_never_overturns_a_yes_or_no(
    audience: str, facts: dict[str, Any], day: date, name: str, data: st.DataObject
) -> None:
    facts.pop(name, None)
    before = by_id(assess(LIBRARY, audience, facts, day))
    known = facts | {name: data.draw(values(LIBRARY.facts[name]))}
    after = by_id(assess(LIBRARY, audience, known, day))
    assert before.keys() <= after.keys()
    for programme, item in before.items():
        learnt = after[programme]
        assert item.verdict in {Verdict.UNKNOWN, learnt.verdict}, programme
        assert item.amount in {None, learnt.amount}, programme
        if (item.verdict, item.amount) != (learnt.verdict, learnt.amount):
            assert name in item.missing, programme


@given(AUDIENCES, FACTS, DAYS)
def test_sums_count_what_is_sure_and_nothing_else(
    audience: str, facts: dict[str, Any], day: date
) -> None:
    found = assess(LIBRARY, audience, facts, day)
    sure = [i for i in found.items if i.verdict is Verdict.YES and i.first_year is not None]
    assert found.first_year == sum(i.first_year or 0 for i in sure)
    assert found.after == sum(i.per_year_after or 0 for i in sure)
    assert min(found.first_year, found.after) >= 0
    open_ = {i.programme.id for i in found.items if i.verdict is not Verdict.NO}
    assert {i.programme.id for i in found.uncounted} == open_ - {i.programme.id for i in sure}


@given(AUDIENCES, FACTS, DAYS)
def test_every_item_says_what_a_person_needs(
    audience: str, facts: dict[str, Any], day: date
) -> None:
    for item in assess(LIBRARY, audience, facts, day).items:
        name = item.programme.id
        assert item.value, name
        assert item.cites, name
        assert item.reasons or item.verdict is Verdict.YES, name
        assert not {*item.missing} & facts.keys(), name
        if item.verdict is not Verdict.YES:
            assert (item.amount, item.first_year, item.per_year_after) == (None, None, None), name
        if item.verdict is Verdict.NO:
            assert item.missing == (), name
        assert "{" not in item.value + "".join([*item.reasons, *item.change]), name


@given(AUDIENCES, FACTS, DAYS)
def test_nobody_is_promised_another_places_money(
    audience: str, facts: dict[str, Any], day: date
) -> None:
    for item in assess(LIBRARY, audience, facts, day).items:
        if item.programme.region != NATIONAL:
            place = facts[item.programme.where]
            assert item.programme.region in LIBRARY.regions.layers(place)


@given(AUDIENCES, NONSENSE, DAYS)
def test_nonsense_is_not_known_and_breaks_nothing(
    audience: str, facts: dict[str, Any], day: date
) -> None:
    found = assess(LIBRARY, audience, facts, day)
    assert found.first_year >= 0
    assert "colour" not in ask_order(LIBRARY, audience, facts, day)


@given(AUDIENCES, FACTS, DAYS)
def test_asked_are_open_facts_each_once(audience: str, facts: dict[str, Any], day: date) -> None:
    asked = ask_order(LIBRARY, audience, facts, day)
    assert len({*asked}) == len(asked)
    assert not {*asked} & facts.keys()
    assert {*asked} <= LIBRARY.facts.keys()


@given(FACTS, st.integers(0, 2000))
def test_days_go_by_without_a_fault(facts: dict[str, Any], days: int) -> None:
    day = DAY + timedelta(days=days)
    assert {i.verdict for i in assess(LIBRARY, "parent", facts, day).items} <= {*Verdict}
