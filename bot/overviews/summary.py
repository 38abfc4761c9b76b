"""A region's overview in words: short enough for a phone. Pure."""

from datetime import date

from bot.overviews.places import places_name
from bot.overviews.region import RegionOverview, Standing
from content.regions import Regions

WORST = 5
# What a phone shows of a name in one line.
_NAME = 20


def officer_overview_text(overview: RegionOverview, regions: Regions, most: int = WORST) -> str:
    """The numbers and the worst institutions, as an officer asks for them in chat."""
    if not overview.institutions:
        return f"{places_name(overview.regions, regions)}还没有登记的托育机构。"
    span = overview.confirmed_in
    lines = [
        f"{places_name(overview.regions, regions)}共 {len(overview.institutions)} 家托育机构：",
        f"· 已经过期：{overview.overdue} 件",
        f"· {_until(overview)}到期：{overview.due} 件",
        f"· {days(span.first, span.last)}办好：{overview.confirmed} 件",
        f"· 没有人收提醒：{overview.unbound} 家",
    ]
    return "\n".join([*lines, *worst_lines(overview, most)])


def worst_lines(overview: RegionOverview, most: int = WORST) -> list[str]:
    """The institutions with most that is overdue, numbered, under a heading."""
    worst = overview.worst(most)
    if not worst:
        return ["", "没有过期的，很好。"]
    more = sum(row.overdue > 0 for row in overview.institutions) - len(worst)
    lines = [f"{number}. {_line(row)}" for number, row in enumerate(worst, 1)]
    return ["", "过期最多的：", *lines, *([f"另外还有 {more} 家有过期的。"] if more else [])]


def days(first: date, last: date) -> str:
    """「11月16日到22日」."""
    if first == last:
        return day(first)
    end = f"{last.day}日" if (first.year, first.month) == (last.year, last.month) else day(last)
    return f"{day(first)}到{end}"


def day(one: date) -> str:
    return f"{one.month}月{one.day}日"


def _until(overview: RegionOverview) -> str:
    left = (overview.soon - overview.today).days
    return f"{left} 天内" if left else "今天"


def _line(row: Standing) -> str:
    due = f"，快到期 {row.due} 件" if row.due else ""
    bound = "" if row.bound else "，没有人收提醒"
    return f"{short(row.name)}：过期 {row.overdue} 件{due}{bound}"


def short(name: str) -> str:
    """On one line, and with an ellipsis where it is too long."""
    line = " ".join(name.split())
    return line if len(line) <= _NAME else line[: _NAME - 1] + "…"
