"""Whole days with alarms as an iCalendar feed (RFC 5545): what every calendar of ours shares.

The same events give the same feed at the same moment, byte for byte.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

DOMAIN = "tuoyu"
# From the beginning of the day: at nine in the morning a week and a day before.
ALARMS = (timedelta(days=-7, hours=9), timedelta(days=-1, hours=9))
# How often a phone should look again.
REFRESH = timedelta(hours=12)
_MOST_NAME, _MOST_TITLE, _MOST_DETAIL = 40, 80, 800


class ClockWithoutZone(ValueError):
    """The moment of a feed has no time zone, so nobody knows when it was."""


@dataclass(frozen=True)
class AllDay:
    """``uid``: of what it is, never of the day: a date that moves moves the event.

    It tells nothing of people: feeds get passed on. ``detail`` may have several lines.
    """

    uid: str
    title: str
    day: date
    detail: str = ""


def feed(name: str, product: str, events: Iterable[AllDay], now: datetime) -> bytes:
    """The feed as UTF-8 with CRLF and folded lines.

    ``name``: what the phone calls the calendar; ``product``: what made it, in ASCII; ``now``:
    DTSTAMP. Raises ClockWithoutZone.
    """
    if now.tzinfo is None:
        raise ClockWithoutZone(str(now))
    stamp = now.astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", f"-//{DOMAIN}//{product}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(name, _MOST_NAME))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, stamp))
    return bytes(calendar.to_ical())


def etag(name: str, events: Sequence[AllDay]) -> str:
    """Of the content whatever the moment, so a weak one: DTSTAMP differs each time."""
    told = repr((name, list(events))).encode("utf-8", "replace")
    return f'W/"{hashlib.sha256(told).hexdigest()[:32]}"'


def plain(text: str, most: int) -> str:
    """On one line, without control characters, not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _event(one: AllDay, stamp: datetime) -> Event:
    event = Event()
    title = plain(one.title, _MOST_TITLE)
    event.add("uid", f"{one.uid}@{DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", _lines(one.detail))
    event.add("transp", "TRANSPARENT")
    for before in ALARMS:
        event.add_component(_alarm(title, before))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _lines(detail: str) -> str:
    lines = [plain(line, _MOST_DETAIL) for line in detail.split("\n")]
    return "\n".join(line for line in lines if line)[:_MOST_DETAIL]
