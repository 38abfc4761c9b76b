"""What families are told: each rule on both sides of the days on which it changed."""

from collections import Counter
from datetime import date

import pytest

from content.answers import fill, footnote, resolve
from content.load import Library
from content.schema import NATIONAL, Answer, Facts
from tests.content.small import DAY

TOPICS = (
    "childcare_allowance",
    "allowance_apply",
    "tax_deduction",
    "maternity_allowance",
    "fee_support",
    "choosing",
    "enrolment",
    "refund",
    "childcare_law",
)
PROVINCES = {"140000": "山西", "320000": "江苏", "330000": "浙江", "370000": "山东"}


def national(known: Library, topic: str, day: date, facts: Facts | None = None) -> Answer:
    found = resolve(known, topic, None, facts or {}, day).national
    assert found is not None, (topic, day)
    assert found.region == NATIONAL
    return found.answer


def text(known: Library, topic: str, day: date, facts: Facts | None = None) -> str:
    """Lead and detail as somebody reads them that day."""
    answer = national(known, topic, day, facts)
    return fill(known, f"{answer.lead}{answer.detail or ''}", day)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_has_an_answer_today_and_words_people_ask_with(known: Library, topic: str) -> None:
    assert national(known, topic, DAY).lead
    assert 10 <= len(known.topic(topic).keywords) <= 24
    assert known.topic(topic).group == "policy"


def test_no_keyword_belongs_to_another_topic_as_well(known: Library) -> None:
    count = Counter(word for topic in known.topics.values() for word in topic.keywords)
    shared = [w for topic in TOPICS for w in known.topic(topic).keywords if count[w] > 1]
    assert shared == []


@pytest.mark.parametrize("topic", TOPICS)
def test_the_first_sentence_fits_a_line_and_the_rest_a_screen(known: Library, topic: str) -> None:
    for answer in known.topic(topic).answers:
        assert len(fill(known, answer.lead or "", DAY)) <= 45
        assert len(fill(known, answer.detail or "", DAY)) <= 230


@pytest.mark.parametrize(
    ("topic", "day", "said", "unsaid"),
    [
        ("childcare_allowance", date(2024, 6, 1), "2025年1月1日起才有", "3600"),
        ("childcare_allowance", date(2024, 12, 31), "2025年1月1日起才有", "3600"),
        ("childcare_allowance", date(2025, 1, 1), "每年补3600元", "起才有"),
        ("childcare_allowance", DAY, "每年补3600元", "起才有"),
        ("allowance_apply", date(2025, 8, 15), "2025年12月31日前", "延长"),
        ("allowance_apply", date(2025, 12, 31), "2025年12月31日前", "延长"),
        ("allowance_apply", date(2026, 1, 1), "1月5日起开放", "延长"),
        ("allowance_apply", date(2026, 7, 20), "错过的先问当地卫健", "延长"),
        ("allowance_apply", date(2026, 7, 21), "新截止日没核到", "原定2025年底"),
        ("allowance_apply", DAY, "新截止日没核到", "原定2025年底"),
        ("tax_deduction", date(2021, 12, 31), "2022年1月1日起才有", "000元"),
        ("tax_deduction", date(2022, 1, 1), "1000元", "2000元"),
        ("tax_deduction", date(2022, 12, 31), "1000元", "2000元"),
        ("tax_deduction", date(2023, 1, 1), "2000元", "1000元"),
        ("tax_deduction", date(2024, 6, 1), "2000元", "1000元"),
        ("maternity_allowance", date(2026, 2, 5), "各地不一样", "直接发给本人"),
        ("maternity_allowance", date(2026, 2, 6), "直接发给本人", "先发给单位"),
        ("fee_support", date(2025, 8, 31), "没有统一的托育券", "3600"),
        ("fee_support", date(2025, 9, 1), "不管3岁以下", "才开始"),
        ("refund", date(2025, 4, 30), "没查到", "7日"),
        ("refund", date(2025, 5, 1), "付款7日内", "才有"),
        ("childcare_law", date(2025, 12, 21), "还没有托育服务法", "草案"),
        ("childcare_law", date(2025, 12, 22), "8章76条", "年内制定"),
        ("childcare_law", date(2026, 3, 4), "年内制定", "还没有托育服务法"),
        ("leave", date(2026, 2, 5), "98天", "2026年"),
        ("leave", date(2026, 2, 6), "2026年2月起全国直接发给本人", "各地不一样"),
    ],
)
def test_what_held_on_the_day_is_said(
    known: Library, topic: str, day: date, said: str, unsaid: str
) -> None:
    words = text(known, topic, day)
    assert said in words
    assert unsaid not in words


def test_how_to_claim_is_not_known_before_there_was_a_way(known: Library) -> None:
    assert resolve(known, "allowance_apply", None, {}, date(2025, 8, 14)).best is None


def test_the_examples_of_part_years_agree_with_the_monthly_figure(known: Library) -> None:
    words = text(known, "childcare_allowance", DAY)
    for months, yuan in ((24, 7200), (1, 300)):
        assert months * 300 == yuan
        assert f"{months}个月、{yuan}元" in words
    assert f"{3 * 3600}元" in words


def test_the_claim_names_office_and_papers(known: Library) -> None:
    for answer in known.topic("allowance_apply").answers:
        assert answer.authority == "孩子户口所在地的乡镇政府、街道办"
        assert answer.documents[:2] == ["出生医学证明", "户口簿"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "ty.padis.net.cn"),
        ({"form": "profit"}, "ty.padis.net.cn"),
        ({"form": "kindergarten"}, "办园许可证"),
        ({"form": "home"}, "最多收5个孩子"),
    ],
)
def test_choosing_looks_at_what_kind_of_place_it_is(
    known: Library, facts: Facts, said: str
) -> None:
    assert said in (fill(known, national(known, "choosing", DAY, facts).lead or "", DAY))


def test_the_caps_in_choosing_are_those_of_the_standard(known: Library) -> None:
    words = text(known, "choosing", DAY)
    for figure in ("最多10人、1人看3个", "1岁15人、看5个", "2岁20人、看7个", "混龄18人"):
        assert figure in words


def test_where_the_permit_may_come_the_answer_says_so(known: Library) -> None:
    for topic in ("choosing", "childcare_law"):
        cited = {cite.source for cite in national(known, topic, DAY).cite}
        assert "childcare-law-draft" in cited


def test_what_was_only_reported_is_marked_so(known: Library) -> None:
    """The extension rests on one report: readers see it, and it falls due with the year."""
    cite = national(known, "allowance_apply", DAY).cite[-1]
    assert cite.source == "allowance-extension-2026"
    assert "转述" in (footnote(known, cite, DAY).note or "")
    assert not footnote(known, cite, date(2026, 12, 31)).due
    assert footnote(known, cite, date(2027, 1, 1)).due


@pytest.mark.parametrize(
    ("region", "since", "days"),
    [
        ("330000", date(2021, 11, 25), ("158天", "188天", "护理假15天", "10天育儿假")),
        ("370000", date(2025, 1, 18), ("158天", "不少于15日", "不少于10日育儿假")),
        ("320000", date(2022, 2, 10), ("158天", "不少于15天", "10天育儿假")),
        ("140000", date(2021, 9, 29), ("158天", "护理假15天", "各15天")),
    ],
)
def test_a_province_gives_all_four_kinds_of_leave_from_its_day(
    known: Library, region: str, since: date, days: tuple[str, ...]
) -> None:
    local = resolve(known, "leave", region, {}, since).local
    assert local is not None
    words = f"{local.answer.lead}{local.answer.detail}"
    for said in (*days, "每天1小时喂奶时间", PROVINCES[region]):
        assert said in words
    before = resolve(known, "leave", region, {}, date.fromordinal(since.toordinal() - 1))
    assert before.local is None
    assert before.national is not None
