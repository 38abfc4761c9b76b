"""The overview in words, in chat and each week."""

from datetime import date, timedelta

from bot.channels.outgoing import Notice, restored
from bot.overviews.places import place_name, places_name
from bot.overviews.region import RegionOverview, Span
from bot.overviews.summary import days, officer_overview_text
from bot.overviews.week import Week
from bot.overviews.weekly import notice
from content.regions import Regions
from tests.bot.overviews.country import TODAY
from tests.bot.overviews.test_workbook import overview, standing

WEEK = Week(TODAY)


def test_in_chat(known_regions: Regions) -> None:
    found = overview(
        standing("春苗托育园", overdue=4, due=2, bound=False), standing("秋实", overdue=0, due=0)
    )
    assert officer_overview_text(found, known_regions) == (
        "浙江省金华市金东区共 2 家托育机构：\n"
        "· 已经过期：4 件\n"
        "· 30 天内到期：2 件\n"
        "· 11月1日到23日办好：6 件\n"
        "· 没有人收提醒：1 家\n"
        "\n"
        "过期最多的：\n"
        "1. 春苗托育园：过期 4 件，快到期 2 件，没有人收提醒"
    )


def test_nobody_is_late(known_regions: Regions) -> None:
    told = officer_overview_text(overview(standing(overdue=0)), known_regions)
    assert told.endswith("\n\n没有过期的，很好。")


def test_no_institution(known_regions: Regions) -> None:
    told = officer_overview_text(overview(), known_regions)
    assert told == "浙江省金华市金东区还没有登记的托育机构。"


def test_the_rest_is_counted(known_regions: Regions) -> None:
    found = overview(*(standing(f"第{n}家\n很长的名字" + "长" * 40) for n in range(7)))
    told = officer_overview_text(found, known_regions)
    lines = told.splitlines()
    assert lines[-1] == "另外还有 2 家有过期的。"
    assert [line[:2] for line in lines[-6:-1]] == ["1.", "2.", "3.", "4.", "5."]
    assert all(len(line) < 50 for line in lines)


def _weekly(url: str | None, regions: Regions) -> Notice:
    rows = [standing(f"第{n}家" + "长" * 40, bound=False) for n in range(9)]
    span = Span(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
    found = RegionOverview(("330703",), TODAY, WEEK.sunday, span, rows, [])
    return notice(found, WEEK, regions, url)


def test_each_week(known_regions: Regions) -> None:
    made = _weekly(None, known_regions)
    assert made.text.splitlines()[:6] == [
        "浙江省金华市金东区托育机构本周情况（11月23日到29日）：",
        "· 机构：9 家",
        "· 已经过期：18 件",
        "· 本周到期：9 件（到11月29日）",
        "· 上周办好：27 件（11月16日到22日）",
        "· 没有人收提醒：9 家",
    ]
    assert made.text.endswith("要全部名单，发「导出」拿表格。")
    assert (made.template, made.fields["count"], made.url) == ("weekly", "18", None)
    assert restored(made.model_dump(mode="json")) == made


def test_with_a_link(known_regions: Regions) -> None:
    url = "https://tuoyu.example.cn/files/" + "x" * 32
    made = _weekly(url, known_regions)
    assert made.text.endswith(f"：{url}")
    assert made.url == url
    # What WeChat takes in one message.
    assert len(made.text.encode()) < 2048


def test_places(known_regions: Regions) -> None:
    assert place_name("000000", known_regions) == "全国"
    assert place_name("999999", known_regions) == "999999"
    four = ("330703", "140525", "320700", "371300")
    assert places_name(four, known_regions).endswith("等4个地区")
    assert places_name(four[:2], known_regions) == "浙江省金华市金东区、山西省晋城市泽州县"


def test_days() -> None:
    assert days(date(2026, 11, 1), date(2026, 11, 1)) == "11月1日"
    assert days(date(2026, 11, 30), date(2026, 12, 6)) == "11月30日到12月6日"
    assert days(date(2025, 12, 29), date(2026, 12, 4)) == "12月29日到12月4日"
