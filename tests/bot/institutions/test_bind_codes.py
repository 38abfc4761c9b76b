"""Codes: typed in any way they are read, kept as digests alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.institutions.bind_codes import _CHARACTERS, digest, key_of, make, read, shown

codes = st.text(_CHARACTERS, min_size=10, max_size=10)


@given(st.randoms(use_true_random=False))
def test_made_and_read(source: random.Random) -> None:
    code = make(source.choice)
    for typed in (
        code,
        shown(code),
        code.lower(),
        f" {shown(code)}\n",
        shown(code).replace("-", "－"),
    ):
        assert read(typed) == code


@given(codes)
def test_what_looks_alike_is_the_same(code: str) -> None:
    assert read(code.replace("0", "O").replace("1", "l")) == code
    assert read(code.replace("0", "o").replace("1", "I")) == code


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567890A", "UUUUUUUUUU", "一二三四五六七八九十", "你好"]
)
def test_what_is_no_code(typed: str) -> None:
    assert read(typed) is None


@given(st.text())
def test_anything_is_a_code_or_none(typed: str) -> None:
    code = read(typed)
    assert code is None or read(shown(code)) == code


@given(codes, codes)
def test_digests(one: str, other: str) -> None:
    key = key_of(b"secret of the tests")
    assert (digest(key, one) == digest(key, other)) is (one == other)
    assert digest(key_of(b"another secret"), one) != digest(key, one)
    assert one not in digest(key, one)
    assert len(digest(key, one)) == 64
