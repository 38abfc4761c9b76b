"""Duties: their shapes, what lint says of them, and which are whose in the library that ships."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content.duties import Duty, Found, Printed, Span, counted, duties_for, settled_by
from content.errors import UnknownKey
from content.lint import lint
from content.load import Library
from content.schema import FACTS, NATIONAL, Facts
from tests.content.small import (
    ASKED,
    CITY,
    COUNTY,
    DAY,
    ELSEWHERE,
    HERE,
    PROVINCE,
    line_of,
    problems,
    small,
)

DATES, DUTIES = "duties/dates.yml", "duties/nation.yml"
FILES = {
    DATES: """\
- {id: lease, per: institution, title: 租约到期}
- {id: guard, per: staff, title: 保安证到期}
""",
    DUTIES: """\
- id: check
  title: 体检
  per: staff
  rhythm: {type: each, months: 12, first: since}
  applies: {form: [profit, public]}
  met_by: [first]
  todo: 去体检。
  kind: health
  basis: [{source: law, section: 第1条}]
- id: first
  title: 上岗体检
  per: staff
  rhythm: {type: before, event: since}
  met_by: [all_checked]
  todo: 先体检。
  kind: health
  basis: [{source: law, section: 第2条}]
- id: all_checked
  title: 全员查
  per: institution
  rhythm: {type: yearly, opens: "12-01", closes: "12-31"}
  todo: 都查一遍。
  kind: safety
  basis: [{source: law, section: 第3条}]
- id: contract
  title: 租约
  per: institution
  rhythm: {type: printed, date: lease, opens: {workdays: 40}, closes: {workdays: 10}}
  todo: 续签。
  kind: contract
- id: guard_card
  title: 保安证
  per: staff
  rhythm: {type: printed, date: guard}
  todo: 换证。
  kind: safety
""",
    "duties/places.yml": """\
- id: city.check
  title: 市里的体检
  per: staff
  rhythm: {type: each, months: 6, first: since}
  region: "330700"
  replaces: check
  todo: 半年去一次。
  kind: health
  basis: [{source: city-doc, section: 三}]
- id: county.check
  title: 区里的体检
  per: staff
  rhythm: {type: each, months: 3, first: since}
  applies: {form: [public]}
  region: "330703"
  replaces: city.check
  since: 2026-01-01
  leads: [14, 7]
  todo: 三个月去一次。
  kind: health
  basis: [{source: county-doc, section: 二}]
""",
}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert FILES[name].count(old) == 1, (name, old)
    return {**FILES, name: FILES[name].replace(old, new)}


def shape(**changes: Any) -> dict[str, Any]:
    rhythm = {"type": "each", "months": 12}
    base = {"id": "x", "title": "x", "per": "staff", "rhythm": rhythm, "todo": "x", "kind": "fire"}
    return {**base, **changes}


# --- shapes -----------------------------------------------------------------------------------
def test_what_is_left_out_has_a_plain_meaning() -> None:
    duty = Duty.model_validate(shape())
    assert duty.leads == [30, 14, 7, 1]
    assert (duty.region, duty.replaces, duty.evidence, duty.applies) == (NATIONAL, None, False, {})
    assert duty.holds(DAY)


RHYTHMS = [
    {"type": "each", "months": 6, "first": "since"},
    {"type": "yearly", "opens": "12-01", "closes": "02-29"},
    {"type": "printed", "date": "lease"},
    {"type": "printed", "date": "permit", "opens": {"workdays": 90}, "closes": {"workdays": 15}},
    {"type": "before", "event": "since"},
    {"type": "after", "event": "guards", "within": {"days": 30}},
]


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda r: r["type"])
def test_each_rhythm_is_read_as_its_own_type(rhythm: Mapping[str, Any]) -> None:
    duty = Duty.model_validate(shape(rhythm=rhythm))
    assert duty.rhythm.model_dump(exclude_unset=True) == rhythm


WRONG: list[tuple[dict[str, Any], tuple[str | int, ...]]] = [
    ({"rhythm": {"months": 12}}, ("rhythm",)),
    ({"rhythm": {"type": "weekly"}}, ("rhythm",)),
    ({"rhythm": {"type": "each", "months": 0}}, ("rhythm", "each", "months")),
    ({"rhythm": {"type": "each", "months": "12"}}, ("rhythm", "each", "months")),
    ({"rhythm": {"type": "each", "months": 1, "opens": "01-01"}}, ("rhythm", "each", "opens")),
    ({"rhythm": {"type": "yearly", "opens": "13-01", "closes": "12-31"}}, ("rhythm", "yearly", "opens")),
    ({"rhythm": {"type": "yearly", "opens": "01-01", "closes": "02-30"}}, ("rhythm", "yearly", "closes")),
    ({"rhythm": {"type": "yearly", "opens": "1-1", "closes": "12-31"}}, ("rhythm", "yearly", "opens")),
    ({"rhythm": {"type": "after", "event": "x", "within": {"days": -1}}}, ("rhythm", "after", "within", "days")),
    ({"rhythm": {"type": "before", "event": "lease"}}, ("rhythm", "before", "event")),
    ({"todo": "长" * 61}, ("todo",)),
    ({"leads": [-1]}, ("leads", 0)),
    ({"kind": "weather"}, ("kind",)),
    ({"evidence": "yes"}, ("evidence",)),
    ({"colour": "red"}, ("colour",)),
]  # fmt: skip


@pytest.mark.parametrize(("change", "loc"), WRONG)
def test_what_does_not_fit_is_named(change: dict[str, Any], loc: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        Duty.model_validate(shape(**change))
    assert loc in [error["loc"] for error in caught.value.errors()]


# --- loading and lint -------------------------------------------------------------------------
def test_a_small_set_of_duties_is_in_order(tmp_path: Path) -> None:
    library = small(tmp_path, FILES)
    assert set(library.dates) == {"lease", "guard"}
    assert len(library.duties) == 7
    assert lint(library, DAY, ASKED).errors == []


def test_a_duty_twice_and_a_duty_misshapen_are_named_with_their_line(tmp_path: Path) -> None:
    changes = changed(DUTIES, "- id: first\n", f"- id: check {HERE}\n")
    (found,) = problems(tmp_path, changes)
    assert (found.file, found.line) == (DUTIES, line_of(changes[DUTIES]))
    changes = changed(DUTIES, "  todo: 先体检。\n", f"  todo: 先体检。\n  colour: red {HERE}\n")
    (found,) = problems(tmp_path, changes)
    assert (found.file, found.line) == (DUTIES, line_of(changes[DUTIES]))
    assert "unknown key 'colour'" in found.message


PLACES = "duties/places.yml"
LAW_1, LAW_3 = "[{source: law, section: 第1条}]", "[{source: law, section: 第3条}]"
LEASE = "  rhythm: {type: printed, date: lease, opens: {workdays: 40}, closes: {workdays: 10}}\n"
COUNTY_LEADS = "  leads: [14, 7]\n"
YEARLY = '  rhythm: {type: yearly, opens: "12-01", closes: "12-31"}\n'
LEADS = "leads are days before it is due"
LOOSE_ENDS = [
    (DUTIES, "  applies: {form: [profit, public]}\n", f"  applies: {{from: [profit]}} {HERE}\n", "unknown fact 'from'"),
    (DUTIES, "  applies: {form: [profit, public]}\n", f"  applies: {{form: [firm]}} {HERE}\n", "'form' is never 'firm'"),
    (DUTIES, "date: guard}", f"date: guide}} {HERE}", "unknown date 'guide'"),
    (DUTIES, "date: guard}", f"date: lease}} {HERE}", "date 'lease' is given per institution"),
    (DATES, "- {id: guard,", f"- {{id: card, per: staff, title: x}} {HERE}\n- {{id: guard,", "date 'card' is waited for by no duty"),
    (DUTIES, "  met_by: [first]\n", f"  met_by: [second] {HERE}\n", "unknown duty 'second'"),
    (DUTIES, "  todo: 都查一遍。\n", f"  todo: 都查一遍。\n  met_by: [first] {HERE}\n", "'first' is done by one of the staff"),
    (DUTIES, f"  basis: {LAW_3}\n", f"  basis: [] {HERE}\n", "a rule needs a basis"),
    (DUTIES, LAW_1, f"[{{source: lore, section: 第1条}}] {HERE}", "unknown source 'lore'"),
    (DUTIES, LAW_1, f"[{{source: city-doc, section: 三}}] {HERE}", "'city-doc' is a document of 330700, another place"),
    (PLACES, "[{source: city-doc, section: 三}]", f"[{{source: law, section: 三}}] {HERE}", "cites no document of that place"),
    (PLACES, '  region: "330700"\n', f'  region: "999999" {HERE}\n', "no place has the code 999999"),
    (PLACES, "  replaces: city.check\n", f"  replaces: town.check {HERE}\n", "unknown duty 'town.check'"),
    (PLACES, "  replaces: city.check\n", f"  replaces: county.check {HERE}\n", "'county.check' is no duty of a wider place"),
    (PLACES, "  replaces: check\n", f"  replaces: county.check {HERE}\n", "'county.check' is no duty of a wider place"),
    (PLACES, "  replaces: check\n", f"  replaces: contract {HERE}\n", "'contract' is owed per institution"),
    (DUTIES, "  todo: 去体检。\n", f"  todo: 去{{floor.max}}层体检。 {HERE}\n", "no {parameter} is filled in here"),
    (PLACES, COUNTY_LEADS, f"  leads: [7, 14] {HERE}\n", LEADS),
    (PLACES, COUNTY_LEADS, f"  leads: [14, 14] {HERE}\n", LEADS),
    (PLACES, COUNTY_LEADS, f"  leads: [7, 0] {HERE}\n", LEADS),
    (PLACES, COUNTY_LEADS, f"  leads: [] {HERE}\n", LEADS),
    (PLACES, COUNTY_LEADS, f"  leads: [84, 7] {HERE}\n", "it cannot be done 84 days before, only 83"),
    (DUTIES, YEARLY, f"{YEARLY}  leads: [31] {HERE}\n", "it cannot be done 31 days before, only 30"),
    (DUTIES, LEASE, f"{LEASE}  leads: [43] {HERE}\n", "it cannot be done 43 days before, only 42"),
    (DUTIES, LEASE, LEASE.replace("{workdays: 10}", "{}").replace("\n", f" {HERE}\n"), "'closes' is in days, working days or months"),
    (DUTIES, LEASE, LEASE.replace("{workdays: 10}", "{days: 1, months: 1}").replace("\n", f" {HERE}\n"), "'closes' is in days, working days or months"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), LOOSE_ENDS)
def test_a_loose_end_is_named_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    changes = changed(name, old, new)
    found = lint(small(tmp_path, changes), DAY, ASKED).errors
    assert (name, line_of(changes[name])) in {
        (p.file, p.line) for p in found if message in p.message
    }


def test_a_window_across_new_year_has_room_for_its_leads(tmp_path: Path) -> None:
    across = YEARLY.replace("12-31", "01-31")
    fits = changed(DUTIES, YEARLY, f"{across}  leads: [61]\n")
    assert lint(small(tmp_path, fits), DAY, ASKED).errors == []
    early = changed(DUTIES, YEARLY, f"{across}  leads: [62]\n")
    (found,) = lint(small(tmp_path, early), DAY, ASKED).errors
    assert found.message == "duty 'all_checked': it cannot be done 62 days before, only 61"


def test_a_name_for_both_a_date_and_a_duty_is_refused(tmp_path: Path) -> None:
    changes = changed(DUTIES, "- id: contract\n", "- id: lease\n")
    assert [p.message for p in lint(small(tmp_path, changes), DAY, ASKED).errors] == [
        "'lease' is both a date and a duty"
    ]


# --- whose they are ---------------------------------------------------------------------------
def ids(found: Found) -> tuple[set[str], set[str]]:
    return {duty.id for duty in found.duties}, {duty.id for duty in found.unsure}


ALWAYS = {"first", "all_checked", "contract", "guard_card"}
CHECKS: list[tuple[str | None, Facts, set[str], set[str]]] = [
    (None, {"form": "profit"}, {"check"}, set()),
    (None, {"form": "home"}, set(), set()),
    (None, {}, set(), {"check"}),
    (PROVINCE, {"form": "profit"}, {"check"}, set()),
    (ELSEWHERE, {"form": "profit"}, {"city.check"}, set()),
    (CITY, {}, {"city.check"}, set()),
    (CITY, {"form": "home"}, {"city.check"}, set()),
    (COUNTY, {"form": "public"}, {"county.check"}, set()),
    (COUNTY, {"form": "profit"}, {"city.check"}, set()),
    (COUNTY, {}, {"city.check"}, {"county.check"}),
]


@pytest.mark.parametrize(("region", "facts", "owed", "unsure"), CHECKS)
def test_the_nearest_place_counts_and_an_unknown_fact_is_told(
    tmp_path: Path, region: str | None, facts: Facts, owed: set[str], unsure: set[str]
) -> None:
    found = duties_for(small(tmp_path, FILES), region, facts, DAY)
    assert ids(found) == (ALWAYS | owed, unsure)


def test_before_a_local_duty_holds_the_wider_one_counts(tmp_path: Path) -> None:
    found = duties_for(small(tmp_path, FILES), COUNTY, {"form": "public"}, date(2025, 12, 31))
    assert ids(found) == (ALWAYS | {"city.check"}, set())


def test_where_the_replaced_duty_has_ended_so_has_not_what_it_replaced_itself(
    tmp_path: Path,
) -> None:
    ended = changed(PLACES, "  replaces: check\n", "  replaces: check\n  until: 2026-06-30\n")
    library = small(tmp_path, ended)
    assert ids(duties_for(library, COUNTY, {"form": "public"}, DAY))[0] == ALWAYS | {"county.check"}
    assert ids(duties_for(library, COUNTY, {"form": "profit"}, DAY))[0] == ALWAYS | {"check"}


def test_a_place_that_is_none_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownKey, match="999999"):
        duties_for(small(tmp_path, FILES), "999999", {}, DAY)


def test_done_under_another_name_counts(tmp_path: Path) -> None:
    names = settled_by(small(tmp_path, FILES).duties)
    one, two, three = date(2025, 3, 1), date(2026, 3, 1), date(2026, 9, 1)
    assert counted(names, {"check": (two, one)})["county.check"] == (one, two)
    assert counted(names, {"county.check": (one,)})["check"] == (one,)
    assert counted(names, {"first": (one,), "check": (two,)})["check"] == (one, two)
    assert counted(names, {"first": (one,)})["first"] == (one,)
    assert "first" not in counted(names, {"check": (one,)})
    shared = {"all_checked": (one, two, three)}
    assert counted(names, {}, shared, since=two)["first"] == (two, three)
    assert counted(names, {}, shared)["first"] == (one, two, three)
    assert "first" not in counted(names, {}, shared, since=date(2026, 9, 2))
    assert counted(names, {"check": ()}) == {}
    assert counted(names, {"our_own": (one,)}) == {"our_own": (one,)}


# --- the library that ships -------------------------------------------------------------------
COVERED = {"370406": "shanting", "140525": "zezhou", "320700": "lianyungang", "371300": "linyi",
           "330703": "jindong"}  # fmt: skip
REPORTS = {
    ("profit", "company"): {"report.company"},
    ("nonprofit", "minfei"): {"report.minfei_supervisor", "report.minfei_registry"},
    ("public", "public"): {"report.public"},
    ("kindergarten", "kindergarten"): set(),
    ("employer", "minfei"): {"report.minfei_supervisor", "report.minfei_registry"},
    ("community", "company"): {"report.company"},
    ("home", "company"): {"report.home"},
}


@pytest.mark.parametrize(("how", "reports"), REPORTS.items(), ids=str)
def test_who_files_which_report(known: Library, how: tuple[str, str], reports: set[str]) -> None:
    form, register_as = how
    facts: Facts = {"form": form, "register_as": register_as, "meals": True}
    owed, unsure = ids(duties_for(known, None, facts, DAY))
    yearly = {name for name in owed if name.startswith("report.")}
    both = set() if form == "home" else {"report.health_bureau", "report.children"}
    assert (yearly, unsure) == (reports | both, set())


def test_home_based_care_has_only_what_we_have_seen_to_bind_it(known: Library) -> None:
    facts: Facts = {"form": "home", "register_as": "company", "meals": True}
    found = duties_for(known, None, facts, DAY)
    rules = {d.id for d in found.duties if d.rhythm.type not in {"printed", "after"}}
    assert rules == {"staff.record_check_first", "safety.record_check", "report.home"}


def test_without_a_kitchen_nobody_surveys_meals(known: Library) -> None:
    facts: Facts = {"form": "profit", "register_as": "company"}
    kitchen = {"food.survey", "food.training"}
    assert ids(duties_for(known, None, facts, DAY))[1] == kitchen
    assert not kitchen & ids(duties_for(known, None, {**facts, "meals": False}, DAY))[0]
    assert kitchen <= ids(duties_for(known, None, {**facts, "meals": True}, DAY))[0]


@pytest.mark.parametrize(("region", "place"), COVERED.items())
def test_each_covered_place_has_duties_of_its_own(known: Library, region: str, place: str) -> None:
    facts: Facts = {"form": "profit", "register_as": "company", "meals": True}
    here, _ = ids(duties_for(known, region, facts, DAY))
    local = {name for name in here if name.startswith(f"{place}.")}
    assert local == {d.id for d in known.duties.values() if d.region == region}
    assert not here & {known.duties[name].replaces for name in local}
    elsewhere = {d.id for d in known.duties.values() if d.region not in {region, NATIONAL}}
    assert not here & elsewhere


def test_counties_of_a_covered_city_have_its_duties(known: Library) -> None:
    found, _ = ids(duties_for(known, "320703", {"form": "profit"}, DAY))
    assert "lianyungang.health_check" in found
    assert "staff.health_check" not in found


def test_the_local_check_is_settled_by_what_was_imported_as_the_national_one(
    known: Library,
) -> None:
    day = date(2026, 3, 1)
    days = counted(settled_by(known.duties), {"staff.health_check": (day,)})
    checks = {"staff.health_check", "staff.health_check_first", "lianyungang.health_check"}
    assert days == dict.fromkeys(checks, (day,))


# What the fact sheet has second-hand only (medium).
SECOND_HAND = {
    "health.children_check", "health.vaccination_new", "health.vaccination_recheck", "food.permit",
    "food.survey", "food.training", "fire.self_check", "fire.drill", "fire.extinguishers",
    "report.home", "report.public", "report.children", "filing.certificate", "contract.lease",
    "contract.insurance", "inspection.quality", "other.tax_relief_end",
}  # fmt: skip
# What it does not state as a rule at all (low), or what is no rule but a notice.
PRINTED_ONLY = {
    "staff.training_certificate", "staff.other_certificate", "filing.registration_certificate",
    "inspection.visit", "other.certificate",
}  # fmt: skip


def test_what_we_have_second_hand_says_so(known: Library) -> None:
    for name in SECOND_HAND:
        seen = {known.source(cite.source).seen for cite in known.duties[name].basis}
        assert "second_hand" in seen, name


def test_no_rule_is_stated_where_there_is_none(known: Library) -> None:
    without = {duty.id for duty in known.duties.values() if not duty.basis}
    assert without == PRINTED_ONLY
    filing = known.duties["filing.certificate"].rhythm
    assert filing == Printed(date="filing_certificate")


def test_the_food_permit_has_its_window_in_working_days(known: Library) -> None:
    permit = known.duties["food.permit"]
    opens, closes = Span(workdays=90), Span(workdays=15)
    assert permit.rhythm == Printed(date="food_permit", opens=opens, closes=closes)
    assert permit.leads == [100, 60, 30, 14, 7, 1]


def test_the_end_of_the_tax_relief_is_told_in_its_last_year_only(known: Library) -> None:
    for day, told in ((DAY, False), (date(2027, 10, 1), True), (date(2028, 1, 1), False)):
        assert ("other.tax_relief_end" in ids(duties_for(known, None, {}, day))[0]) == told


def test_texts_fit_a_digest(known: Library) -> None:
    for duty in known.duties.values():
        assert len(duty.title) <= 14, duty.id
        assert duty.todo.endswith("。"), duty.id
        assert not duty.note or duty.note.endswith("。"), duty.id


def test_advice_is_never_sold_as_a_rule(known: Library) -> None:
    for name in ("safety.video", "fire.drill", "report.children", "filing.change",
                 "lianyungang.video", "linyi.video"):  # fmt: skip
        assert "我们的建议" in (known.duties[name].note or ""), name


FACTS_TOLD = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(sorted(values, key=str))
        for name, values in FACTS.items()
        if values is not None
    },
)


@given(
    facts=FACTS_TOLD,
    more=FACTS_TOLD,
    region=st.sampled_from([None, *COVERED, "320703", "370000", "110101"]),
    day=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
)
def test_to_know_more_never_makes_less_sure(
    known: Library, facts: Facts, more: Facts, region: str | None, day: date
) -> None:
    owed, unsure = ids(duties_for(known, region, facts, day))
    knowing, still = ids(duties_for(known, region, {**more, **facts}, day))
    assert not owed & unsure
    assert still <= unsure
    assert knowing <= owed | unsure
    # What was owed still is, if not a nearer duty that is owed now replaces it.
    gone = {known.duties[name].replaces for name in knowing}
    assert owed <= knowing | gone
    families = [known.duties[name].replaces or name for name in knowing]
    assert len(families) == len(set(families))
