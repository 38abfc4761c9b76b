"""The day on which something of a child was done, as parents type it."""

import re
from datetime import date, timedelta

from nlu.entities.dates import dates

_NOW = re.compile(r"今天|今儿|刚刚|刚才|刚(?=[打做种量体查])|现在|今早|今晚")
_AT_BIRTH = re.compile(r"出生(?:那天|当天|时|的时候|就|后就)|生下来就")
_UNKNOWN = re.compile(r"不记得|忘了|记不清|记不得|不知道|不清楚|想不起")
_A_DAY = re.compile(r"\d{1,2}\s*月\s*\d{1,3}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
OPTIONS = (("今天", "today"), ("昨天", "yesterday"), ("不记得了", "unknown"))


class NoDay(ValueError):
    """Not a day on which a child's vaccination or check-up can have been; says why."""


def told(text: str, birth: date, today: date) -> date | None:
    """The day that a text names; None for none. Raises NoDay."""
    found = [mention for mention in dates(text, today, past=True) if mention.value != birth]
    if found:
        if found[-1].precision != "day":
            raise NoDay(f"光说“{found[-1].text}”不够，请说到哪一天，比如“3月5日”。")
        return checked(found[-1].value, birth, today)
    if _A_DAY.search(text):
        raise NoDay("没有这一天，请再看看，告诉我几月几日。")
    if _AT_BIRTH.search(text):
        return birth
    return today if _NOW.search(text) else None


def chosen(value: str | None, text: str, birth: date, today: date) -> date | None:
    """The answer to 「哪天」, by button or typed; None where it is none. Raises NoDay."""
    if value == "today":
        return today
    if value == "yesterday":
        return checked(today - timedelta(1), birth, today)
    return told(text, birth, today) if value is None else None


def unknown(value: str | None, text: str) -> bool:
    """They do not know when."""
    return value == "unknown" or (value is None and bool(_UNKNOWN.search(text)))


def checked(day: date, birth: date, today: date) -> date:
    """Raises NoDay for one before the birth or to come."""
    if day > today:
        raise NoDay(f"{words(day)}还没到呢，打过了、做过了再告诉我。")
    if day < birth:
        raise NoDay(f"{words(day)}宝宝还没出生呢，请再看看日子。")
    return day


def words(day: date) -> str:
    """「2026年3月5日」."""
    return f"{day.year}年{day.month}月{day.day}日"
