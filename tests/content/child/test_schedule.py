"""The national programme of 2026, dose by dose, and what comes of doses that were late."""

from datetime import date, timedelta

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from content.child.doses import DoseDue, State
from content.child.schedule import next_up, schedule
from content.child.shelf import ChildShelf
from content.load import Library
from content.rules.ages import after_months

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

BIRTH = date(2025, 3, 8)
# The published table: months, vaccine, dose, and the age before which it is to be done.
TABLE = [
    (0, "hepb", 1, None),
    (0, "bcg", 1, 3),
    (1, "hepb", 2, None),
    (2, "polio", 1, None),
    (2, "dtap", 1, None),
    (3, "polio", 2, None),
    (4, "polio", 3, 12),
    (4, "dtap", 2, None),
    (6, "hepb", 3, 12),
    (6, "dtap", 3, 12),
    (6, "mena", 1, 12),
    (8, "mmr", 1, 12),
    (8, "je_live", 1, 12),
    (9, "mena", 2, 24),
    (18, "dtap", 4, 24),
    (18, "mmr", 2, 24),
    (18, "hepa_live", 1, 24),
    (24, "je_live", 2, 36),
    (36, "menac", 1, 48),
]
LATER = [("polio", 4, 48, 60), ("dtap", 5, 72, 84), ("menac", 2, 72, 84), ("hpv", 1, 156, None)]
BIRTHS = [BIRTH, date(2024, 2, 29), date(2025, 1, 31), date(2024, 8, 31), date(2025, 12, 31)]


@pytest.fixture(scope="module")
def shelf(known: Library) -> ChildShelf:
    return known.child


def one(doses: list[DoseDue], key: str) -> DoseDue:
    (found,) = [dose for dose in doses if dose.key == key]
    return found


def at(birth: date, months: int, days: int = 0) -> date:
    return after_months(birth, months) + timedelta(days)


# --- the table ----------------------------------------------------------------------------------
@pytest.mark.parametrize("birth", BIRTHS)
def test_every_dose_of_the_table_and_no_other(shelf: ChildShelf, birth: date) -> None:
    found = schedule(birth, {}, birth, shelf)
    said = {(d.vaccine, d.number): (d.due, d.late_from) for d in found}
    assert said == {
        (vaccine, number): (at(birth, months), None if before is None else at(birth, before))
        for months, vaccine, number, before in TABLE
    }


@pytest.mark.parametrize(("vaccine", "number", "months", "before"), LATER)
def test_doses_after_the_third_birthday_are_data_only(
    shelf: ChildShelf, vaccine: str, number: int, months: int, before: int | None
) -> None:
    dose = shelf.vaccines[vaccine].doses[number - 1]
    assert (dose.months, dose.before) == (months, before)


def test_month_ends_and_leap_days(shelf: ChildShelf) -> None:
    def due(birth: date, key: str) -> date | None:
        return one(schedule(birth, {}, birth, shelf), key).due

    assert due(date(2025, 12, 31), "polio.1") == date(2026, 2, 28)
    assert due(date(2027, 12, 31), "polio.1") == date(2028, 2, 29)
    assert due(date(2024, 2, 29), "je_live.2") == date(2026, 2, 28)
    assert due(date(2025, 8, 31), "hepb.2") == date(2025, 9, 30)
    assert due(date(2025, 10, 31), "polio.3") == date(2026, 2, 28)


@pytest.mark.parametrize("birth", BIRTHS)
@pytest.mark.parametrize(("months", "vaccine", "number", "before"), TABLE[2:])
def test_the_day_before_and_after_it_is_due(
    shelf: ChildShelf, birth: date, months: int, vaccine: str, number: int, before: int | None
) -> None:
    def state(today: date) -> State:
        return one(schedule(birth, {}, today, shelf), f"{vaccine}.{number}").state

    due = at(birth, months)
    assert [state(due + timedelta(d)) for d in (-1, 0, 1)] == [
        State.COMING,
        State.OPEN,
        State.OPEN,
    ]
    if before is not None:
        late = at(birth, before)
        assert [state(late + timedelta(d)) for d in (-1, 0)] == [State.OPEN, State.LATE]


def test_each_dose_names_its_source(shelf: ChildShelf, known: Library) -> None:
    for dose in schedule(BIRTH, {"hepb": [BIRTH]}, at(BIRTH, 30), shelf):
        assert {cite.source for cite in dose.cite} == {"vaccine-programme-2026"}
    assert known.source("vaccine-programme-2026").doc_no == "国疾控卫免发〔2026〕16号"


# --- not known is not the same as not given -----------------------------------------------------
def test_what_nobody_told_is_not_called_missing(shelf: ChildShelf) -> None:
    today = at(BIRTH, 5)
    up = next_up(schedule(BIRTH, {"dtap": []}, today, shelf), today)
    assert [d.key for d in up.missing] == ["dtap.1"]
    assert {d.key for d in up.unsure} == {
        *("hepb.1", "bcg.1", "hepb.2", "polio.1", "polio.2", "polio.3"),
    }
    assert not any(d.known for d in up.unsure)


def test_the_next_day_has_all_its_doses(shelf: ChildShelf) -> None:
    up = next_up(schedule(BIRTH, {}, at(BIRTH, 7), shelf), at(BIRTH, 7))
    assert [(d.key, d.due) for d in up.coming] == [
        ("je_live.1", at(BIRTH, 8)),
        ("mmr.1", at(BIRTH, 8)),
    ]


def test_given_doses_are_done(shelf: ChildShelf) -> None:
    days = [at(BIRTH, 2), at(BIRTH, 4), at(BIRTH, 6, 3)]
    found = schedule(BIRTH, {"dtap": days}, at(BIRTH, 10), shelf)
    done = [d for d in found if d.vaccine == "dtap" and d.done]
    assert [d.given_on for d in done] == days
    assert [d.clinic for d in done] == [None, None, None]
    assert one(found, "dtap.4").due == at(BIRTH, 18)


# --- late doses ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("vaccine", "given", "next_key", "due"),
    [
        # hepb.3 60 days after hepb.2; dtap.4 six months after dtap.3; mmr.2 28 days after mmr.1.
        ("hepb", [date(2025, 3, 8), date(2025, 9, 1)], "hepb.3", date(2025, 10, 31)),
        (
            "dtap",
            [date(2025, 5, 8), date(2025, 7, 8), date(2026, 8, 31)],
            "dtap.4",
            date(2027, 2, 28),
        ),
        ("mmr", [date(2026, 9, 1)], "mmr.2", date(2026, 9, 29)),
        ("polio", [date(2026, 1, 10)], "polio.2", date(2026, 2, 7)),
        ("mena", [date(2026, 1, 10)], "mena.2", date(2026, 4, 10)),
        ("je_live", [date(2026, 11, 1)], "je_live.2", date(2027, 11, 1)),
        ("hepa_inactivated", [date(2026, 10, 1)], "hepa_inactivated.2", date(2027, 4, 1)),
    ],
)
def test_a_late_dose_moves_the_next_by_the_gap(
    shelf: ChildShelf, vaccine: str, given: list[date], next_key: str, due: date
) -> None:
    today = max(given) + timedelta(1)
    assert one(schedule(BIRTH, {vaccine: given}, today, shelf), next_key).due == due


def test_a_dose_in_time_moves_nothing(shelf: ChildShelf) -> None:
    found = schedule(BIRTH, {"mmr": [at(BIRTH, 8)]}, at(BIRTH, 9), shelf)
    assert one(found, "mmr.2").due == at(BIRTH, 18)


def test_what_hangs_on_an_overdue_dose_has_no_day(shelf: ChildShelf) -> None:
    found = schedule(BIRTH, {"hepb": [BIRTH]}, at(BIRTH, 7), shelf)
    waiting = one(found, "hepb.3")
    assert (waiting.state, waiting.due) == (State.WAITING, None)
    assert "第2剂" in waiting.why[0]
    # Far enough away by age alone it keeps its day.
    assert one(schedule(BIRTH, {"dtap": []}, at(BIRTH, 3), shelf), "dtap.2").due == at(BIRTH, 4)


def test_the_group_c_dose_counts_from_the_last_of_group_a(shelf: ChildShelf) -> None:
    given = {"mena": [at(BIRTH, 6), at(BIRTH, 23)]}
    assert one(schedule(BIRTH, given, at(BIRTH, 24), shelf), "menac.1").due == at(BIRTH, 36)
    late = {"mena": [at(BIRTH, 20), at(BIRTH, 23, 20)]}
    found = one(schedule(BIRTH, late, at(BIRTH, 26), shelf), "menac.1")
    assert found.due == max(at(BIRTH, 36), after_months(at(BIRTH, 23, 20), 12))


# --- live vaccines ------------------------------------------------------------------------------
def test_live_vaccines_on_one_day_or_28_days_apart(shelf: ChildShelf) -> None:
    given = {"mmr": [at(BIRTH, 8)], "je_live": []}
    same_day = one(schedule(BIRTH, given, at(BIRTH, 8), shelf), "je_live.1")
    assert same_day.due == at(BIRTH, 8)
    next_day = one(schedule(BIRTH, given, at(BIRTH, 8, 1), shelf), "je_live.1")
    assert next_day.due == at(BIRTH, 8, 28)
    assert "28天" in next_day.why[-1]


def test_of_an_unknown_vaccine_nothing_is_moved(shelf: ChildShelf) -> None:
    found = schedule(BIRTH, {"mmr": [at(BIRTH, 8)]}, at(BIRTH, 8, 1), shelf)
    assert one(found, "je_live.1").due == at(BIRTH, 8)


def test_other_vaccines_need_not_be_kept_apart(shelf: ChildShelf) -> None:
    given = {"mmr": [at(BIRTH, 8, 20)], "mena": [at(BIRTH, 6)]}
    assert one(schedule(BIRTH, given, at(BIRTH, 8, 21), shelf), "mena.2").due == at(BIRTH, 9)


# --- what only the clinic can say ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "word"),
    [(at(BIRTH, 3, -1), None), (at(BIRTH, 3), "结核菌素"), (at(BIRTH, 48), "满4岁")],
)
def test_bcg_after_three_months(shelf: ChildShelf, day: date, word: str | None) -> None:
    said = one(schedule(BIRTH, {"bcg": []}, day, shelf), "bcg.1").clinic
    assert (said is None) if word is None else (said is not None and word in said)


def test_of_an_unknown_bcg_only_if_it_was_not_given(shelf: ChildShelf) -> None:
    said = one(schedule(BIRTH, {}, at(BIRTH, 3), shelf), "bcg.1").clinic
    assert said is not None
    assert said.startswith("要是还没打")


def test_group_a_after_two_years(shelf: ChildShelf) -> None:
    given = {"mena": [at(BIRTH, 7)]}
    assert one(schedule(BIRTH, given, at(BIRTH, 24, -1), shelf), "mena.2").clinic is None
    assert one(schedule(BIRTH, given, at(BIRTH, 24), shelf), "mena.2").clinic is not None


@pytest.mark.parametrize(
    ("days", "number", "word"),
    [
        ([at(BIRTH, 2, -1)], 1, "还没满2个月"),
        ([at(BIRTH, 2), at(BIRTH, 4), at(BIRTH, 6), at(BIRTH, 18), at(BIRTH, 19)], 5, "还没满6岁"),
        ([at(BIRTH, 5), at(BIRTH, 5, 27)], 2, "不到28天"),
    ],
)
def test_a_dose_too_early_is_the_clinics(
    shelf: ChildShelf, days: list[date], number: int, word: str
) -> None:
    found = schedule(BIRTH, {"dtap": days}, at(BIRTH, 20), shelf)
    said = one(found, f"dtap.{number}").clinic
    assert said is not None
    assert word in said
    assert all(d.clinic for d in found if d.vaccine == "dtap" and not d.done)


@pytest.mark.parametrize(("born", "right"), [(date(2024, 7, 31), True), (date(2024, 8, 1), False)])
def test_doses_by_the_table_of_before_2025_are_right(
    shelf: ChildShelf, born: date, right: bool
) -> None:
    days = [at(born, months) for months in (3, 4, 5)]
    found = schedule(born, {"dtap": days}, at(born, 20), shelf)
    assert (one(found, "dtap.3").clinic is None) is right
    assert one(found, "dtap.4").due == at(born, 18)


def test_a_gap_of_just_enough_days_is_right(shelf: ChildShelf) -> None:
    days = [at(BIRTH, 5), at(BIRTH, 5, 28)]
    assert one(schedule(BIRTH, {"dtap": days}, at(BIRTH, 20), shelf), "dtap.2").clinic is None


@pytest.mark.parametrize(("gap", "right"), [(6, False), (7, True), (10, True), (11, False)])
def test_the_first_two_inactivated_je_doses(shelf: ChildShelf, gap: int, right: bool) -> None:
    days = [at(BIRTH, 8), at(BIRTH, 8, gap)]
    found = schedule(BIRTH, {"je_inactivated": days}, at(BIRTH, 10), shelf)
    assert (one(found, "je_inactivated.2").clinic is None) is right
    assert one(found, "je_inactivated.3").due == at(BIRTH, 24)
    assert not any(d.vaccine == "je_live" for d in found)


def test_both_kinds_of_a_vaccine_are_for_the_clinic(shelf: ChildShelf) -> None:
    given = {"je_live": [at(BIRTH, 8)], "je_inactivated": [at(BIRTH, 9)]}
    said = one(schedule(BIRTH, given, at(BIRTH, 10), shelf), "je_live.2").clinic
    assert said is not None
    assert "减毒和灭活" in said


@pytest.mark.parametrize(
    "days",
    [
        [BIRTH - timedelta(1)],
        [at(BIRTH, 11)],
        [at(BIRTH, 2), at(BIRTH, 2)],
        [at(BIRTH, 8), at(BIRTH, 9), at(BIRTH, 10)],
    ],
)
def test_records_that_cannot_be_are_for_the_clinic(shelf: ChildShelf, days: list[date]) -> None:
    found = schedule(BIRTH, {"mmr": days}, at(BIRTH, 10), shelf)
    open_ones = [d for d in found if d.vaccine == "mmr" and not d.done]
    doubted = [d for d in found if d.vaccine == "mmr" and d.clinic]
    assert doubted
    assert all(d.clinic for d in open_ones)


def test_a_vaccine_nobody_has_heard_of_changes_nothing(shelf: ChildShelf) -> None:
    today = at(BIRTH, 9)
    assert schedule(BIRTH, {"covid": [BIRTH]}, today, shelf) == schedule(BIRTH, {}, today, shelf)


# --- whatever the records -----------------------------------------------------------------------
VACCINES = ["hepb", "bcg", "polio", "dtap", "mena", "mmr", "je_live", "je_inactivated"]
RECORDS = st.dictionaries(
    st.sampled_from([*VACCINES, "hepa_live", "hepa_inactivated", "menac", "hpv", "x"]),
    st.lists(st.dates(date(2023, 1, 1), date(2030, 1, 1)), max_size=6),
)


@UNTIMED
@over(st.dates(date(2023, 1, 1), date(2026, 1, 1)), st.integers(0, 1500), RECORDS)
def test_any_record_gives_a_schedule(
    known: Library, birth: date, days: int, given: dict[str, list[date]]
) -> None:
    today = birth + timedelta(days)
    doses = schedule(birth, given, today, known.child)
    keys = [d.key for d in doses]
    assert len(keys) == len(set(keys))
    for dose in doses:
        shape = known.child.vaccines[dose.vaccine].doses[dose.number - 1]
        assert dose.done == (dose.given_on is not None)
        # Never before the age of the table, never what nobody told as missing.
        assert dose.due is None or dose.due >= at(birth, shape.months)
        assert dose.known == (dose.vaccine in given)
        assert (dose.due is None) == (dose.state is State.WAITING) or dose.state is State.LATE


@UNTIMED
@over(st.dates(date(2023, 1, 1), date(2026, 1, 1)), st.data())
def test_who_keeps_to_the_table_is_never_sent_to_the_clinic(
    known: Library, birth: date, data: st.DataObject
) -> None:
    today = birth + timedelta(data.draw(st.integers(0, 1200)))
    given: dict[str, list[date]] = {}
    for months, vaccine, _, _ in TABLE:
        if at(birth, months) <= today:
            given.setdefault(vaccine, []).append(at(birth, months))
    doses = schedule(birth, given, today, known.child)
    assert [d.key for d in doses if d.clinic] == []
    assert next_up(doses, today).missing == ()
