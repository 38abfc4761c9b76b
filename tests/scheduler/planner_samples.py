"""Duties and subjects for the planner's tests."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from content.duties import After, Before, Duty, Each, Printed, Rhythm, Span, Yearly
from scheduler.calendar import Calendar
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.subject import Subject

CALENDAR = Calendar()
TODAY = date(2026, 11, 21)

CHECK = Each(months=12, first="since")
MONTHLY = Each(months=1, first="since")
REPORT = Yearly(opens="01-01", closes="06-30")
WINTER = Yearly(opens="11-15", closes="01-31")
LICENCE = Printed(date="food_licence", opens=Span(workdays=90), closes=Span(workdays=15))
LEASE = Printed(date="lease")
FILING = After(event="moved", within=Span(workdays=5))
START = Before()


def duty(rhythm: Rhythm, name: str = "duty", **more: object) -> Duty:
    return Duty.model_validate(
        {
            "id": name,
            "title": "一件要办的事",
            "per": "institution",
            "rhythm": rhythm,
            "todo": "去办好它",
            "kind": "other",
            **more,
        }
    )


def subject(  # one argument for each field that tests vary
    since: date | None = date(2020, 1, 15),
    done: Mapping[str, tuple[date, ...]] | tuple[date, ...] = (),
    dates: Mapping[str, date] | None = None,
    until: date | None = None,
    suspended: tuple[tuple[date, date], ...] = (),
    kind: Literal["institution", "staff"] = "institution",
) -> Subject:
    """``done`` as a tuple: of the duty called ``duty``."""
    by_duty = {"duty": done} if isinstance(done, tuple) else done
    return Subject(
        kind, "7", dates=dates or {}, done=by_duty, since=since, until=until, suspended=suspended
    )


def days(occurrence: Occurrence) -> dict[str, date]:
    return {stage.name: stage.on for stage in occurrence.stages}
