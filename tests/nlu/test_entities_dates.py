"""Dates as typed on Saturday, 21 November 2026."""

from datetime import date, timedelta

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.dates import dates

TODAY = date(2026, 11, 21)
UNTIMED = settings(deadline=None)  # the first festival loads a calendar
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def found(text: str, **options: bool) -> list[tuple[str, str]]:
    return [(m.value.isoformat(), m.precision) for m in dates(text, TODAY, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027年3月1日", "2027-03-01"),
        ("2027-03-01", "2027-03-01"),
        ("2027.3.1", "2027-03-01"),
        ("2027/3/1", "2027-03-01"),
        ("20270301", "2027-03-01"),
        ("2027年 3月 1号", "2027-03-01"),
        ("二〇二七年三月一日", "2027-03-01"),
        ("27年9月1号", "2027-09-01"),
        ("3月1号", "2027-03-01"),
        ("三月二十号", "2027-03-20"),
        ("11月21日", "2026-11-21"),
        ("11月20日", "2027-11-20"),
        ("明年三月一号开业", "2027-03-01"),
        ("9月15，给我排排", "2027-09-15"),
        ("9月1-5日", "2027-09-01"),
        ("2月29号", "2028-02-29"),
        ("下个月15号", "2026-12-15"),
        ("下月底", "2026-12-31"),
        ("月底", "2026-11-30"),
        ("今年十二月底前", "2026-12-31"),
        ("8号", "2026-12-08"),
        ("今天", "2026-11-21"),
        ("明天", "2026-11-22"),
        ("后天", "2026-11-23"),
        ("大后天", "2026-11-24"),
        ("昨天", "2026-11-20"),
        ("大前天", "2026-11-18"),
        ("明儿", "2026-11-22"),
        ("下周一", "2026-11-23"),
        ("下周一到期", "2026-11-23"),
        ("下下周三", "2026-12-02"),
        ("周五", "2026-11-27"),
        ("上个星期天", "2026-11-15"),
        ("下周末", "2026-11-28"),
        ("三个月后", "2027-02-21"),
        ("半年后", "2027-05-21"),
        ("一年半后", "2028-05-21"),
        ("两周后", "2026-12-05"),
        ("10天后", "2026-12-01"),
        ("半个月之后", "2026-12-06"),
        ("2天前", "2026-11-19"),
        ("离开业还有两个月", "2027-01-21"),
        ("国庆节前", "2027-10-01"),
        ("十一前", "2027-10-01"),
        ("元旦", "2027-01-01"),
        ("明年春节", "2027-02-06"),
        ("过完年开业", "2027-02-06"),
        ("去年中秋", "2025-10-06"),
        ("六一", "2027-06-01"),
        ("五一开业", "2027-05-01"),
        ("秋季开学", "2027-09-01"),
        ("九月开学", "2027-09-01"),
        ("9.1", "2027-09-01"),
        ("9.1开业", "2027-09-01"),
        ("9/1", "2027-09-01"),
    ],
)
def test_days(text: str, expected: str) -> None:
    assert found(text) == [(expected, "day")]


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("明年3月", "2027-03-01", "month"),
        ("九月份", "2027-09-01", "month"),
        ("11月", "2026-11-01", "month"),
        ("2027-03", "2027-03-01", "month"),
        ("2027.3", "2027-03-01", "month"),
        ("四月中旬", "2027-04-01", "month"),
        ("上个月", "2026-10-01", "month"),
        ("年底", "2026-12-01", "month"),
        ("明年底", "2027-12-01", "month"),
        ("明年开春", "2027-03-01", "month"),
        ("去年是六月份体检的", "2025-06-01", "month"),
        ("9月60个孩子入园", "2027-09-01", "month"),
        ("2027年", "2027-01-01", "year"),
        ("明年", "2027-01-01", "year"),
    ],
)
def test_months_and_years(text: str, expected: str, precision: str) -> None:
    assert found(text) == [(expected, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "2027年2月29日",
        "13月5号",
        "2027-13-01",
        "几月几号",
        "农历八月十五",
        "八月十五",
        "国办发〔2020〕36号",
        "36号文",
        "浙政办发64号",
        "人民路15号",
        "3号楼",
        "二十号人",
        "每月15号",
        "每年3月",
        "每周一",
        "每周一次",
        "一周两次",
        "周一到周五",
        "上周一个孩子确诊",
        "一月多少钱",
        "3个月",
        "3月龄",
        "月子中心",
        "满3月",
        "备案3个月后",
        "租约还有两年",
        "十一个",
        "五一路",
        "双十一",
        "通过年检",
        "以后天天",
        "目前天气",
        "2.5万",
        "1/2以上",
        "13800138000",
        "",
    ],
)
def test_no_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月1号", "2026-03-01"),
        ("11月21日", "2026-11-21"),
        ("周五", "2026-11-20"),
        ("春节", "2026-02-17"),
    ],
)
def test_past_looks_back(text: str, expected: str) -> None:
    assert found(text, past=True) == [(expected, "day")]


def test_several_in_order() -> None:
    assert found("明天交材料，3月1号开业") == [("2026-11-22", "day"), ("2027-03-01", "day")]


@UNTIMED
@given(DAYS)
def test_full_dates_round_trip(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    written = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{year}年{cn2an.an2cn(day.month)}月{cn2an.an2cn(day.day)}号",
    ]
    for text in written:
        assert [m.value for m in dates(f"定在{text}开业", TODAY)] == [day], text


@UNTIMED
@given(DAYS, DAYS)
def test_a_day_without_year_is_the_next_or_the_last_one(today: date, day: date) -> None:
    text = f"{day.month}月{day.day}号"
    (later,), (earlier,) = dates(text, today), dates(text, today, past=True)
    assert earlier.value <= today <= later.value
    assert {(d.value.month, d.value.day) for d in (later, earlier)} == {(day.month, day.day)}


@UNTIMED
@given(DAYS, st.integers(1, 365))
def test_days_from_today(today: date, days: int) -> None:
    assert [m.value for m in dates(f"{days}天后", today)] == [today + timedelta(days=days)]


@UNTIMED
@given(DAYS, st.integers(1, 7))
def test_next_week_is_the_week_after_this_one(today: date, weekday: int) -> None:
    (mention,) = dates(f"下周{'一二三四五六日'[weekday - 1]}", today)
    monday = today - timedelta(days=today.weekday())
    assert mention.value == monday + timedelta(days=6 + weekday)


@UNTIMED
@given(st.integers(1, 12), st.integers(32, 99))
def test_impossible_days_leave_nothing_behind(month: int, day: int) -> None:
    assert dates(f"2027年{month}月{day}日", TODAY) == []
