"""Feeds as RFC 5545 wants them: read back by the library, folded, the same twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.calendar.events import AllDay, ClockWithoutZone, etag, feed, plain

NOW = datetime(2026, 11, 23, 2, 0, 5, 99, tzinfo=UTC)
ONE = AllDay(
    "a:1", "王芳：每年体检", date(2026, 12, 1), "怎么办：去体检\n依据：《办法》，第14条；A,B;C"
)


def events_of(content: bytes) -> list:  # type: ignore[type-arg]
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_is_a_whole_day() -> None:
    (event,) = events_of(feed("春苗待办", "institution", [ONE], NOW))
    assert event["UID"] == "a:1@tuoyu"
    assert event["SUMMARY"] == ONE.title
    assert event["DESCRIPTION"] == ONE.detail
    assert event.decoded("DTSTART") == date(2026, 12, 1)
    assert event.decoded("DTEND") == date(2026, 12, 2)
    assert event.decoded("DTSTAMP") == NOW.replace(microsecond=0)
    assert event["TRANSP"] == "TRANSPARENT"


def test_alarms_a_week_and_a_day_before_at_nine() -> None:
    (event,) = events_of(feed("春苗", "institution", [ONE], NOW))
    day = datetime(2026, 12, 1)  # noqa: DTZ001 - an all-day event has no zone
    alarms = [day + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert [f"{moment:%m-%d %H:%M}" for moment in alarms] == ["11-24 09:00", "11-30 09:00"]
    assert all(a["ACTION"] == "DISPLAY" and a["DESCRIPTION"] for a in event.walk("VALARM"))


def test_the_head() -> None:
    calendar = Calendar.from_ical(feed("春苗待办", "institution", [], NOW))
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"] == "-//tuoyu//institution//ZH"
    assert calendar["X-WR-CALNAME"] == "春苗待办"
    assert calendar["METHOD"] == "PUBLISH"


def test_lines_are_folded_within_75_bytes() -> None:
    long = AllDay("a", "很长的标题" * 30, date(2026, 12, 1), "很长的说明，" * 100)
    made = feed("名" * 100, "institution", [long], NOW)
    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    (event,) = events_of(made)
    assert event["SUMMARY"].endswith("…")
    assert len(event["DESCRIPTION"]) <= 800


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ClockWithoutZone):
        feed("x", "institution", [ONE], NOW.replace(tzinfo=None))


def test_etag_is_of_the_content_alone() -> None:
    assert etag("x", [ONE]) == etag("x", [AllDay(**vars(ONE))])
    other = AllDay("a:1", ONE.title, ONE.day + timedelta(days=1), ONE.detail)
    tags = {etag("x", [ONE]), etag("y", [ONE]), etag("x", [other]), etag("x", [])}
    assert len(tags) == 4
    assert all(tag.startswith('W/"') for tag in tags)


@given(
    st.lists(
        st.builds(
            AllDay,
            uid=st.from_regex(r"[a-z0-9:.]{1,40}", fullmatch=True),
            title=st.text(max_size=200),
            day=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
            detail=st.text(max_size=400),
        ),
        max_size=5,
    ),
    st.text(max_size=60),
)
def test_whatever_people_write_is_read_back(events: list[AllDay], name: str) -> None:
    made = feed(name, "institution", events, NOW)
    read = events_of(made)
    assert [event["SUMMARY"] for event in read] == [plain(e.title, 80) for e in events]
    assert [event.decoded("DTSTART") for event in read] == [e.day for e in events]
    assert made == feed(name, "institution", events, NOW)
    assert made.count(b"BEGIN:VEVENT") >= len(events)
    assert len(read) == len(events)
