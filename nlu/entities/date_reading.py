"""What a matched piece of text means as a date, seen from a given day."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlu.entities.date_arithmetic import made, month_end, months_later, nearest, shifted
from nlu.entities.festivals import festival
from nlu.entities.fillers import is_bare
from nlu.entities.numerals import bounds, digit_by_digit, value

Precision = Literal["day", "month", "year"]
Reading = tuple[date, Precision] | None

_YEARS = {
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "大后年": 3,
    "去年": -1,
    "前年": -2,
}
_MONTHS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS = "一二三四五六日"
# Parts of a year by month: the middle is June, spring begins in March for a building site.
_YEAR_PARTS = {"底": 12, "末": 12, "初": 1, "中": 6, "春": 3}
_LEAP = 9  # years until 29 February comes again, at worst
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _as(day: date | None, precision: Precision) -> Reading:
    return None if day is None else (day, precision)


@dataclass(frozen=True)
class Reader:
    """Reads matches of the patterns; without a year the next date counts, or (``past``) the last."""

    today: date
    past: bool

    def full(self, match: re.Match[str]) -> Reading:
        """2027-03-01, 2027.3.1, 20270301."""
        day = made(int(match["y"]), int(match["m"]), int(match["d"]))
        return _as(day, "day")

    def year_month(self, match: re.Match[str]) -> Reading:
        """2027-03, 2027.3."""
        first = made(int(match["y"]), int(match["m"]), 1)
        return _as(first, "month")

    def short(self, match: re.Match[str]) -> Reading:
        """9.1 and 9/1: a date only where nothing else is said, or 号 or 开业 follows."""
        if match["sure"] is None and not is_bare(match.string, *match.span()):
            return None
        day = self._day(None, int(match["m"]), int(match["d"]))
        return _as(day, "day")

    def month(self, match: re.Match[str]) -> Reading:
        """3月, 明年3月15号, 2027年三月底."""
        year, month = self._year(match), int(value(match["m"]) or 0)
        if match["lunar"] or not 1 <= month <= 12 or (match["year"] and year is None):
            return None
        number = match["d"] or match["digits"]
        if number:
            day = self._day(year, month, int(value(number) or 0))
            return _as(day, "day")
        return self._part_of_month(self._month(year, month), match["part"])

    def relative_month(self, match: re.Match[str]) -> Reading:
        """下个月, 下个月15号, 下月底."""
        first = months_later(self.today.replace(day=1), _MONTHS[match["rel"]])
        if first is None or not match["d"]:
            return self._part_of_month(first, match["part"])
        day = made(first.year, first.month, int(value(match["d"]) or 0))
        return _as(day, "day")

    def this_month(self, match: re.Match[str]) -> Reading:
        """月底, 月初."""
        first = self.today.replace(day=1)
        if match["part"] == "初" and not self.past and self.today > first:
            return self._part_of_month(months_later(first, 1), "初")
        return self._part_of_month(first, match["part"])

    def year_part(self, match: re.Match[str]) -> Reading:
        """年底, 明年初, 明年开春: month precision."""
        month = _YEAR_PARTS[match["part"][-1].replace("天", "春")]
        first = self._month(self._year(match), month)
        return _as(first, "month")

    def festival(self, match: re.Match[str]) -> Reading:
        """国庆, 明年春节, 九月开学."""
        name = match["name"] or "开学"
        year = self._year(match)
        if year is not None:
            day = festival(name, year)
        else:
            day = nearest(self._years(), lambda y: festival(name, y), self._fits)
        return _as(day, "day")

    def relative_day(self, match: re.Match[str]) -> Reading:
        """明天, 大后天, 昨天."""
        day = shifted(self.today, _DAYS[match["rel"] or match["dialect"]])
        return _as(day, "day")

    def weekday(self, match: re.Match[str]) -> Reading:
        """周五, 下周一, 上个星期天, 下周末."""
        name = match["day"].replace("天", "日").replace("末", "六")
        index = _WEEKDAYS.index(name) if name in _WEEKDAYS else int(name) - 1
        days = index - self.today.weekday()
        if match["rel"]:
            days += 7 * _MONTHS[match["rel"]]
        elif self.past:
            days -= 7 if days > 0 else 0
        else:
            days += 7 if days < 0 else 0
        day = shifted(self.today, days)
        return _as(day, "day")

    def offset(self, match: re.Match[str]) -> Reading:
        """三个月后, 半年后, 10天前, 还有两个月."""
        unit = match["unit"]
        # 租约还有两年 is what is left of a lease.
        if "年" in unit and match["n"] != "半" and (match["left"] or "").startswith(("还", "只")):
            return None
        number = 0.5 if match["n"] == "半" else (bounds(match["n"]) or (0.0, None))[0]
        number += 0.5 if match["half_month"] or match["half_year"] else 0.0
        number = -number if match["before"] else number
        day = self._later(number, unit) if 0 < abs(number) < 1000 else None
        return _as(day, "day")

    def day(self, match: re.Match[str]) -> Reading:
        """15号: the next one."""
        number = int(value(match["d"]) or 0)
        first = self.today.replace(day=1)

        def in_month(step: int) -> date | None:
            month = months_later(first, step)
            return month and made(month.year, month.month, number)

        day = nearest(range(0, -4, -1) if self.past else range(4), in_month, self._fits)
        return _as(day, "day")

    def year(self, match: re.Match[str]) -> Reading:
        """2027年, 明年."""
        year = self._year(match)
        first = made(year, 1, 1) if year else None
        return _as(first, "year")

    def _later(self, number: float, unit: str) -> date | None:
        if "天" in unit:
            return shifted(self.today, number)
        if "月" in unit or "年" in unit:
            months = number * (12 if "年" in unit else 1)
            whole = int(months)
            day = months_later(self.today, whole)
            return day and shifted(day, (months - whole) * 30)
        return shifted(self.today, number * 7)

    def _year(self, match: re.Match[str]) -> int | None:
        name = match["year"]
        if not name:
            return None
        if name in _YEARS:
            return self.today.year + _YEARS[name]
        number = digit_by_digit(name)
        number += 2000 if len(name) == 2 else 0
        return number if FIRST_YEAR <= number <= LAST_YEAR else None

    def _day(self, year: int | None, month: int, day: int) -> date | None:
        if year is not None:
            return made(year, month, day)
        return nearest(self._years(), lambda y: made(y, month, day), self._fits)

    def _month(self, year: int | None, month: int) -> date | None:
        if year is not None:
            return made(year, month, 1)
        this = self.today.replace(day=1)
        fits = (lambda first: first <= this) if self.past else (lambda first: first >= this)
        return nearest(self._years(), lambda y: made(y, month, 1), fits)

    def _part_of_month(self, first: date | None, part: str | None) -> Reading:
        if first is None:
            return None
        if part in {"底", "末"}:
            return month_end(first.year, first.month), "day"
        return first, "month"

    def _years(self) -> range:
        now = self.today.year
        return range(now, now - _LEAP, -1) if self.past else range(now, now + _LEAP)

    def _fits(self, day: date) -> bool:
        return day <= self.today if self.past else day >= self.today
