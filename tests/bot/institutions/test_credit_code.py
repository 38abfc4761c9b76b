"""Credit codes: real ones pass, and any single slip is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.institutions.columns import EXAMPLE_CODE
from bot.institutions.credit_code import _CHARACTERS, check_character, wrong

codes = st.text(_CHARACTERS, min_size=17, max_size=17).map(lambda c: c + check_character(c))


# The first is the example of GB 32100-2015 itself.
@pytest.mark.parametrize("code", ["91350100M000100Y43", "911101085923662400", "91110000802100433B"])
def test_known_codes(code: str) -> None:
    assert wrong(code) is None


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("9135", "这里是4位"),
        ("", "这里是0位"),
        ("91350100M000100Y44", "有一位不对"),
        ("91350100M000100YO3", "不会有“O”"),
        (EXAMPLE_CODE, "有一位不对"),
    ],
)
def test_wrong_codes(code: str, why: str) -> None:
    assert why in str(wrong(code))


@given(codes, st.integers(0, 17), st.sampled_from(_CHARACTERS))
def test_one_other_character_is_seen(code: str, place: int, other: str) -> None:
    slipped = code[:place] + other + code[place + 1 :]
    assert (wrong(slipped) is None) is (slipped == code)


@given(codes, st.integers(0, 16))
def test_two_exchanged_neighbours_are_seen(code: str, place: int) -> None:
    slipped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (wrong(slipped) is None) is (slipped == code)
