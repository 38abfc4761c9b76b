import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.growth.assess import Measured, assess
from bot.growth.child import Child
from bot.growth.trend import Remark
from bot.growth.words import BASIS, NO_DIAGNOSIS, age_words, reading, urgency

BOY = Child("male", date(2025, 11, 22), name="小宝")
TODAY = date(2026, 11, 22)
# Words of a diagnosis: a table of lengths and weights cannot make one.
DIAGNOSES = re.compile(
    "营养不良|肥胖|矮小|发育迟缓|生长迟缓|消瘦|低体重|超重|小头|大头|脑积水|侏儒|诊断为"
)


def told(seen: Measured, child: Child = BOY, *remarks: Remark) -> str:
    return reading(child, seen, assess(child, seen), remarks)


def test_a_usual_child() -> None:
    lines = told(Measured(TODAY, 9.6, 75.7, 46.1)).splitlines()
    assert lines[0] == "小宝12个月（11月22日量的）："
    assert lines[1] == "体重9.6公斤（19.2斤）：第48百分位，在常见范围里。"
    assert lines[2] == "身长75.7厘米：第49百分位，在常见范围里。"
    assert lines[-2:] == [BASIS, NO_DIAGNOSIS]
    assert "WT" not in "".join(lines[:5])


def test_what_cannot_wait_comes_before_the_figures() -> None:
    lines = told(Measured(TODAY, 6.4, 75.7)).splitlines()
    assert "这一两天就带宝宝去医院" in lines[1]
    urgent = told(Measured(TODAY, 9.6), BOY, Remark("体重掉了很多，今天就去。", 2)).splitlines()
    assert urgent[1] == "体重掉了很多，今天就去。"


@pytest.mark.parametrize(
    ("kg", "words", "level"),
    [
        (6.4, "比差不多所有同龄宝宝都轻", 2),
        (7.4, "比绝大多数同龄宝宝轻", 1),
        (9.6, "在常见范围里", 0),
        (12.5, "比绝大多数同龄宝宝重", 1),
        (14.0, "比差不多所有同龄宝宝都重", 1),
    ],
)
def test_referral(kg: float, words: str, level: int) -> None:
    seen = Measured(TODAY, kg)
    text = told(seen)
    assert words in text
    assert urgency(assess(BOY, seen)) == level
    assert ("儿保门诊" in text) == (level == 1)


def test_the_ends_have_no_exact_percentile() -> None:
    assert "不到第1百分位" in told(Measured(TODAY, 6.4))
    assert "超过第99百分位" in told(Measured(TODAY, 14.0))


def test_a_big_head_says_what_to_watch_for() -> None:
    assert "囟门" in told(Measured(TODAY, head_cm=50))
    assert "囟门" not in told(Measured(TODAY, head_cm=46))


def test_preterm_is_said() -> None:
    girl = Child("female", date(2026, 4, 1), 33 * 7)
    text = told(Measured(TODAY, 6.5, 63), girl)
    assert text.startswith("宝宝7个月21天，早产，按矫正月龄6个月2天比较")


def test_from_two_on_it_is_height() -> None:
    child = Child("female", date(2024, 1, 1))
    assert "身高90厘米" in told(Measured(TODAY, 13, 90), child)


@pytest.mark.parametrize(
    ("child", "seen", "words"),
    [
        (BOY, Measured(date(2025, 1, 1), 3), "核对一下日期"),
        (Child("male", date(2026, 11, 1), 30 * 7), Measured(TODAY, 1.6), "预产期"),
        (Child("male", date(2020, 1, 1)), Measured(TODAY, 20), "5岁"),
        (BOY, Measured(TODAY), "请告诉我"),
    ],
)
def test_obstacles_in_plain_words(child: Child, seen: Measured, words: str) -> None:
    assert words in told(seen, child)


@pytest.mark.parametrize(
    ("start", "on", "words"),
    [
        (date(2026, 11, 22), TODAY, "0天"),
        (date(2026, 10, 31), date(2026, 11, 30), "1个月"),
        (date(2024, 2, 29), date(2026, 2, 28), "2岁"),
        (date(2024, 2, 29), date(2025, 2, 28), "12个月"),
        (date(2023, 8, 20), TODAY, "3岁3个月2天"),
        (date(2025, 12, 31), date(2026, 2, 28), "2个月"),
    ],
)
def test_ages(start: date, on: date, words: str) -> None:
    assert age_words(start, on) == words


@given(
    st.sampled_from(["male", "female"]),
    st.integers(0, 1096),
    st.floats(1, 30),
    st.floats(40, 115),
    st.floats(28, 56),
    st.sampled_from([None, 30 * 7, 36 * 7]),
)
def test_never_a_diagnosis_and_always_the_basis(
    sex: str, days: int, kg: float, cm: float, head: float, gestation: int | None
) -> None:
    child = Child("male" if sex == "male" else "female", date(2024, 2, 29), gestation)
    seen = Measured(child.birth + timedelta(days=days), round(kg, 1), round(cm, 1), round(head, 1))
    found = assess(child, seen)
    text = reading(child, seen, found)
    assert not DIAGNOSES.search(text)
    assert found.obstacle or text.endswith(f"{BASIS}\n{NO_DIAGNOSIS}")
    assert len(text) < 600
