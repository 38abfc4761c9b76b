"""Days that people type: when something was done, and what is printed on a certificate."""

import re
from datetime import date, timedelta

from nlu.entities.dates import DateMention, dates

# Nobody reminds of what was done longer ago; a year was typed wrong.
_LONG_AGO = timedelta(days=3660)
_EXPIRED = timedelta(days=1830)
_LONGEST = timedelta(days=365 * 30)
FOREVER = date(9999, 12, 31)  # 长期: the planner never comes to it
_A_DAY = re.compile(r"\d{1,2}\s*月\s*\d{1,3}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,3}\s*[号日]")
_JUST_NOW = re.compile(r"^(?:刚刚|刚才|刚|现在|才)")
_HOW = "请说到哪一天，比如“3月5日”或“2026年3月5日”"


class NoDay(ValueError):
    """Not a day that can be kept; says why to who typed it."""


def said(day: date) -> str:
    """「2026年3月5日」."""
    return "长期" if day == FOREVER else f"{day.year}年{day.month}月{day.day}日"


def past_day(text: str, today: date) -> date | None:
    """The day on which something was done; None where none is named. Raises NoDay."""
    found = dates(text, today, past=True)
    if found:
        return past(found[0], today)
    if _A_DAY.search(text):
        raise NoDay(f"没有这一天，请再看看。{_HOW}。")
    return today if _JUST_NOW.search(text) else None


def past(mention: DateMention, today: date) -> date:
    """A mentioned day that lies behind us. Raises NoDay."""
    if mention.precision != "day":
        raise NoDay(f"光说“{mention.text}”不够，{_HOW}。")
    if mention.value > today:
        raise NoDay(f"{said(mention.value)}还没到呢，办过了的日子才能记。")
    if today - mention.value > _LONG_AGO:
        raise NoDay(f"{said(mention.value)}太早了，像是写错了年份，请再看看。")
    return mention.value


def printed_day(text: str, today: date) -> date | None:
    """The date on a certificate; None where none is named. Raises NoDay.

    A month alone is its first day: too early a reminder does no harm, too late a one does.
    """
    if "长期" in text:
        return FOREVER
    found = dates(text, today)
    if not found:
        if _A_DAY.search(text):
            raise NoDay(f"没有这一天，请再看看。{_HOW}。")
        return None
    return _printed(found[-1], today)


def _printed(mention: DateMention, today: date) -> date:
    if mention.precision == "year":
        raise NoDay(f"光说“{mention.text}”不够，{_HOW}。")
    if today - mention.value > _EXPIRED or mention.value - today > _LONGEST:
        raise NoDay(f"{said(mention.value)}看着不对，请对照证件再看一遍年份。")
    return mention.value
