"""A day in every form in which Excel files hold one."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from openpyxl.utils.datetime import from_excel

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_PARTS = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_TIME}")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
HOW = "日期请写成 2026-03-01 或 2026年3月1日 这样"


class NoDay(ValueError):
    """Not a day; says why to who filled in the cell."""


def day_of(value: Any, epoch: datetime) -> date:
    """The day in a cell's value; raises NoDay.

    ``epoch``: the workbook's, from which serial numbers are counted (1900, or 1904 on old Macs).
    """
    day = _day(value, epoch)
    if not FIRST <= day <= LAST:
        raise NoDay(f"这个日期是{day.year}年的，看着不对；{HOW}")
    return day


def _day(value: Any, epoch: datetime) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, epoch)
    if isinstance(value, str):
        return _text(value, epoch)
    raise NoDay(f"看不出是哪一天；{HOW}")


def _number(value: float, epoch: datetime) -> date:
    if not abs(value) < 1e9:  # infinity and NaN neither
        raise NoDay(f"看不出是哪一天；{HOW}")
    if value == int(value) and (packed := _PACKED.fullmatch(str(int(value)))):
        return _made(*packed.groups())
    try:
        found = from_excel(value, epoch)
    except (OverflowError, ValueError, TypeError) as error:
        raise NoDay(f"看不出是哪一天；{HOW}") from error
    if not isinstance(found, datetime):
        raise NoDay(f"看不出是哪一天；{HOW}")
    return found.date()


def _text(value: str, epoch: datetime) -> date:
    plain = unicodedata.normalize("NFKC", value).strip()
    if found := _PARTS.fullmatch(plain) or _PACKED.fullmatch(plain):
        return _made(*found.groups())
    if _SERIAL.fullmatch(plain):
        return _number(float(plain), epoch)
    raise NoDay(f"看不出“{value.strip()[:20]}”是哪一天；{HOW}")


def _made(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise NoDay(f"没有{int(year)}年{int(month)}月{int(day)}日这一天") from error
