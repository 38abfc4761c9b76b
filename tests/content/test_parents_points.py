"""Details for families: sums by year of birth, and who gets which detail for which question."""

import re
from datetime import date

import pytest

from content.load import Library
from content.points import Asked, details
from content.rules.allowance import due_months

DAY = date(2026, 11, 22)


def said(library: Library, topic: str, question: str) -> str:
    return "\n".join(d.point.text for d in details(library, topic, None, Asked(question), DAY))


@pytest.mark.parametrize("topic", ["childcare_allowance", "allowance_apply"])
@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_sum_of_each_month_of_birth_is_the_one_that_is_worked_out(
    known: Library, topic: str, year: int
) -> None:
    listed = re.findall(r"(\d+)月(\d+)", said(known, topic, f"{year}年的孩子"))
    assert listed == [
        (str(month), str(300 * due_months(date(year, month, 1)))) for month in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("topic", "question", "words"),
    [
        ("childcare_allowance", "去年腊月生的，2025年生一共给多少", "10800"),
        ("childcare_allowance", "领了育儿补贴还能抵个税吗", "能一起要"),
        ("childcare_allowance", "会不会影响吃低保", "不计入家庭收入"),
        ("childcare_allowance", "我在外地打工咋办", "孩子户口地"),
        ("childcare_allowance", "没爹没妈的孩子能领吗", "孤儿"),
        ("allowance_apply", "用哪个APP", "小程序"),
        ("allowance_apply", "交上去一个多月没动静", "30个工作日"),
        ("allowance_apply", "2023年生的是不是过期了", "没核到"),
        ("allowance_apply", "去年领过还要再申请吗", "续领"),
        ("tax_deduction", "是不是每月发2000块", "不是发2000元"),
        ("tax_deduction", "我工资才4000", "用不上"),
        ("maternity_allowance", "公司没给我交生育险", "单位按产假前的工资"),
        ("fee_support", "托班也免费了吗", "国家免费的只有大班"),
        ("choosing", "一个老师能看几个孩子", "{ratio.infant}"),
        ("enrolment", "手足口好了多久能回去", "两周"),
        ("refund", "请假的钱退不退", "看合同"),
        ("childcare_law", "备案过的要不要重办", "没查到"),
        ("return_to_work", "面试问我打不打算生二胎", "不能追问"),
        ("construction_quality", "房顶漏水保修几年", "5年"),
    ],
)
def test_a_question_gets_its_detail_first(
    known: Library, topic: str, question: str, words: str
) -> None:
    assert words in said(known, topic, question).split("\n")[0]


def test_the_last_day_of_a_claim_is_not_named_when_it_is_over(known: Library) -> None:
    point = "2026年12月31日为止"
    assert point in said(known, "allowance_apply", "2025年生的来得及申请吗")
    later = details(
        known, "allowance_apply", None, Asked("2025年生的来得及申请吗"), date(2027, 1, 1)
    )
    assert not [d for d in later if point in d.point.text]
