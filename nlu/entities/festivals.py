"""Festivals as dates: 元旦, 春节, 五一, 国庆, and the beginning of the school year."""

from datetime import date
from functools import lru_cache

# Names as typed, longest first within one festival, and the day; None: it follows the moon.
FIXED = {
    "元旦": (1, 1),
    "三八妇女节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    # Schools and nurseries begin on 1 September; the day itself is set each year.
    "开学": (9, 1),
}
MOVING = {
    "春节": "春节",
    "过年": "春节",
    "过完年": "春节",
    "大年初一": "春节",
    "除夕": "除夕",
    "大年三十": "除夕",
    "清明": "清明节",
    "端午": "端午节",
    "中秋": "中秋节",
}
FIRST_YEAR, LAST_YEAR = 2008, 2100  # the years whose rest days `holidays` gives with these names


def festival(name: str, year: int) -> date | None:
    """The day of a festival; None for a name or year that is not known."""
    if name in FIXED:
        return date(year, *FIXED[name])
    if name not in MOVING or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return _moving(year).get(MOVING[name])


@lru_cache(maxsize=16)
def _moving(year: int) -> dict[str, date]:
    """First day of each festival by its name in `holidays` (which adds rest days behind it)."""
    import holidays  # half a second: only where somebody names one

    days: dict[str, date] = {}
    calendar = holidays.country_holidays("CN", years=year, language="zh_CN")
    for day, names in sorted(calendar.items()):
        for name in set(MOVING.values()):
            if name in names:
                days.setdefault(name, day)
    if "春节" in days and "除夕" not in days:
        days["除夕"] = date.fromordinal(days["春节"].toordinal() - 1)
    return days
