from datetime import date, timedelta

import pytest

from bot.growth.assess import Measured
from bot.growth.child import Child
from bot.growth.trend import Remark, remarks

BOY = Child("male", date(2026, 1, 1))


def at(
    days: int, kg: float | None = None, cm: float | None = None, head: float | None = None
) -> Measured:
    return Measured(BOY.birth + timedelta(days=days), kg, cm, head)


def said(before: Measured, now: Measured) -> list[Remark]:
    return remarks(BOY, before, now)


def test_nothing_to_say_of_a_child_that_grows() -> None:
    assert said(at(150, 7.3, 65, 42), at(180, 7.9, 67.5, 43.2)) == []


@pytest.mark.parametrize(
    ("kg", "urgency"), [(8.85, None), (8.79, 1), (8.11, 1), (8.1, 2), (7.0, 2)]
)
def test_weight_lost(kg: float, urgency: int | None) -> None:
    found = said(at(240, 9.0), at(260, kg))
    assert [remark.urgency for remark in found] == ([] if urgency is None else [urgency])


def test_a_newborn_loses_a_little_first() -> None:
    (little,) = said(at(0, 3.4), at(4, 3.15))
    assert (little.urgency, "会先降一点" in little.text) == (0, True)
    (much,) = said(at(0, 3.4), at(4, 3.05))
    assert much.urgency == 2


def test_nobody_shrinks() -> None:
    (found,) = said(at(200, cm=70), at(230, cm=69.4))
    assert "再量一次" in found.text
    assert said(at(200, cm=70), at(230, cm=69.6)) == []
    assert [r.text[:2] for r in said(at(200, head=44), at(230, head=43))] == ["头围"]


def test_standing_up_at_two_is_no_shrinking() -> None:
    lying = Measured(BOY.birth + timedelta(days=729), length_cm=87.0)
    assert said(lying, at(735, cm=86.4)) == []
    stood = Measured(BOY.birth + timedelta(days=735), length_cm=86.4, lying=True)
    assert "身长" in said(lying, stood)[0].text


def test_leaving_the_curve_is_looked_at() -> None:
    (found,) = said(at(120, 7.0), at(240, 7.3))
    assert (found.urgency, "往下走" in found.text) == (1, True)
    assert said(at(120, 7.0), at(125, 6.95)) == []


def test_a_jump_is_measured_again() -> None:
    (found,) = said(at(200, cm=62), at(230, cm=76))
    assert "核对" in found.text


def test_order_and_gaps_do_not_break_it() -> None:
    assert said(at(260, 8.0), at(240, 9.0)) == []
    assert said(at(-5, 8.0), at(240, 9.0)) == []
    assert said(at(240), at(260)) == []
    assert said(at(240, 8.0), at(260, cm=70)) == []
