"""YAML read strictly: whatever is wrong with a file comes with its name and line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from content.errors import ContentInvalid, Problem
from content.strict_yaml import parse, read, validated


def faults(text: str) -> list[Problem]:
    try:
        parse("some.yml", text)
    except ContentInvalid as error:
        return error.problems
    return []


# What stands in the file, the line of the fault, and a word of what is said about it.
FAULTS = [
    ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice"),
    ("a:\n  - x: 1\n    y: 2\n    x: 3\n", 4, "'x' stands twice"),
    ("{a: 1,\n a: 2}", 2, "'a' stands twice"),
    ("1: a\n01: b\n", 2, "1 stands twice"),
    ("a: 1\n? [b]\n: 2\n", 2, "not a list"),
    ("a: 1\n? {b: 1}\n: 2\n", 2, "not a list"),
    ("a:\n  - b\n c: d\n", 3, "expected key"),
    ("a: [1,\n2\nb: 3\n", 3, "expected"),
    ("a: 'no end\n", 2, "unexpected end"),
    ("a: 1\nb: @x\n", 2, "cannot start any token"),
    ("a: 1\nb: *gone\n", 2, "undefined alias"),
    ("a: 1\nb: {<<: {c: 1}}\n", 2, "merge"),
    ("a: 1\n---\nb: 2\n", 2, "another document"),
    ("a: 1\nday: 2026-02-30\n", 2, "2026-02-30"),
    ("a: 1\nb:\n  - 2026-13-01\n", 3, "2026-13-01"),
    ("a: 1\nb: !!int x\n", 2, "invalid literal"),
    ("a: 1\nb: !!timestamp x\n", 2, "cannot read 'x'"),
    ("a: 1\nb: !!set [x]\n", 2, "expected a mapping"),
    ("a: 1\nb: !!python/name:os.system\n", 2, "python/name"),
    ("甲: 1\n乙: \x07\n", 2, "is not allowed"),
    ("甲: 1\n乙: \ud800\n", 2, "is not allowed"),
]


@pytest.mark.parametrize(("text", "line", "message"), FAULTS)
def test_a_fault_has_its_line(text: str, line: int, message: str) -> None:
    (problem,) = faults(text)
    assert (problem.file, problem.line) == ("some.yml", line)
    assert message in problem.message
    assert str(problem) == f"some.yml:{line}: {problem.message}"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("# nothing\n", None),
        ("\ufeffa: 1\n", {"a": 1}),
        ("a: &x {b: 1}\nc: *x\n", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: {x: 1}\nb: {x: 1}\n", {"a": {"x": 1}, "b": {"x": 1}}),
    ],
)
def test_what_is_right_is_read(text: str, data: object) -> None:
    assert parse("some.yml", text).data == data


def test_a_key_of_an_alias_may_stand_in_both_places() -> None:
    file = parse("some.yml", "a: &x\n  b: 1\nc: *x\n")
    assert file.line(("a", "b")) == 2
    assert file.line(("c",)) == 3


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        ((), 1),
        (("a",), 1),
        (("a", 0), 2),
        (("a", 0, "b"), 2),
        (("a", 1, "c"), 4),
        (("a", 1, "d"), 5),
        (("a", 1, "d", "e", 0), 6),
        (("a", 1, "missing"), 4),
        (("a", 1, "UnionMember", "d"), 5),
        (("a", 7), 1),
        (("1",), 7),
        ((1,), 7),
    ],
)
def test_a_value_has_its_line_and_a_missing_one_its_parents(
    loc: tuple[int | str, ...], line: int
) -> None:
    text = "a:\n- b: 1\n  x: 2\n- c: 3\n  d:\n    e: [4]\n1: x\n"
    assert parse("some.yml", text).line(loc) == line


def test_lines_of_an_empty_file() -> None:
    assert parse("some.yml", "").line(("a", 0)) == 1


@given(st.text() | st.text(alphabet="ab:- \n[]{}?&*!#'\"|>%@1é甲\x00\x85\u2028", max_size=40))
@example("? ? a\n")
@example("!!map [x]")
@example("a: !!omap x")
@example("= : 1")
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    lines = len(text.splitlines()) + 1  # \x85 and \u2028 break lines to YAML as well
    assert all(1 <= p.line <= lines and p.message for p in faults(text))


WORDS = st.dictionaries(
    st.text("abc", min_size=1), st.integers() | st.booleans() | st.text("甲乙 丙", min_size=1)
)


@given(st.recursive(WORDS, lambda inner: st.lists(inner) | st.dictionaries(st.just("k"), inner)))
def test_what_yaml_writes_is_read_back(data: object) -> None:
    assert parse("some.yml", yaml.safe_dump(data, allow_unicode=True)).data == data


def test_a_file_is_named_as_seen_from_the_root(tmp_path: Path) -> None:
    path = tmp_path / "topics" / "opening.yml"
    path.parent.mkdir()
    path.write_text("a: 甲\n", "utf-8")
    assert read(path, tmp_path).name == "topics/opening.yml"
    assert read(path).name == "opening.yml"
    assert read(path).data == {"a": "甲"}


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_bytes("a: 1\nb: 托育\n".encode("gb18030"))
    with pytest.raises(ContentInvalid, match=r"some\.yml:2: .*UTF-8"):
        read(path)


SHAPE: TypeAdapter[Any] = TypeAdapter(dict[str, list[int]])


def test_data_in_shape_is_given_back() -> None:
    assert validated(parse("some.yml", "a: [1, 2]\n"), SHAPE) == {"a": [1, 2]}


def test_every_value_out_of_shape_is_named() -> None:
    file = parse("some.yml", "a:\n- x\n- 2\nb: 3\nc:\n- y\n")
    with pytest.raises(ContentInvalid) as caught:
        validated(file, SHAPE)
    assert [p.line for p in caught.value.problems] == [2, 4, 6]
    assert [p.message.split(":")[0] for p in caught.value.problems] == ["a.0", "b", "c.0"]


@pytest.mark.parametrize("text", ["", "- 1\n", "word\n"])
def test_a_file_of_another_shape_as_a_whole(text: str) -> None:
    with pytest.raises(ContentInvalid, match=r"^some\.yml:1: Input should be a valid dict"):
        validated(parse("some.yml", text), SHAPE)
