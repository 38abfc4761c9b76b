"""A child's timeline as events of a calendar (bot.calendar.events).

UIDs are made of the child's id and the item, never of the day, so a date that moves moves the event
and does not double it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.calendar import events
from bot.calendar.events import AllDay, ClockWithoutZone
from content.child.timeline import TimelineItem

__all__ = ["ClockWithoutZone", "ahead", "feed"]
PRODUCT = "child"
FROM_CLINIC = "以接种门诊安排为准。"


def feed(child_id: str, name: str, items: Iterable[TimelineItem], now: datetime) -> bytes:
    """The feed as UTF-8 with CRLF and folded lines. ``now``: DTSTAMP. Raises ClockWithoutZone.

    ``name``: what the parents call the child; it may be empty. ``child_id``: nothing that tells
    who the child is, for feeds get passed on.
    """
    called = _plain(name)
    made = [_event(child_id, called, item) for item in items]
    return events.feed(f"{called or '宝宝'}的疫苗和体检", PRODUCT, made, now)


def _event(child_id: str, name: str, item: TimelineItem) -> AllDay:
    title = f"{name}：{item.title}" if name else item.title
    return AllDay(f"{item.key}.{child_id}", title, item.due, _detail(item))


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
