"""Who else is told when the director is silent or cannot be reached."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scheduler.duties.asked import Asked
from scheduler.duties.decision import Skip, Wait, Why
from scheduler.duties.hours import morning
from scheduler.duties.item import Item
from scheduler.duties.ladder import Ladder, addressees, silent_days
from scheduler.duties.persons import Institution
from scheduler.duties.policy import decide
from scheduler.errors import PolicyInvalid
from tests.scheduler.reminding import (
    CALENDAR,
    CHAT,
    GONE,
    SUNNY,
    ask,
    at,
    held,
    item,
    person,
    told,
)

# A Monday; no days off but weekends follow for weeks.
DUE = date(2026, 11, 2)


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def late(days: int, **more: Any) -> Item:
    return item(f"late{days}", after(days), DUE, **more)


@pytest.mark.parametrize(
    ("days", "whom"),
    [
        (0, {"wang"}),
        (1, {"wang"}),
        (3, {"wang", "li"}),
        (7, {"wang", "li"}),
        # 14 days: a Monday again.
        (14, {"wang", "li", "zhao"}),
        (28, {"wang", "li", "zhao"}),
    ],
)
def test_silence_climbs_the_ladder(days: int, whom: set[str]) -> None:
    assert told(ask([late(days)], at(after(days)))).keys() == whom


def test_who_was_told_of_a_stage_is_not_told_again_when_others_join() -> None:
    one = late(1, told={"wang": at(after(1))}, first_told=at(after(-30)))
    assert told(ask([one], at(after(2)))) == {}
    assert told(ask([one], at(after(3)))) == {"li": ["late1"]}


def test_a_last_stage_still_climbs() -> None:
    # Imported when long overdue: no stage is to come, and nobody may be left out for it.
    first = after(100)
    one = late(90, known=first)
    assert told(ask([one], at(first))).keys() == {"wang"}
    one = late(90, known=first, told={"wang": at(first)}, first_told=at(first))
    assert told(ask([one], at(morning(first + timedelta(3), None, CALENDAR).date()))) == {
        "li": ["late90"]
    }
    assert told(ask([one], at(morning(first + timedelta(14), None, CALENDAR).date()))).keys() == {
        "li",
        "zhao",
    }


@pytest.mark.parametrize(
    ("due", "today", "first", "known", "days"),
    [
        (DUE, DUE, None, None, 0),
        (DUE, after(-5), None, None, 0),
        (DUE, after(5), None, None, 5),
        (DUE, after(5), at(after(-30)), None, 5),
        (DUE, after(5), at(after(2)), None, 3),
        (DUE, after(5), None, after(4), 1),
        # Told in time though known later (a row made anew): the due date counts.
        (DUE, after(5), at(after(-1)), after(4), 5),
        # Due in 国庆: counted from 8 October.
        (date(2026, 10, 2), date(2026, 10, 9), None, None, 1),
    ],
)
def test_days_of_silence(
    due: date, today: date, first: datetime | None, known: date | None, days: int
) -> None:
    one = item("due", due, due, first_told=first, known=known)
    assert silent_days(one, today, CALENDAR) == days


def test_the_second_contact_stands_in_for_a_director_who_cannot_be_reached() -> None:
    made = ask([item("d7", after(-7), DUE)], at(after(-7)), person("wang", GONE))
    assert told(made) == {"li": ["d7"]}
    assert held(made) == {("d7", "wang"): Skip(Why.UNREACHABLE)}


def test_the_bureau_hears_of_it_when_nobody_there_can_be_reached() -> None:
    made = ask(
        [item("d7", after(-7), DUE)], at(after(-7)), person("wang", GONE), person("li", GONE)
    )
    assert told(made) == {"zhao": ["d7"]}


def test_the_bureau_hears_nothing_of_what_an_institution_set_itself() -> None:
    made = ask([late(28, legal=False)], at(after(28)))
    assert told(made).keys() == {"wang", "li"}
    gone = [person(name, GONE) for name in ("wang", "li")]
    made = ask([late(28, legal=False)], at(after(28)), *gone)
    assert held(made)["late28", None] == Wait(at(after(29), 9), Why.NOBODY)


def test_what_nobody_can_be_told_waits_from_day_to_day() -> None:
    gone = [person(name, GONE) for name in ("wang", "li", "zhao")]
    friday = after(-3)
    made = ask([item("d3", friday, DUE)], at(friday), *gone)
    assert held(made) == {
        ("d3", None): Wait(at(DUE, 9), Why.NOBODY),
        ("d3", "wang"): Skip(Why.UNREACHABLE),
        ("d3", "li"): Skip(Why.UNREACHABLE),
        ("d3", "zhao"): Skip(Why.UNREACHABLE),
    }
    assert told(ask([item("d3", friday, DUE)], at(DUE))) == {"wang": ["d3"]}


def test_what_somebody_was_told_of_waits_for_nobody_when_they_leave() -> None:
    gone = [person(name, GONE) for name in ("wang", "li", "zhao")]
    made = ask([late(1, told={"wang": at(after(1))})], at(after(2)), *gone)
    assert held(made) == {("late1", name): Skip(Why.UNREACHABLE) for name in ("li", "zhao")}


@pytest.mark.parametrize(
    "institutions",
    [
        {},
        {"sunny": Institution("sunny", "阳光托育园", {})},
        {"sunny": Institution("sunny", "阳光托育园", {"director": ("nobody knows",)})},
    ],
)
def test_items_without_any_contact_wait(institutions: dict[str, Institution]) -> None:
    made = decide([late(1)], institutions, {}, Asked(at(after(1)), CALENDAR))
    assert held(made) == {("late1", None): Wait(at(after(2), 9), Why.NOBODY)}


def test_one_person_in_two_roles_is_told_once_in_the_higher() -> None:
    both = Institution("sunny", "阳光托育园", {"director": ("wang",), "second": ("wang",)})
    found = addressees(late(7), both, {"wang": person("wang", CHAT)}, 7, Ladder())
    assert [(a.person.id, a.role) for a in found] == [("wang", "director")]


def test_several_on_one_rung_are_all_told_from_the_top_down() -> None:
    many = Institution(
        "sunny", "阳光托育园", {"officer": ("zhao",), "second": ("li", "hu"), "director": ("wang",)}
    )
    people = {name: person(name, CHAT) for name in ("wang", "li", "hu", "zhao")}
    found = addressees(late(14), many, people, 14, Ladder())
    assert [a.person.id for a in found] == ["wang", "li", "hu", "zhao"]
    assert SUNNY.contacts["director"] == ("wang",)


@pytest.mark.parametrize(("second", "officer"), [(0, 14), (5, 4)])
def test_a_ladder_without_order_is_refused(second: int, officer: int) -> None:
    with pytest.raises(PolicyInvalid, match="ladder"):
        Ladder(second, officer)
