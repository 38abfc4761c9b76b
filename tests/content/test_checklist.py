"""The checklist for every plan in every place: its steps, their order, offices and sources."""

from pathlib import Path

import pytest

from content.answers import resolve
from content.checklist import Item, build
from content.errors import UnknownKey
from content.load import Library
from content.schema import Facts
from tests.content.small import CITY, COUNTY, DAY, FILES, edited, small

OPENING = "opening"
FORMS = ("profit", "nonprofit", "public", "kindergarten", "employer", "community", "home")
# The five covered places, no place, and 义乌, which is not covered.
REGIONS = ("370406", "140525", "320700", "371300", "330703", None, "330782")
PLANS = [(form, region) for form in FORMS for region in REGIONS]


def plan(known: Library, region: str | None, **facts: str | bool) -> list[Item]:
    return build(known, OPENING, region, dict(facts), DAY)


def ids(items: list[Item]) -> list[str]:
    return [item.id for item in items]


# --- the real checklist, for each plan and place ----------------------------------------------


@pytest.mark.parametrize(("form", "region"), PLANS)
def test_every_plan_has_steps_with_words_and_sources(
    known: Library, form: str, region: str | None
) -> None:
    items = plan(known, region, form=form)
    assert {"site", "filing", "admit"} <= set(ids(items))
    steps = {step.id: step for step in known.checklist(OPENING).steps}
    for item in items:
        found = [resolve(known, t, region, {"form": form}, DAY) for t in steps[item.id].topics]
        assert item.todo
        assert item.done_words
        assert item.cites or all(resolution.best is None for resolution in found)
        assert bool(item.said) == any(resolution.best for resolution in found)
        assert "待核实" not in item.todo + item.said
        assert not {"{", "}"} & set(item.todo + item.said)
        assert len(set(item.cites)) == len(item.cites)
        assert len(set(item.documents)) == len(item.documents)


@pytest.mark.parametrize(("form", "region"), PLANS)
@pytest.mark.parametrize("meals", [True, False, None])
def test_every_step_stands_behind_what_it_waits_for(
    known: Library, form: str, region: str | None, meals: bool | None
) -> None:
    facts: Facts = {"form": form} | ({} if meals is None else {"meals": meals})
    seen: set[str] = set()
    for item in build(known, OPENING, region, facts, DAY):
        assert set(item.after) <= seen, item.id
        seen.add(item.id)


@pytest.mark.parametrize(("form", "region"), PLANS)
def test_a_silent_step_says_only_what_the_nation_says(
    known: Library, form: str, region: str | None
) -> None:
    local = {d.document for d in known.documents.values()}
    for item in plan(known, region, form=form):
        if item.silent:
            assert region in known.regions.covered
            assert "全国规定" not in item.said
            assert not {cite.source for cite in item.cites} & local


def test_beside_a_local_sentence_a_national_one_says_what_it_is(known: Library) -> None:
    """山亭 has nothing on video, and something on guards: both stand in one step."""
    (monitors,) = [i for i in plan(known, "370406", form="profit") if i.id == "monitors"]
    assert not monitors.silent
    assert monitors.said.startswith("全国规定：录像至少存90天")
    assert "区公安分局" in monitors.said


@pytest.mark.parametrize("region", REGIONS)
def test_food_is_a_step_for_those_who_cook_or_do_not_know(
    known: Library, region: str | None
) -> None:
    told: dict[bool | None, Facts] = {
        True: {"form": "profit", "meals": True},
        False: {"form": "profit", "meals": False},
        None: {"form": "profit"},
    }
    steps = {
        meals: {i.id: i for i in build(known, OPENING, region, facts, DAY)}
        for meals, facts in told.items()
    }
    assert steps[True]["food"].open_facts == ()
    assert "food" in steps[True]["filing"].after
    assert "food" not in steps[False]
    assert "food" not in steps[False]["filing"].after
    assert steps[None]["food"].open_facts == ("meals",)


REGISTERS = {
    "company": "register_company",
    "minfei": "register_minfei",
    "public": "register_public",
}


@pytest.mark.parametrize(
    ("form", "register_as", "registers"),
    [
        ("profit", "company", {"register_company"}),
        ("nonprofit", "minfei", {"register_minfei"}),
        ("public", "public", {"register_public"}),
        ("kindergarten", "kindergarten", set()),
        ("home", "company", {"register_company"}),
        ("employer", "company", {"register_company"}),
        ("employer", "minfei", {"register_minfei"}),
        ("employer", None, {"register_company", "register_minfei"}),
        ("community", "company", {"register_company"}),
        ("community", "minfei", {"register_minfei"}),
        ("community", None, {"register_company", "register_minfei"}),
        (None, None, {"register_company", "register_minfei", "register_public"}),
    ],
)
def test_one_registers_as_one_thing(
    known: Library, form: str | None, register_as: str | None, registers: set[str]
) -> None:
    facts: Facts = {
        k: v for k, v in (("form", form), ("register_as", register_as)) if v is not None
    }
    items = {i.id: i for i in build(known, OPENING, "330703", facts, DAY)}
    assert registers == set(items) & set(REGISTERS.values())
    assert registers == set(items["filing"].after) & set(REGISTERS.values())
    for name in registers:
        assert ("register_as" in items[name].open_facts) == (register_as is None)


def test_a_kindergarten_is_approved_in_place_of_registering(known: Library) -> None:
    items = plan(known, "330703", form="kindergarten", register_as="kindergarten")
    assert "approval" in ids(items)
    assert "approval" not in ids(plan(known, "330703", form="profit"))


def test_a_home_needs_neither_guards_nor_a_hygiene_report(known: Library) -> None:
    items = plan(known, "330703", form="home")
    assert {"monitors", "hygiene"}.isdisjoint(ids(items))


@pytest.mark.parametrize(
    ("region", "office"),
    [
        ("330703", "金东区市场监管局"),
        ("330782", "所在地县级以上市场监管部门"),
        (None, "所在地县级以上市场监管部门"),
    ],
)
def test_the_office_is_the_local_one_where_we_know_it(
    known: Library, region: str | None, office: str
) -> None:
    items = {i.id: i for i in plan(known, region, form="profit", register_as="company")}
    assert items["register_company"].authority == office


def test_a_place_or_list_we_do_not_have_is_a_clear_error(known: Library) -> None:
    with pytest.raises(UnknownKey, match="999999"):
        plan(known, "999999", form="profit")
    with pytest.raises(UnknownKey, match="no checklist 'closing'"):
        build(known, "closing", None, {}, DAY)


# --- a small one, looked at closely -----------------------------------------------------------


def test_a_step_is_made_of_its_answers(tmp_path: Path) -> None:
    library = small(tmp_path)
    site, food, filing = build(library, OPENING, COUNTY, {"meals": True}, DAY)
    assert (site.todo, site.said) == ("先看3层以下的房子。", "找区消防大队。")
    assert (site.authority, site.documents) == ("区消防大队", ())
    assert [c.section for c in site.cites] == ["二（六）1"]
    # The county is silent on food, the city answers together with the nation.
    assert food.said == "找市监局。全国规定：自己做饭要办证。找区消防大队。"
    assert food.authority == "区消防大队"
    assert [c.section for c in food.cites] == ["三", "第3条", "二（六）1", "第9条"]
    assert not food.silent
    assert (food.duration.max, food.duration.unit) == (15, "day")
    assert (filing.after, filing.silent) == (("food",), False)


def test_all_of_it_is_national_where_no_local_document_speaks(tmp_path: Path) -> None:
    library = small(tmp_path)
    site, *_ = build(library, OPENING, CITY, {}, DAY)
    assert site.silent
    assert site.said == "最高3层。"
    assert (site.authority, site.documents) == ("消防部门", ("消防凭证",))
    (nowhere, *_) = build(library, OPENING, None, {}, DAY)
    assert not nowhere.silent
    assert nowhere.said == site.said


def test_documents_of_the_step_come_first_and_none_twice(tmp_path: Path) -> None:
    old = "    done_words: [场地]\n"
    new = f"{old}    documents: [租赁合同, 消防凭证]\n"
    (site, *_) = build(
        small(tmp_path, edited("checklists/opening.yml", old, new)), OPENING, None, {}, DAY
    )
    assert site.documents == ("租赁合同", "消防凭证")


def test_who_waits_for_a_step_left_out_waits_for_what_came_before_it(tmp_path: Path) -> None:
    site, filing = build(small(tmp_path), OPENING, COUNTY, {"meals": False}, DAY)
    assert (site.id, filing.id) == ("site", "filing")
    assert filing.after == ("site",)


def test_nobody_waits_twice_for_the_same_step(tmp_path: Path) -> None:
    text = FILES["checklists/opening.yml"].replace("after: [food]", "after: [site, food]")
    library = small(tmp_path, {"checklists/opening.yml": text})
    *_, filing = build(library, OPENING, COUNTY, {"meals": False}, DAY)
    assert filing.after == ("site",)
