import pytest
from matplotlib.figure import Figure

from bot.growth.standards import value_at
from bot.pictures.growth_curve import Curve, Dot, Panel, draw
from tests.bot.pictures.samples import CURVE, HEADS
from tests.bot.pictures.seen import texts


def test_lines_are_who_percentiles(drawn: list[Figure]) -> None:
    draw(CURVE)
    lines = drawn[0].axes[0].get_lines()
    ends = {round(float(line.get_ydata()[-1]), 3) for line in lines}  # type: ignore[index,arg-type]
    for z in (-1.88079, -1.03643, 0, 1.03643, 1.88079):
        assert round(value_at("weight", "male", z, 365), 3) in ends


def test_the_newest_measure_is_named(drawn: list[Figure]) -> None:
    draw(CURVE)
    words = [text.get_text() for text in texts(drawn[0])]
    assert {"8.5公斤", "70厘米", "小宝的生长曲线", "3", "15", "50", "85", "97"} <= set(words)
    assert "不能代替医生" in "".join(words)


@pytest.mark.parametrize(
    ("days", "months"), [(0, 6), (165, 6), (172, 12), (300, 12), (500, 24), (731, 36), (1400, 60)]
)
def test_shows_the_child_s_age_with_room_before_it(
    days: int, months: int, drawn: list[Figure]
) -> None:
    draw(Curve("female", [Panel("weight", [Dot(days, 8)])]))
    assert drawn[0].axes[0].get_xlim()[1] == pytest.approx(months, abs=0.1)


def test_every_dot_lies_within_its_panel(drawn: list[Figure]) -> None:
    draw(Curve("male", [Panel("weight", [Dot(10, 1.2), Dot(1000, 31)]), HEADS]))
    low, high = drawn[0].axes[0].get_ylim()
    assert low < 1.2
    assert high > 31


def test_length_breaks_at_two_years(drawn: list[Figure]) -> None:
    draw(Curve("male", [Panel("length", [Dot(900, 90)])]))
    line = drawn[0].axes[0].get_lines()[0].get_ydata()
    assert line[731] != line[731]  # type: ignore[index]
    assert line[730] > line[732]  # type: ignore[index,operator]
