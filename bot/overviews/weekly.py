"""The weekly summary as a message: its words, and the fields of a template. Pure."""

from bot.channels.outgoing import Notice
from bot.overviews.places import places_name
from bot.overviews.region import RegionOverview
from bot.overviews.summary import day, days, worst_lines
from bot.overviews.week import Week
from content.regions import Regions

# Our name for the template of a platform; wechat_templates maps it.
TEMPLATE = "weekly"
HINT = "发「导出」拿表格。"


def notice(overview: RegionOverview, week: Week, regions: Regions, url: str | None) -> Notice:
    """What goes to the outbox. ``url``: the workbook's address, where we have one."""
    place = places_name(overview.regions, regions)
    return Notice(
        template=TEMPLATE,
        fields={
            "thing": "每周托育机构情况",
            "date": f"{overview.today:%Y年%m月%d日}",
            "name": place,
            "count": str(overview.overdue),
            "remark": f"过期{overview.overdue}件，本周到期{overview.due}件",
        },
        text=text(overview, week, regions, url),
        url=url,
    )


def text(overview: RegionOverview, week: Week, regions: Regions, url: str | None) -> str:
    span = overview.confirmed_in
    lines = [
        f"{places_name(overview.regions, regions)}托育机构本周情况"
        f"（{days(week.monday, week.sunday)}）：",
        f"· 机构：{len(overview.institutions)} 家",
        f"· 已经过期：{overview.overdue} 件",
        f"· 本周到期：{overview.due} 件（到{day(overview.soon)}）",
        f"· 上周办好：{overview.confirmed} 件（{days(span.first, span.last)}）",
        f"· 没有人收提醒：{overview.unbound} 家",
        *worst_lines(overview),
        "",
        f"全部名单在表格里（七天内能打开）：{url}" if url else f"要全部名单，{HINT}",
    ]
    return "\n".join(lines)
