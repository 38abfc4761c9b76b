"""Working hours of working days, quiet hours, and the days on which stages go out."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.duties.hours import (
    CHINA,
    CLOSES,
    OPENS,
    Hours,
    check_quiet,
    in_china,
    morning,
    next_moment,
    open_hours,
    send_day,
)
from scheduler.errors import PolicyInvalid
from tests.scheduler.reminding import CALENDAR, at

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
NIGHT = Hours(time(20), time(7))
TIMES = st.times()
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
MOMENTS = st.builds(datetime.combine, DAYS, TIMES, st.just(CHINA))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(FRIDAY, 8, 59), at(FRIDAY, 9)),
        (at(FRIDAY, 9), at(FRIDAY, 9)),
        (at(FRIDAY, 17, 29), at(FRIDAY, 17, 29)),
        (at(FRIDAY, 17, 30), at(MONDAY, 9)),
        (at(SATURDAY, 10), at(MONDAY, 9)),
        # 国庆 2026: off from 1 to 7 October.
        (at(date(2026, 9, 30), 18), at(date(2026, 10, 8), 9)),
        # A Saturday that is worked (调休).
        (at(date(2026, 10, 10), 11), at(date(2026, 10, 10), 11)),
        # The same moments on a clock elsewhere.
        (datetime(2026, 11, 20, 0, 30, tzinfo=UTC), at(FRIDAY, 9)),
        (datetime(2026, 11, 19, 16, 30, tzinfo=UTC), at(FRIDAY, 9)),
    ],
)
def test_the_next_good_moment(moment: datetime, expected: datetime) -> None:
    assert next_moment(moment, None, CALENDAR) == expected


@pytest.mark.parametrize(
    ("quiet", "spans"),
    [
        (None, [(OPENS, CLOSES)]),
        (NIGHT, [(OPENS, CLOSES)]),
        (Hours(time(12), time(14)), [(OPENS, time(12)), (time(14), CLOSES)]),
        (Hours(time(8), time(10)), [(time(10), CLOSES)]),
        (Hours(time(16), time(23)), [(OPENS, time(16))]),
        (Hours(time(16), time(10)), [(time(10), time(16))]),
        (Hours(time(12), time(12)), [(OPENS, CLOSES)]),
        (Hours(time(8), time(18)), []),
    ],
)
def test_quiet_hours_are_cut_out_of_the_working_hours(
    quiet: Hours | None, spans: list[tuple[time, time]]
) -> None:
    assert open_hours(quiet) == spans


def test_quiet_hours_push_to_their_end_or_to_the_next_day() -> None:
    assert next_moment(at(FRIDAY, 12, 5), Hours(time(12), time(14)), CALENDAR) == at(FRIDAY, 14)
    assert next_moment(at(FRIDAY, 16, 5), Hours(time(16), time(8)), CALENDAR) == at(MONDAY, 9)
    assert morning(FRIDAY, Hours(time(8), time(10)), CALENDAR) == at(FRIDAY, 10)


@pytest.mark.parametrize(
    "quiet",
    [
        Hours(time(0), time(23, 59)),
        Hours(time(9, 20), time(17, 10)),
        Hours(time(18), time(17, 15)),
        Hours(time(20, tzinfo=UTC), time(7, tzinfo=UTC)),
    ],
)
def test_quiet_hours_that_leave_no_time_are_refused(quiet: Hours) -> None:
    with pytest.raises(PolicyInvalid, match="quiet"):
        check_quiet(quiet)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(PolicyInvalid, match="time zone"):
        in_china(datetime(2026, 11, 20, 10))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("on", "due", "day"),
    [
        # A warning of a Saturday comes on the Friday, what is due on it on the Monday.
        (SATURDAY, MONDAY, FRIDAY),
        (SATURDAY, SATURDAY, MONDAY),
        (SATURDAY, FRIDAY, MONDAY),
        # In 国庆: before it, or after it.
        (date(2026, 10, 3), date(2026, 10, 4), date(2026, 9, 30)),
        (date(2026, 10, 4), date(2026, 10, 4), date(2026, 10, 8)),
        # A Sunday that is worked.
        (date(2026, 9, 20), date(2026, 9, 27), date(2026, 9, 20)),
    ],
)
def test_days_off_bring_warnings_forward_and_put_the_rest_off(
    on: date, due: date, day: date
) -> None:
    assert send_day(on, due, CALENDAR) == day


def good(moment: datetime, quiet: Hours | None) -> bool:
    """Whether somebody may be told something then; said in another way than in the code."""
    clock = moment.time()
    if not (CALENDAR.is_workday(moment.date()) and OPENS <= clock < CLOSES):
        return False
    if quiet is None:
        return True
    if quiet.start <= quiet.end:
        return not quiet.start <= clock < quiet.end
    return quiet.end <= clock < quiet.start


def leaves_time(quiet: Hours) -> bool:
    try:
        check_quiet(quiet)
    except PolicyInvalid:
        return False
    return True


QUIET = st.none() | st.builds(Hours, TIMES, TIMES).filter(leaves_time)


@given(MOMENTS, QUIET, st.floats(0, 1))
@settings(deadline=None)  # the first use of a year's calendar takes its time
def test_good_moments_are_good_and_none_before_them_is(
    moment: datetime, quiet: Hours | None, part: float
) -> None:
    found = next_moment(moment, quiet, CALENDAR)
    assert good(found, quiet)
    assert next_moment(found, quiet, CALENDAR) == found
    between = moment + (found - moment) * part
    assert between >= found or not good(between, quiet)
