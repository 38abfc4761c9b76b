"""The free check-ups up to three years and the newborn's screening, day by day."""

from datetime import date, timedelta

import pytest

from content.child.checkups import checkups, screenings
from content.child.doses import State
from content.child.shelf import ChildShelf
from content.load import Library
from content.rules.ages import after_months

BIRTHS = [date(2025, 3, 8), date(2024, 2, 29), date(2025, 8, 31), date(2025, 12, 31)]
MONTHS = (3, 6, 8, 12, 18, 24, 30, 36)
BLOOD, HEARING = {6, 8, 18, 30}, {6, 12, 24, 36}
TCM = {6, 12, 18, 24, 30, 36}


@pytest.fixture(scope="module")
def shelf(known: Library) -> ChildShelf:
    return known.child


@pytest.mark.parametrize("birth", BIRTHS)
def test_the_ages_of_the_public_health_service(shelf: ChildShelf, birth: date) -> None:
    found = checkups(birth, {}, birth, shelf)
    assert [c.due for c in found] == [
        birth,
        birth + timedelta(28),
        *(after_months(birth, months) for months in MONTHS),
    ]
    assert found[1].until == birth + timedelta(30)


@pytest.mark.parametrize(
    ("word", "ages"),
    [("血常规", BLOOD), ("听力", HEARING), ("中医药", TCM), ("孤独症", {*MONTHS})],
)
def test_what_is_looked_at_when(shelf: ChildShelf, word: str, ages: set[int]) -> None:
    found = {c.months for c in shelf.checkups.values() if any(word in i.text for i in c.items)}
    assert found == ages


@pytest.mark.parametrize("birth", BIRTHS)
@pytest.mark.parametrize("number", range(1, 9))
def test_the_day_before_it_is_due_and_the_day_the_next_one_is(
    shelf: ChildShelf, birth: date, number: int
) -> None:
    first = checkups(birth, {}, birth, shelf)
    due, after = first[number].due, first[number + 1].due

    def state(today: date) -> State:
        return checkups(birth, {}, today, shelf)[number].state

    days = (due - timedelta(1), due, due + timedelta(1), after - timedelta(1), after)
    assert [state(day) for day in days] == [
        State.COMING,
        State.OPEN,
        State.OPEN,
        State.OPEN,
        State.PASSED,
    ]


def test_the_last_one_stays_open(shelf: ChildShelf) -> None:
    last = checkups(BIRTHS[0], {}, after_months(BIRTHS[0], 47), shelf)[-1]
    assert (last.id, last.state) == ("month_36", State.OPEN)


def test_done_not_done_and_not_known(shelf: ChildShelf) -> None:
    birth = BIRTHS[0]
    today = after_months(birth, 6)
    done = {"month_3": after_months(birth, 3), "month_6": None}
    found = {c.id: c for c in checkups(birth, done, today, shelf)}
    assert (found["month_3"].state, found["month_3"].known) == (State.DONE, True)
    assert (found["month_6"].state, found["month_6"].known) == (State.OPEN, True)
    assert (found["full_month"].state, found["full_month"].known) == (State.PASSED, False)


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2027, 1, 1)])
def test_a_day_that_cannot_be_is_not_done(shelf: ChildShelf, day: date) -> None:
    found = checkups(BIRTHS[0], {"month_6": day}, date(2025, 10, 1), shelf)
    assert not any(c.state is State.DONE for c in found)


def test_the_newborns_screening(shelf: ChildShelf) -> None:
    birth = date(2028, 2, 20)
    days = {
        d.id: ((d.due - birth).days, d.usual and (d.usual - birth).days, (d.until - birth).days)
        for d in screenings(birth, shelf)
    }
    assert days == {
        "heart": (0, None, 3),
        "hearing": (2, None, 42),
        "heel_blood": (3, 7, 20),
        "hip": (28, None, 42),
    }
    assert screenings(birth, shelf)[2].until == date(2028, 3, 11)
