"""When an institution's own duty recurs: 「每月5号」「每年3月1日」「每3个月」「2027年5月1日前」."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.members import days
from nlu.entities.dates import dates
from nlu.entities.numerals import value
from nlu.normalise import clean
from scheduler.duties.dates import add_months

_N = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_MONTHLY = re.compile(rf"^每个?月(?:的)?{_N}[号日]?(?:之?前)?(?P<what>.+)$")
_MONTH_END = re.compile(r"^每个?月(?:底|末)(?:之?前)?(?P<what>.+)$")
_YEARLY = re.compile(rf"^每年(?:的)?(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月{_N}[号日](?:之?前)?(?P<what>.+)$")  # fmt: skip
_EVERY = re.compile(
    rf"^(?:每隔?|隔){_N}?(?:个)?(?P<unit>季度|季|半年|月|年)(?:一次|1次)?(?P<what>.+)$"
)
_OFTEN = re.compile(r"^(?:每|隔).{0,3}(?:天|日|周|星期|礼拜|小时)")
_TAIL = re.compile(r"^(?:之前|以前|前|到期|那天|当天|要|都|需|记得|得|,|:|\s|提醒我?)+")
_LESS = re.compile(r"(?:提醒我?|一下|一次|[。,!\s])+$")
_MONTHS = {"季度": 3, "季": 3, "半年": 6, "月": 1, "年": 12}
_SHORT_LEADS, _LEADS = [3, 1], [30, 14, 7, 1]
# The window in which doing it counts, before it is due.
_SHORT_OPENS, _OPENS = 15, 30
_LATEST = 28  # a day that every month has
TITLE = 30
TOO_OFTEN = "一周以内的小事不提醒，免得您嫌吵。可以按月、按季、按年，或者定一个日子。"
HOW = "请说清楚多久一次或哪天前，比如“加提醒：每月5号换灭火器压力表”“加提醒：2027年5月1日前续签清洁合同”。"


class NoRhythm(ValueError):
    """Not a duty that can be kept; says why to who typed it."""


@dataclass(frozen=True)
class OwnRhythm:
    """``first``: the day that it is due first; None for one of each year, whose ``closes`` (MM-DD)
    says so. ``every``: months until it is due again; None for once.
    """

    title: str
    first: date | None
    every: int | None
    closes: str | None = None

    @property
    def leads(self) -> list[int]:
        return _SHORT_LEADS if self.every and self.every < 3 else _LEADS

    def rhythm(self, number: int) -> dict[str, object]:
        """As content.duties has it; ``number``: the row's."""
        if self.closes:
            opens = date(2001, int(self.closes[:2]), min(int(self.closes[3:]), 28))
            opens -= timedelta(days=60)
            return {"type": "yearly", "opens": f"{opens:%m-%d}", "closes": self.closes}
        days_ = _SHORT_OPENS if self.every and self.every < 3 else _OPENS
        return {"type": "printed", "date": date_name(number), "opens": {"days": days_}}

    @property
    def when(self) -> str:
        """「每月5日」, to be read back."""
        if self.closes:
            return f"每年{int(self.closes[:2])}月{int(self.closes[3:])}日前"
        first = days.said(self.first) if self.first else ""
        if self.every is None:
            return f"{first}前"
        if self.every == 1 and self.first:
            return f"每月{self.first.day}号前"
        return f"每{self.every}个月，下一次{first}前"


def date_name(number: int) -> str:
    """What the date of an own duty is called among the printed dates."""
    return f"own_{number}"


def read(typed: str, today: date) -> OwnRhythm:
    """What somebody wants to be reminded of. Raises NoRhythm."""
    text = clean(typed).strip(" ,。:!")
    if _OFTEN.match(text):
        raise NoRhythm(TOO_OFTEN)
    if found := _YEARLY.match(text):
        return _yearly(found)
    if found := _MONTHLY.match(text):
        return _monthly(_title(found["what"]), int(value(found["n"]) or 0), today)
    if found := _MONTH_END.match(text):
        return _monthly(_title(found["what"]), _LATEST, today)
    if found := _EVERY.match(text):
        months = int(value(found["n"] or "一") or 0) * _MONTHS[found["unit"]]
        if not 1 <= months <= 120:
            raise NoRhythm(HOW)
        return OwnRhythm(_title(found["what"]), add_months(today, months), months)
    return _once(text, today)


def _monthly(title: str, day: int, today: date) -> OwnRhythm:
    if not 1 <= day <= 31:
        raise NoRhythm(f"没有{day}号这一天。{HOW}")
    first = today.replace(day=min(day, _LATEST))
    return OwnRhythm(title, first if first > today else add_months(first, 1), 1)


def _yearly(found: re.Match[str]) -> OwnRhythm:
    month, day = int(value(found["m"]) or 0), int(value(found["n"]) or 0)
    try:
        date(2000, month, day)
    except ValueError as error:
        raise NoRhythm(f"没有{month}月{day}日这一天。{HOW}") from error
    return OwnRhythm(_title(found["what"]), None, 12, f"{month:02}-{day:02}")


def _once(text: str, today: date) -> OwnRhythm:
    try:
        day = days.printed_day(text, today)
    except days.NoDay as error:
        raise NoRhythm(str(error)) from error
    if day is None or day == days.FOREVER:
        raise NoRhythm(HOW)
    if day <= today:
        raise NoRhythm(f"{days.said(day)}已经过了，请说一个以后的日子。")
    mention = dates(text, today)[-1]
    return OwnRhythm(
        _title(f"{text[: mention.start]}{_TAIL.sub('', text[mention.end :])}"), day, None
    )


def _title(words: str) -> str:
    """What is to be done, as it stands in a digest. Raises NoRhythm."""
    title = _LESS.sub("", _TAIL.sub("", clean(words))).strip(" ,。:!要")
    if not 2 <= len(title) <= TITLE:
        raise NoRhythm(f"要做的事请写2到{TITLE}个字。{HOW}")
    if not re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9 ,、·（）()%.+\-]+", title):
        raise NoRhythm(f"要做的事请只用汉字、字母和数字写。{HOW}")
    return title
