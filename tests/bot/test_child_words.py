"""What is said of a child's calendar: short, dated, with its sources, and never more than is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from bot.conversation.child_said import CLINIC, Said, day
from bot.conversation.child_words import (
    age_line,
    age_words,
    all_vaccines,
    development,
    motor,
    newborn,
    next_checkups,
    next_vaccines,
    timeline_words,
)
from content.child.ages import Gestation, age
from content.child.child import Child
from content.child.shelf import ChildShelf
from content.load import Library
from content.rules.ages import after_months

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

TODAY = date(2026, 11, 22)
BIRTH = date(2025, 3, 8)
GIRL = Child("c", BIRTH, "妞妞")


@pytest.fixture(scope="module")
def shelf(known: Library) -> ChildShelf:
    return known.child


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 11, 22), "11月22日（周日）"),
        (date(2026, 3, 1), "3月1日（周日）"),
        (date(2027, 2, 28), "2027年2月28日（周日）"),
    ],
)
def test_dates_have_their_weekday(on: date, said: str) -> None:
    assert day(on, TODAY) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2025, 3, 8), "刚出生"),
        (date(2025, 4, 2), "25天"),
        (date(2025, 6, 13), "3个月零5天"),
        (date(2026, 3, 8), "1岁"),
        (date(2026, 11, 8), "1岁8个月"),
        (date(2027, 3, 11), "2岁零3天"),
    ],
)
def test_ages(on: date, said: str) -> None:
    assert age_words(age(BIRTH, on)) == said


def test_the_age_of_a_child_born_early() -> None:
    child = Child("c", date(2026, 8, 20), gestation=Gestation(34, 2))
    assert age_line(child, TODAY) == "宝宝今天3个月零2天，矫正月龄1个月零24天。"
    assert "预产期9月29日（周二）还没到" in age_line(child, date(2026, 9, 1))
    assert age_line(child, date(2026, 8, 1)) == "宝宝还没出生。"


# --- vaccinations -------------------------------------------------------------------------------
def test_what_nobody_told_is_asked_not_urged(shelf: ChildShelf) -> None:
    said = next_vaccines(GIRL, TODAY, shelf).text
    assert "还没打的" not in said
    assert "不等于没打" in said
    assert "百白破疫苗4剂" in said
    assert "下一次：2027年3月8日（周一）起可以打：\n· 乙脑减毒疫苗第2剂" in said
    assert said.endswith(CLINIC)


def test_what_was_not_given_is_urged(shelf: ChildShelf) -> None:
    child = Child("c", BIRTH, given={"mmr": []})
    said = next_vaccines(child, TODAY, shelf).text
    assert said.startswith("现在可以打、还没打的：\n· 麻腮风疫苗第1剂：晚了，尽快去补。")
    assert "等第1剂打完、再隔28天" in said
    assert "不用从头来" in said


def test_a_dose_with_time_left_names_the_day(shelf: ChildShelf) -> None:
    days = [after_months(BIRTH, months) for months in (2, 4, 6)]
    said = next_vaccines(Child("c", BIRTH, given={"dtap": days}), TODAY, shelf).text
    assert "· 百白破疫苗第4剂：2027年3月8日（周一）前打完。" in said


def test_a_dose_too_early_is_named(shelf: ChildShelf) -> None:
    early = {"mmr": [after_months(BIRTH, 7)]}
    said = next_vaccines(Child("c", BIRTH, given=early), TODAY, shelf).text
    assert "麻腮风疫苗第1剂：打的时候还没满8个月" in said


def test_a_preterm_child_goes_by_the_actual_age(shelf: ChildShelf) -> None:
    child = Child("c", date(2026, 8, 20), gestation=Gestation(34))
    assert "实际月龄" in next_vaccines(child, TODAY, shelf).text
    assert "实际月龄" not in next_vaccines(GIRL, TODAY, shelf).text


def test_all_doses_are_listed_with_their_marks(shelf: ChildShelf) -> None:
    given = {"hepb": [BIRTH], "bcg": []}
    lines = all_vaccines(Child("c", BIRTH, given=given), TODAY, shelf).text.split("\n")
    assert "✓ 乙肝疫苗第1剂：2025年3月8日（周六）打了。" in lines
    assert any(line.startswith("! 卡介苗：") and "结核菌素" in line for line in lines)
    assert any(line.startswith("? 百白破疫苗第1剂：") and "没告诉我" in line for line in lines)
    assert any(line.startswith("□ A群C群流脑疫苗第1剂：2028年3月8日") for line in lines)


# --- check-ups and development ------------------------------------------------------------------
def test_the_check_up_of_now_and_the_next(shelf: ChildShelf) -> None:
    said = next_checkups(GIRL, TODAY, shelf).text
    assert "这次：18月龄体检，9月8日（周二）起，做了没有还没告诉我" in said
    assert "下一次：24月龄体检，2027年3月8日（周一）起" in said


def test_a_check_up_that_was_not_done(shelf: ChildShelf) -> None:
    said = next_checkups(Child("c", BIRTH, done={"month_18": None}), TODAY, shelf).text
    assert "还没做的现在就去" in said


def test_the_full_month_has_a_last_day(shelf: ChildShelf) -> None:
    child = Child("c", date(2026, 10, 24))
    assert "最好在11月23日（周一）前，做了" in next_checkups(child, TODAY, shelf).text
    assert "已经过了" in next_checkups(child, date(2026, 11, 24), shelf).text


def test_after_the_last_one(shelf: ChildShelf) -> None:
    child = Child("c", BIRTH, done={"month_36": after_months(BIRTH, 36)})
    said = next_checkups(child, after_months(BIRTH, 37), shelf)
    assert "都过完了" in said.text
    assert said.cite


def test_signs_of_the_age_reached(shelf: ChildShelf) -> None:
    said = development(GIRL, TODAY, shelf).text
    assert "满18个月还有下面一条的" in said
    assert "不会自己走" in said
    assert "不是诊断" in said


def test_signs_by_the_corrected_age(shelf: ChildShelf) -> None:
    birth = after_months(TODAY, -6)
    said = development(Child("c", birth, gestation=Gestation(30)), TODAY, shelf).text
    assert "满3个月还有" in said
    assert "矫正月龄" in said


@pytest.mark.parametrize(("months", "word"), [(6, "不用急"), (12, "都正常"), (20, "去儿保看一看")])
def test_walking(shelf: ChildShelf, months: int, word: str) -> None:
    on = after_months(BIRTH, months)
    said = motor(GIRL, shelf.motor["walking"], on, shelf).text
    assert word in said
    assert "8.2～17.6个月" in said


def test_the_newborns_screening_has_last_days(shelf: ChildShelf) -> None:
    said = newborn(Child("c", TODAY), TODAY, shelf).text
    assert "采足跟血" in said
    assert "最晚12月12日（周六）" in said


def test_the_timeline_is_a_line_a_day(shelf: ChildShelf) -> None:
    said = timeline_words(GIRL, TODAY, shelf).text
    assert "· 2027年3月8日（周一）：乙脑减毒疫苗第2剂、24月龄体检、24月龄发育自查" in said
    assert "9月8日（周二）" not in said


# --- whatever the child -------------------------------------------------------------------------
SAYINGS = (next_vaccines, next_checkups, development, timeline_words, newborn)


@UNTIMED
@over(
    st.integers(0, 1400),
    st.none() | st.builds(Gestation, st.integers(24, 40), st.integers(0, 6)),
    st.dictionaries(
        st.sampled_from(["hepb", "bcg", "polio", "dtap", "mmr", "je_live"]),
        st.lists(st.integers(0, 900), max_size=4),
    ),
)
def test_everything_said_is_short_and_has_sources(
    known: Library, days: int, weeks: Gestation | None, given: dict[str, list[int]]
) -> None:
    birth = TODAY - timedelta(days)
    told = {name: [birth + timedelta(n) for n in lived] for name, lived in given.items()}
    child = Child("c", birth, "妞妞", weeks, told)
    for say in SAYINGS:
        said: Said = say(child, TODAY, known.child)
        assert 0 < len(said.text) <= 620, say.__name__
        assert said.cite or "3岁前" in said.text, say.__name__
        assert all(c.source in known.sources for c in said.cite)
        assert "None" not in said.text
