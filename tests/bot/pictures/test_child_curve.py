from datetime import date

from bot.growth.assess import Measured
from bot.growth.child import Child
from bot.pictures import child_curve
from bot.pictures.growth_curve import Dot, draw
from tests.bot.pictures.seen import pixels

BIRTH = date(2024, 1, 1)
GIRL = Child("female", BIRTH, name="妞妞")


def test_measures_in_their_order() -> None:
    curve = child_curve.of(
        GIRL, [Measured(date(2024, 3, 1), 5.1, 57), Measured(BIRTH, 3.2, 49, 34)]
    )
    assert [panel.kind for panel in curve.panels] == ["weight", "length", "head"]
    assert curve.panels[0].dots == [Dot(0, 3.2), Dot(60, 5.1)]
    assert (curve.title, curve.note) == ("妞妞的生长曲线", "")
    assert curve.subtitle == "女宝，2个月，2024年3月1日量的"


def test_only_what_was_measured_has_a_panel() -> None:
    curve = child_curve.of(GIRL, [Measured(BIRTH, head_cm=34)])
    assert [panel.kind for panel in curve.panels] == ["weight", "head"]


def test_preterm_dots_stand_at_the_corrected_age() -> None:
    early = Child("female", BIRTH, 30 * 7)
    curve = child_curve.of(early, [Measured(BIRTH, 1.4), Measured(date(2024, 6, 1), 5.5)])
    assert curve.panels[0].dots == [Dot(152 - 70, 5.5)]
    assert "矫正" in curve.note


def test_a_length_measured_standing_too_early_is_lengthened() -> None:
    curve = child_curve.of(GIRL, [Measured(date(2025, 3, 1), length_cm=76, lying=False)])
    assert curve.panels[1].dots == [Dot(425, 76.7)]


def test_before_birth_and_after_five_nothing_is_drawn() -> None:
    curve = child_curve.of(GIRL, [Measured(date(2023, 1, 1), 3), Measured(date(2031, 1, 1), 20)])
    assert curve.panels[0].dots == []
    assert child_curve.of(GIRL, []).subtitle == "女宝"
    assert pixels(draw(curve)).size > 0
