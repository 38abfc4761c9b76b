"""Temperatures of a body, in every way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.temperature import HIGHEST, LOWEST, temperature


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("宝宝发烧39度2", 39.2),
        ("三十九度二", 39.2),
        ("烧到39", 39.0),
        ("38.5℃", 38.5),
        ("38.6°C", 38.6),
        ("三十八度半", 38.5),
        ("三十八点五度", 38.5),
        ("体温38.3", 38.3),
        ("39度多", 39.0),
        ("昨天37度8，今天39度1", 39.1),
        ("４０度", 40.0),
        ("体温36.8正常吗", 36.8),
    ],
)
def test_it_is_read(text: str, degrees: float) -> None:
    assert temperature(text) == degrees


@pytest.mark.parametrize(
    "text",
    [
        "洗澡水38度",
        "室温26度",
        "空调开到35度行吗",
        "发烧39天",
        "39个月",
        "390度",
        "138度",
        "一个月38元",
        "",
    ],
)
def test_what_is_no_body_is_not_read(text: str) -> None:
    assert temperature(text) is None


@given(st.integers(340, 430))
def test_every_tenth_is_read_as_typed(tenths: int) -> None:
    whole, tenth = divmod(tenths, 10)
    assert temperature(f"烧到{whole}.{tenth}度") == tenths / 10
    if tenth:
        assert temperature(f"体温{whole}度{tenth}") == tenths / 10


@given(st.text(max_size=80))
def test_any_text_gives_a_body_temperature_or_none(text: str) -> None:
    found = temperature(text)
    assert found is None or LOWEST <= found <= HIGHEST
