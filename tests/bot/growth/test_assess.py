from datetime import date, timedelta

import pytest

from bot.growth.assess import Assessment, Level, Measured, Obstacle, Point, assess
from bot.growth.child import Child, early_days, growth_days

BIRTH = date(2024, 2, 29)
BOY = Child("male", BIRTH)


def on(days: int) -> date:
    return BIRTH + timedelta(days=days)


def z(found: Assessment, indicator: str) -> float:
    return next(point.z for point in found.points if point.indicator == indicator)


def test_age_counts_real_days_leap_years_too() -> None:
    assert growth_days(BOY, date(2025, 2, 28)) == 365
    assert growth_days(BOY, date(2024, 3, 1)) == 1
    assert growth_days(Child("female", date(2025, 12, 31)), date(2026, 1, 1)) == 1


@pytest.mark.parametrize(
    ("weeks", "days", "early"),
    [(34, 0, 42), (36, 6, 22), (37, 0, 0), (40, 0, 0), (28, 0, 84), (41, 3, 0)],
)
def test_only_before_37_weeks_is_preterm(weeks: int, days: int, early: int) -> None:
    child = Child("male", BIRTH, weeks * 7 + days)
    assert early_days(child, on(200)) == early
    assert growth_days(child, on(200)) == 200 - early


def test_correction_ends_on_the_second_birthday() -> None:
    child = Child("male", date(2024, 5, 10), 32 * 7)
    assert early_days(child, date(2026, 5, 9)) == 56
    assert early_days(child, date(2026, 5, 10)) == 0


def test_a_child_born_on_leap_day_is_two_on_28_february() -> None:
    child = Child("male", BIRTH, 32 * 7)
    assert early_days(child, date(2026, 2, 27)) == 56
    assert early_days(child, date(2026, 2, 28)) == 0


def test_a_preterm_child_is_compared_at_its_corrected_age() -> None:
    early = Child("female", BIRTH, 32 * 7)
    measured = Measured(on(200), 6.5, 63, 41)
    term = assess(Child("female", BIRTH), Measured(on(200 - 56), 6.5, 63, 41))
    found = assess(early, measured)
    assert (found.days, found.corrected_by) == (144, 56)
    assert found.points == term.points


def test_all_five_indicators() -> None:
    found = assess(BOY, Measured(on(365), 9.6, 75.7, 46.1))
    assert [point.indicator for point in found.points] == [
        "weight", "length", "head", "weight_for_length", "bmi",
    ]  # fmt: skip
    assert all(abs(point.z) < 0.3 and point.level == "usual" for point in found.points)


def test_lying_is_07_cm_longer_than_standing() -> None:
    """Under two the table lies, from two on it stands; day 730 is the last that lies."""
    for days, as_table, other, change in ((730, True, False, 0.7), (731, False, True, -0.7)):
        plain = assess(BOY, Measured(on(days), length_cm=85.0))
        assert assess(BOY, Measured(on(days), length_cm=85.0, lying=as_table)) == plain
        turned = assess(BOY, Measured(on(days), length_cm=85.0, lying=other))
        moved = assess(BOY, Measured(on(days), length_cm=85.0 + change))
        assert turned == moved != plain


def test_weight_for_length_takes_the_corrected_length() -> None:
    found = assess(BOY, Measured(on(800), 12.0, 88.0, lying=True))
    assert found.points[1].value == pytest.approx(87.3)
    assert z(found, "weight_for_length") == z(
        assess(BOY, Measured(on(800), 12.0, 87.3)), "weight_for_length"
    )


@pytest.mark.parametrize(
    ("deviation", "level"),
    [
        (-3.01, "far_below"),
        (-3.0, "below"),
        (-2.01, "below"),
        (-2.0, "usual"),
        (0, "usual"),
        (2.0, "usual"),
        (2.01, "above"),
        (3.0, "above"),
        (3.01, "far_above"),
    ],
)
def test_levels_at_their_borders(deviation: float, level: Level) -> None:
    assert Point("weight", 8.0, deviation).level == level


@pytest.mark.parametrize(
    ("deviation", "percentile"), [(0, 50), (-1.88079, 3), (1.88079, 97), (1.03643, 85), (-2, 2.275)]
)
def test_percentiles(deviation: float, percentile: float) -> None:
    assert Point("weight", 8.0, deviation).percentile == pytest.approx(percentile, abs=0.01)


@pytest.mark.parametrize(
    ("child", "seen", "obstacle"),
    [
        (BOY, Measured(BIRTH - timedelta(days=1), 3.3), "before_birth"),
        (Child("male", BIRTH, 30 * 7), Measured(on(20), 1.9), "before_due_day"),
        (BOY, Measured(on(1827), 18.0), "too_old"),
        (BOY, Measured(on(100)), "nothing_measured"),
    ],
)
def test_what_cannot_be_compared(child: Child, seen: Measured, obstacle: Obstacle) -> None:
    found = assess(child, seen)
    assert found.obstacle == obstacle
    assert not found.points
