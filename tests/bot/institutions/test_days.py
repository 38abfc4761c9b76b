"""Every form in which a file may hold a day, and what is none."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from bot.institutions.days import FIRST, LAST, NoDay, day_of
from tests.bot.institutions.books import midnight

SPRING = date(2026, 3, 1)
EPOCHS = [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904]


@pytest.mark.parametrize(
    "value",
    [
        "2026/3/1", "2026-03-01", "2026.3.1", "2026年3月1日", "2026年03月01号", "20260301", 20260301,
        20260301.0, " 2026-3-1 ", "２０２６年３月１日", "2026 年 3 月 1 日", "2026-03-01 08:30",
        "2026-03-01T00:00:00", datetime.combine(SPRING, time(23, 59)), SPRING, 46082, 46082.75, "46082",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(value: Any) -> None:
    assert day_of(value, CALENDAR_WINDOWS_1900) == SPRING


def test_the_calendar_of_old_macs() -> None:
    assert day_of(46082 - 1462, CALENDAR_MAC_1904) == SPRING
    assert day_of("44620", CALENDAR_MAC_1904) == SPRING


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2026年2月30日", "没有2026年2月30日"),
        ("2025-02-29", "没有2025年2月29日"),
        (20261301, "没有2026年13月1日"),
        ("26/3/1", "看不出"),
        ("3月1日", "看不出"),
        ("去年春天", "看不出"),
        ("2026年3月", "看不出"),
        ("", "看不出"),
        (2026, "年的"),
        (0.5, "看不出"),
        (-5, "看不出|年的"),
        (1e300, "看不出"),
        (float("inf"), "看不出"),
        (float("nan"), "看不出"),
        (True, "看不出"),
        (time(8, 30), "看不出"),
        (None, "看不出"),
        ("1926-03-01", "1926年"),
        (midnight(2226, 3, 1), "2226年"),
    ],
)
def test_what_is_no_day(value: Any, why: str) -> None:
    with pytest.raises(NoDay, match=why):
        day_of(value, CALENDAR_WINDOWS_1900)


@pytest.mark.parametrize("epoch", EPOCHS)
@given(day=st.dates(FIRST, LAST))
def test_serial_numbers_come_back(epoch: datetime, day: date) -> None:
    assert day_of(int(to_excel(day, epoch)), epoch) == day


@given(
    st.dates(FIRST, LAST),
    st.sampled_from(["{y}-{m}-{d}", "{y}/{m:02}/{d:02}", "{y}年{m}月{d}日", "{y}.{m}.{d}", "{y}{m:02}{d:02}"]),
)  # fmt: skip
def test_written_days_come_back(day: date, form: str) -> None:
    written = form.format(y=day.year, m=day.month, d=day.day)
    assert day_of(written, CALENDAR_WINDOWS_1900) == day


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.none() | st.datetimes())
def test_anything_is_a_day_or_a_reason(value: Any) -> None:
    try:
        day, why = day_of(value, CALENDAR_WINDOWS_1900), ""
    except NoDay as error:
        day, why = FIRST, str(error)
    assert FIRST <= day <= LAST
    assert why or day_of(day, CALENDAR_WINDOWS_1900) == day
