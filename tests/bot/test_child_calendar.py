"""A child's feed is a calendar by RFC 5545: folded, escaped, with UIDs that stay."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.calendar.child import ClockWithoutZone, ahead, feed
from content.child.child import Child
from content.child.shelf import ChildShelf
from content.child.timeline import TimelineItem, timeline
from content.load import Library

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=8)))
CHILD = Child("k7f3", date(2025, 3, 8), "妞妞")


@pytest.fixture(scope="module")
def shelf(known: Library) -> ChildShelf:
    return known.child


@pytest.fixture(scope="module")
def items(shelf: ChildShelf) -> list[TimelineItem]:
    return ahead(timeline(CHILD, NOW.date(), shelf), NOW)


def events(raw: bytes) -> dict[str, object]:
    return {str(e["uid"]): e for e in Calendar.from_ical(raw).walk("VEVENT")}


def test_every_item_is_a_whole_day_with_two_alarms(items: list[TimelineItem]) -> None:
    found = events(feed("k7f3", "妞妞", items, NOW))
    assert set(found) == {f"{i.key}.k7f3@tuoyu" for i in items}
    for item in items:
        event = found[f"{item.key}.k7f3@tuoyu"]
        assert event["dtstart"].dt == item.due
        assert event["dtend"].dt == item.due + timedelta(1)
        assert str(event["summary"]) == f"妞妞：{item.title}"
        alarms = [a["trigger"].dt for a in event.walk("VALARM")]
        assert alarms == [timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)]


def test_the_clock_is_the_given_one(items: list[TimelineItem]) -> None:
    raw = feed("k7f3", "妞妞", items, NOW)
    assert raw.count(b"DTSTAMP:20261122T020000Z") == len(items)
    assert raw == feed("k7f3", "妞妞", items, NOW.astimezone(UTC))
    with pytest.raises(ClockWithoutZone):
        feed("k7f3", "妞妞", items, NOW.replace(tzinfo=None))


def test_lines_are_folded_at_75_octets_and_end_in_crlf(items: list[TimelineItem]) -> None:
    raw = feed("k7f3", "妞妞", items, NOW)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    assert any(line.startswith(b" ") for line in lines)


def test_a_date_that_moves_keeps_its_uid(items: list[TimelineItem]) -> None:
    moved = [replace(items[0], due=items[0].due + timedelta(30)), *items[1:]]
    before, after = (events(feed("k7f3", "妞妞", i, NOW)) for i in (items, moved))
    assert set(before) == set(after)
    uid = f"{items[0].key}.k7f3@tuoyu"
    assert after[uid]["dtstart"].dt - before[uid]["dtstart"].dt == timedelta(30)


def test_vaccinations_name_the_clinic(items: list[TimelineItem]) -> None:
    found = events(feed("k7f3", "妞妞", items, NOW))
    said = str(found["vaccine.je_live.2.k7f3@tuoyu"]["description"])
    assert said.endswith("以接种门诊安排为准。")
    assert "已经办过的就不用管" in said


def test_what_has_passed_rings_no_bell(shelf: ChildShelf) -> None:
    everything = timeline(CHILD, NOW.date(), shelf)
    kept = ahead(everything, NOW)
    assert len(kept) < len(everything)
    assert min(i.due for i in kept) >= NOW.date()
    # 01:00 in Beijing is the day before in London: the caller's zone counts.
    midnight = datetime(2027, 3, 8, 1, 0, tzinfo=NOW.tzinfo)
    assert ahead(everything, midnight)[0].due == date(2027, 3, 8)


def test_a_leap_day() -> None:
    item = TimelineItem("checkup.x", "checkup", "体检", date(2028, 2, 29), "查。")
    (event,) = events(feed("k", "", [item], NOW)).values()
    assert event["dtend"].dt == date(2028, 3, 1)
    assert str(event["summary"]) == "体检"


def test_an_empty_feed_is_a_calendar_too() -> None:
    calendar = Calendar.from_ical(feed("k", "", [], NOW))
    assert str(calendar["x-wr-calname"]) == "宝宝的疫苗和体检"
    assert calendar.walk("VEVENT") == []


@UNTIMED
@over(st.text(max_size=40))
def test_any_name_leaves_the_feed_whole(name: str) -> None:
    item = TimelineItem("checkup.x", "checkup", "3月龄体检", date(2027, 1, 1), "查眼睛；查听力。")
    raw = feed("k", name, [item], NOW)
    (event,) = events(raw).values()
    assert str(event["uid"]) == "checkup.x.k@tuoyu"
    assert str(event["summary"]).endswith("3月龄体检")
    assert raw.count(b"BEGIN:") == raw.count(b"END:") == 4
