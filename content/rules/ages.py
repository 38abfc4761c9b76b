"""Ages in whole months and the days on which they are reached."""

from calendar import monthrange
from datetime import date

THREE_YEARS = 36


def after_months(birth: date, months: int) -> date:
    """The day on which somebody turns so many months.

    Where that month has no such day it is the month's last one (民法典第202条): who was born on
    29 February turns three on 28 February.
    """
    years, month = divmod(birth.year * 12 + birth.month - 1 + months, 12)
    return date(years, month + 1, min(birth.day, monthrange(years, month + 1)[1]))


def third_birthday(birth: date) -> date:
    return after_months(birth, THREE_YEARS)


def month_number(day: date) -> int:
    """Months since year 0, so that differences count months."""
    return day.year * 12 + day.month - 1
