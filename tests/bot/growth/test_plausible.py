from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.growth.bounds import Frame
from bot.growth.child import Child
from bot.growth.measure_words import Kind, Unit
from bot.growth.measures import Measure, read
from bot.growth.plausible import Doubtful, Refused, Taken, judge, swapped

TODAY = date(2026, 11, 22)
SEVEN_MONTHS = Frame.of(Child("male", date(2026, 4, 22)), TODAY)
NEWBORN = Frame.of(Child("female", date(2026, 11, 19)), TODAY)
ANY_AGE = Frame()


def verdict(text: str, frame: Frame) -> Taken | Doubtful | Refused:
    (measure,) = read(text)
    return judge(measure, frame)


def options(text: str, frame: Frame) -> list[float]:
    found = verdict(text, frame)
    assert isinstance(found, Doubtful)
    return [option.value for option in found.options]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("体重8.5公斤", 8.5), ("17斤", 8.5), ("17斤半", 8.75), ("8500克", 8.5), ("身高75", 75),
        ("身高70厘米", 70), ("0.7米", 70), ("身长700毫米", 70), ("头围45", 45),
    ],
)  # fmt: skip
def test_takes_what_is_plain_without_a_word(text: str, value: float) -> None:
    found = verdict(text, SEVEN_MONTHS)
    assert isinstance(found, Taken)
    assert found.value == pytest.approx(value)
    assert not found.remark


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("体重17", 8.5, "8.5公斤（17斤）"),
        ("体重8.5", 8.5, "8.5公斤（17斤）"),
        ("体重8500", 8.5, "8.5公斤"),
        ("身高0.7", 70, "70厘米"),
        ("大概17斤", 8.5, "大概"),
        ("体重13公斤", 13, "核对"),
    ],
)
def test_says_how_it_read_what_was_not_plain(text: str, value: float, said: str) -> None:
    found = verdict(text, SEVEN_MONTHS)
    assert isinstance(found, Taken)
    assert found.value == pytest.approx(value)
    assert said in found.remark


def test_asks_where_two_units_could_be_meant() -> None:
    assert options("体重12", SEVEN_MONTHS) == [12, 6]
    assert options("体重17", ANY_AGE) == [17, 8.5]


def test_asks_about_a_missing_point() -> None:
    assert options("体重85", SEVEN_MONTHS) == [8.5, 4.25]
    assert options("体重85", ANY_AGE) == [8.5, 4.25]
    assert options("身高700", SEVEN_MONTHS) == [70]


def test_asks_about_the_wrong_unit() -> None:
    assert options("体重17公斤", SEVEN_MONTHS) == [8.5]
    assert options("身高72米", SEVEN_MONTHS) == [72]
    assert 8.5 in options("体重8.5斤", SEVEN_MONTHS)


def test_one_meaning_is_a_question_for_yes_or_no() -> None:
    found = verdict("体重17公斤", SEVEN_MONTHS)
    assert isinstance(found, Doubtful)
    assert found.question == "您写的「体重17公斤」我没看准。是不是体重8.5公斤（17斤）？"


@pytest.mark.parametrize(
    "text", ["体重300公斤", "身高1.2米", "头围15", "身高3厘米", "3300克", "体重0.1公斤"]
)
def test_refuses_the_impossible_with_an_example(text: str) -> None:
    found = verdict(text, SEVEN_MONTHS)
    assert isinstance(found, Refused)
    assert "不像这么大的宝宝" in found.reason
    assert "比如" in found.reason


def test_a_bare_number_is_asked_about() -> None:
    assert [o.label for o in _doubt("72", SEVEN_MONTHS).options] == ["身长72厘米"]
    assert [o.kind for o in _doubt("45", ANY_AGE).options] == ["weight", "length", "head"]
    assert isinstance(verdict("5000000", ANY_AGE), Refused)


def _doubt(text: str, frame: Frame) -> Doubtful:
    found = verdict(text, frame)
    assert isinstance(found, Doubtful)
    return found


def test_asks_whether_both_were_swapped() -> None:
    weight, length = read("体重70 身高8.5")
    found = swapped(weight, length, SEVEN_MONTHS)
    assert found is not None
    assert found.together
    assert [(o.kind, o.value) for o in found.options] == [("weight", 8.5), ("length", 70)]


@pytest.mark.parametrize("text", ["体重8.5 身高70", "体重70公斤 身高8.5厘米", "体重70 身高170"])
def test_does_not_see_swaps_everywhere(text: str) -> None:
    weight, length = read(text)
    assert swapped(weight, length, SEVEN_MONTHS) is None


def test_newborns_and_the_very_early() -> None:
    assert isinstance(verdict("6斤8两", NEWBORN), Taken)
    assert isinstance(verdict("17斤", NEWBORN), Refused)
    early = Frame.of(Child("male", date(2026, 11, 1), 28 * 7), TODAY)
    assert early.oldest < 0
    assert verdict("1200克", early) == Taken("weight", 1.2, "")


def test_with_the_sex_unknown_either_may_fit() -> None:
    girl_only = Frame(365, 365, ("female",))
    either = Frame(365, 365)
    assert either.possible("length", 58.6) is (
        girl_only.possible("length", 58.6) or Frame(365, 365, ("male",)).possible("length", 58.6)
    )


KINDS = st.sampled_from(["weight", "length", "head", None])
UNITS = st.sampled_from(["kg", "jin", "g", "cm", "m", "mm", None])
AGES = st.integers(-80, 1826)


@given(KINDS, UNITS, st.floats(0, 1e6), AGES)
def test_whatever_is_taken_or_offered_is_possible(
    kind: Kind | None, unit: Unit | None, number: float, days: int
) -> None:
    frame = Frame(days, days)
    found = judge(Measure(kind, round(number, 2), unit, 0, 1, "x"), frame)
    if isinstance(found, Taken):
        assert frame.possible(found.kind, found.value)
    elif isinstance(found, Doubtful):
        assert 1 <= len(found.options) <= 4
        assert all(frame.possible(option.kind, option.value) for option in found.options)
    else:
        assert found.reason.endswith("。")
