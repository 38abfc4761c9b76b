"""A child's timeline as an iCalendar feed (RFC 5545): whole days, each with alarms.

The same child gives the same feed at the same moment, byte for byte: UIDs are made of the child's
id and the item, never of the day, so a date that moves moves the event and does not double it.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from content.child.timeline import TimelineItem

DOMAIN = "tuoyu"
PRODUCT = "-//tuoyu//child//ZH"
# Before the beginning of the day: at nine in the morning a week and a day before.
ALARMS = (timedelta(days=-7, hours=9), timedelta(days=-1, hours=9))
FROM_CLINIC = "以接种门诊安排为准。"
REFRESH = timedelta(days=1)
_MOST_TITLE, _MOST_DETAIL = 80, 400


class ClockWithoutZone(ValueError):
    """The moment of a feed has no time zone, so nobody knows when it was."""


def feed(child_id: str, name: str, items: Iterable[TimelineItem], now: datetime) -> bytes:
    """The feed as UTF-8 with CRLF and folded lines. ``now``: DTSTAMP. Raises ClockWithoutZone.

    ``name``: what the parents call the child; it may be empty. ``child_id``: nothing that tells
    who the child is, for feeds get passed on.
    """
    if now.tzinfo is None:
        raise ClockWithoutZone(str(now))
    stamp = now.astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{_plain(name) or '宝宝'}的疫苗和体检")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for item in items:
        calendar.add_component(_event(child_id, _plain(name), item, stamp))
    return bytes(calendar.to_ical())


def _event(child_id: str, name: str, item: TimelineItem, stamp: datetime) -> Event:
    event = Event()
    title = f"{name}：{item.title}" if name else item.title
    event.add("uid", f"{item.key}.{child_id}@{DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("dtstart", item.due)
    event.add("dtend", item.due + timedelta(1))
    event.add("summary", title[:_MOST_TITLE])
    event.add("description", _detail(item)[:_MOST_DETAIL])
    event.add("transp", "TRANSPARENT")
    for before in ALARMS:
        event.add_component(_alarm(title, before))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title[:_MOST_TITLE])
    alarm.add("trigger", before)
    return alarm


def _detail(item: TimelineItem) -> str:
    parts = [item.detail, item.clinic or ""]
    parts += [] if item.known else ["已经办过的就不用管。"]
    parts += [FROM_CLINIC] if item.kind == "vaccine" else []
    return "\n".join(part for part in parts if part)


def _plain(name: str) -> str:
    """Without line breaks and other control characters; at most twelve characters."""
    return "".join(c for c in name if c.isprintable()).strip()[:12]


def ahead(items: Sequence[TimelineItem], since: datetime) -> list[TimelineItem]:
    """Those whose day is today or to come, in the zone of ``since``: an alarm for what has passed
    helps nobody."""
    return [item for item in items if item.due >= since.date()]
