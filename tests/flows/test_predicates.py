"""Conditions: a table of what holds, and that nothing a slot can hold makes one raise."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import BadPredicate
from flows.predicates import holds, mixes_and_or, names, parse

SLOTS: dict[str, Any] = {
    "n": 5,
    "zero": 0,
    "half": 0.5,
    "t": "profit",
    "digits": "5",
    "day": "2026-11-21",
    "blank": "",
    "yes": True,
    "no": False,
    "none": None,
    "tags": ["a", "b"],
    "nothing": [],
    "map": {"city": "连云港"},
}
TABLE = [
    # equality
    ("slots.n = 5", True),
    ("slots.n == 5", True),
    ("slots.n = 6", False),
    ("slots.n is 5", True),
    ("slots.n is not 5", False),
    ("slots.n is not 6", True),
    ("slots.n != 5", False),
    ("slots.n != 6", True),
    ("slots.half = 0.5", True),
    ("slots.zero = 0", True),
    ("slots.zero = -1", False),
    ("5 = slots.n", True),
    ("slots.t = 'profit'", True),
    ('slots.t = "profit"', True),
    ("slots.t is 'nonprofit'", False),
    ("slots.t is not 'nonprofit'", True),
    ("slots.t IS 'profit' AND slots.n IS 5", True),
    ("slots.blank = ''", True),
    ("slots.map.city = '连云港'", True),
    ("slots.map.city.street = '连云港'", False),
    ("context.flow = 'opening'", True),
    # words without quotes are names, and no slot is called so
    ("slots.t = profit", False),
    ("slots.t != profit", False),
    # truth values
    ("slots.yes is true", True),
    ("slots.yes is not true", False),
    ("slots.no is false", True),
    ("slots.no is not true", True),
    ("slots.t is true", False),
    ("slots.yes", True),
    ("slots.no", False),
    ("slots.none", False),
    ("slots.blank", False),
    ("slots.zero", False),
    ("slots.missing", False),
    # order
    ("slots.n > 4", True),
    ("slots.n > 5", False),
    ("slots.n >= 5", True),
    ("slots.n < 6", True),
    ("slots.n < 5", False),
    ("slots.n <= 5", True),
    ("slots.half < 1", True),
    ("4 < slots.n", True),
    ("slots.day >= '2026-11-01'", True),
    ("slots.day < '2026-11-01'", False),
    # numbers against text, truth values and lists
    ("slots.digits = 5", False),
    ("slots.digits != 5", True),
    ("slots.digits > 4", False),
    ("slots.t > 4", False),
    ("slots.n > 'a'", False),
    ("slots.yes > 0", False),
    ("slots.tags > 0", False),
    ("slots.map < 1", False),
    # null on either side is false, whatever the operator
    ("slots.none = 5", False),
    ("slots.none != 5", False),
    ("slots.none is not 5", False),
    ("slots.none > 5", False),
    ("slots.none >= 5", False),
    ("slots.none < 5", False),
    ("slots.none <= 5", False),
    ("5 > slots.none", False),
    ("5 != slots.none", False),
    ("slots.none > null", False),
    ("slots.none >= null", False),
    ("null <= null", False),
    ("slots.missing != 'a'", False),
    ("slots.none = slots.missing", False),
    ("slots.none != slots.missing", False),
    ("slots.none is true", False),
    ("slots.none is false", False),
    ("slots.none contains 'a'", False),
    ("slots.tags contains slots.none", False),
    ("slots.none matches 'a'", False),
    ("elsewhere.n = 5", False),
    ("slots = 5", False),
    # tests for null
    ("slots.none is null", True),
    ("slots.missing is null", True),
    ("slots.none = null", True),
    ("null is slots.none", True),
    ("slots.n is null", False),
    ("slots.n is not null", True),
    ("slots.n != null", True),
    ("slots.none is not null", False),
    ("slots.none != null", False),
    ("slots.zero is null", False),
    ("slots.blank is null", False),
    ("slots.no is null", False),
    ("slots.none is undefined", True),
    ("slots.n is not undefined", True),
    ("slots.none is empty", True),
    ("slots.blank is empty", True),
    ("slots.nothing is empty", True),
    ("slots.tags is empty", False),
    ("slots.tags is not empty", True),
    ("slots.zero is empty", False),
    # sets, lists, texts
    ("{'profit' 'public'} contains slots.t", True),
    ("{'public' 'home'} contains slots.t", False),
    ("{1 5 9} contains slots.n", True),
    ("{1 9} contains slots.n", False),
    ("{} contains slots.n", False),
    ("{'a'} contains slots.tags", False),
    ("slots.tags contains 'a'", True),
    ("slots.tags contains 'z'", False),
    ("slots.t contains 'pro'", True),
    ("slots.t contains 5", False),
    ("slots.n contains 5", False),
    ("slots.map contains 'city'", True),
    ("slots.tags = {'b' 'a'}", True),
    ("slots.tags = {'a'}", False),
    ("slots.tags != {'a'}", True),
    ("slots.t = {'profit'}", False),
    # patterns
    ("slots.t matches '^pro'", True),
    ("slots.t matches 'fit$'", True),
    ("slots.t matches '^fit'", False),
    ("slots.day matches '^[0-9]{4}-'", True),
    ("slots.n matches '5'", False),
    # not, and, or, parentheses
    ("not slots.no", True),
    ("not slots.n = 5", False),
    ("not slots.none = 5", True),
    ("not (slots.n = 5 and slots.no)", True),
    ("slots.n = 5 and slots.t = 'profit'", True),
    ("slots.n = 5 and slots.no", False),
    ("slots.no or slots.n = 5", True),
    ("slots.no or slots.none", False),
    ("not slots.no and slots.yes", True),
    ("(slots.n = 5) = true", True),
    # ``and`` and ``or`` bind alike, to the right: no and (no or yes), yes or (no and no)
    ("slots.no and slots.no or slots.yes", False),
    ("(slots.no and slots.no) or slots.yes", True),
    ("slots.yes or slots.no and slots.no", True),
    ("(slots.yes or slots.no) and slots.no", False),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_holds(text: str, expected: bool) -> None:
    assert holds(text, {"slots": SLOTS, "context": {"flow": "opening"}}) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "(",
        "slots.n =",
        "slots.n = 'a",
        "slots.n ! 5",
        "slots.n is not not 5",
        "slots.n slots.t",
        "and",
        "5岁 = 5",
        "slots.n > 5 然后",
        "slots.t matches '['",
        "slots.t matches 5",
        "slots.t matches null",
        "slots.t matches {'a'}",
        "slots.tags contains {'a'}",
        "{{1}} contains slots.n",
        "{1 2",
    ],
)
def test_a_condition_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(BadPredicate, match="cannot read the condition"):
        parse(text)


def test_a_bad_condition_does_not_spoil_the_next() -> None:
    with pytest.raises(BadPredicate):
        holds("(((", {})
    assert holds("5 = 5", {})


_words = """slots.n slots.tags 5 -1 0.5 'a' '' [ { } ( ) = == != > >= is not and or contains matches
true null undefined empty # ! 岁 " ' """
_tokens = st.sampled_from(_words.split())


@settings(deadline=None)
@given(text=st.lists(_tokens, max_size=8).map(" ".join) | st.text(max_size=12))
def test_any_text_is_a_condition_or_says_it_is_not(text: str) -> None:
    answer: bool | None = None
    with suppress(BadPredicate):
        answer = holds(text, {"slots": SLOTS})
    assert answer is None or isinstance(answer, bool)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    text=st.sampled_from([text for text, _ in TABLE]),
    slots=st.dictionaries(st.sampled_from([*SLOTS, "missing"]), _values),
)
def test_no_value_makes_a_condition_raise(text: str, slots: dict[str, Any]) -> None:
    assert isinstance(holds(text, {"slots": slots, "context": {}}), bool)


@settings(deadline=None)
@given(value=_values, other=_values)
def test_a_comparison_and_its_opposite_never_both_hold(value: Any, other: Any) -> None:
    context = {"slots": {"a": value, "b": other}}
    both = holds("slots.a = slots.b", context) and holds("slots.a != slots.b", context)
    assert not both
    if value is None or other is None:
        operators = ("=", "!=", "<", "<=", ">", ">=", "is", "is not", "contains")
        assert not any(holds(f"slots.a {sign} slots.b", context) for sign in operators)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slots.a = 'b' and not (slots.c > slots.d)", ["slots.a", "slots.c", "slots.d"]),
        ("{'a' slots.b} contains slots.c", ["slots.b", "slots.c"]),
        ("slots.a matches 'slots.b'", ["slots.a"]),
        ("slots.a is null or context.flow = form", ["context.flow", "form", "slots.a"]),
        ("5 > 4", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert sorted(names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slots.a and slots.b or slots.c", True),
        ("slots.a AND slots.b OR slots.c", True),
        ("(slots.a) and slots.b or slots.c", True),
        ("slots.d and (slots.a and slots.b or slots.c)", True),
        ("(slots.a and slots.b) or slots.c", False),
        ("slots.a and (slots.b or (slots.c and slots.d))", False),
        ("slots.a and slots.b and slots.c", False),
        ("slots.a = 'this and that' or slots.b", False),
        ("slots.and or slots.b", False),
        ("slots.or_else and slots.b", False),
    ],
)
def test_mixing_and_with_or_is_seen(text: str, expected: bool) -> None:
    assert mixes_and_or(text) is expected
