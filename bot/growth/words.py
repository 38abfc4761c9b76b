"""Where a child stands among its age, in words for a grandmother. Never a diagnosis."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.growth.assess import Assessment, Level, Measured, Obstacle, Point
from bot.growth.child import Child
from bot.growth.shown import number, size
from bot.growth.standards import FIRST_STANDING_DAY, Indicator
from bot.growth.trend import Remark
from content.rules.ages import after_months

BASIS = (
    "依据：世界卫生组织儿童生长标准（2006年）。社区儿保用的是国家标准WS/T 423—2022"
    "《7岁以下儿童生长标准》，数字会有一点出入，以儿保医生的评价为准。"
)
NO_DIAGNOSIS = "这只是和同龄宝宝比一比，不是诊断，不能代替医生。"
_OBSTACLES: dict[Obstacle, str] = {
    "before_birth": "量的日子比出生日期还早，请核对一下日期。",
    "before_due_day": "宝宝还没到预产期那天，这套标准用不上。早产宝宝这时候的生长，请问出生医院的医生。",
    "too_old": "这套标准只到5岁，5岁以后请到儿保门诊评价。",
    "nothing_measured": "还没有能比较的数。请告诉我体重、身长或头围，比如「体重8.5公斤 身长72厘米」。",
}
# (less than the others, more than the others)
_EXTREMES: dict[Indicator, tuple[str, str]] = {
    "weight": ("轻", "重"),
    "length": ("矮", "高"),
    "head": ("小", "大"),
    "weight_for_length": ("瘦", "胖"),
    "bmi": ("瘦", "胖"),
}
_LEVELS: dict[Level, str] = {
    "far_below": "比差不多所有同龄宝宝都{less}",
    "below": "比绝大多数同龄宝宝{less}",
    "usual": "在常见范围里",
    "above": "比绝大多数同龄宝宝{more}",
    "far_above": "比差不多所有同龄宝宝都{more}",
}
_SOON = (
    "有的数比同龄宝宝低很多，请这一两天就带宝宝去医院儿科看，别等下次体检。"
    "吃不下、拉肚子、没精神，马上去。"
)
_LOOK = "请约社区卫生服务中心或乡镇卫生院的儿保门诊看一看，请医生量准、看几次连起来的曲线。这不等于有病。"
_BIG_HEAD = "头围长得特别快、囟门鼓起来、老是吐、没精神，马上去医院。"
_RANKS = "（第几百分位：把100个同龄{group}从小到大排队，大约排在第几个。）"
_FINE = "一次量的数只是一个点，要看几次连起来的走势，不用和别人家孩子比。"


def reading(child: Child, seen: Measured, found: Assessment, remarks: Sequence[Remark] = ()) -> str:
    """The whole answer, several lines. What cannot wait stands before the figures."""
    if found.obstacle:
        return _OBSTACLES[found.obstacle]
    urgent = [remark.text for remark in remarks if remark.urgency == 2]
    other = [remark.text for remark in remarks if remark.urgency < 2]
    advice = _advice(found, remarks)
    first = [_SOON] if _SOON in advice else []
    figures = [_line(point, found.days) for point in _told(found)]
    after = [*other, *(line for line in advice if line not in first), BASIS, NO_DIAGNOSIS]
    group = "男宝" if child.sex == "male" else "女宝"
    lines = [_heading(child, seen, found), *first, *urgent, *figures, _RANKS.format(group=group)]
    return "\n".join([*lines, *after])


def age_words(start: date, on: date) -> str:
    """「7个月3天」; years from two on: 「2岁3个月」."""
    months = 0
    while after_months(start, months + 1) <= on:
        months += 1
    days = (on - after_months(start, months)).days
    years, rest = divmod(months, 12) if months >= 24 else (0, months)
    parts = [(years, "岁"), (rest, "个月"), (days, "天")]
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0天"


def urgency(found: Assessment, remarks: Sequence[Remark] = ()) -> int:
    """0 nothing, 1 have it looked at, 2 see a doctor within days."""
    levels = {point.level for point in found.points}
    own = 2 if "far_below" in levels else 1 if levels - {"usual"} else 0
    return max([own, *(remark.urgency for remark in remarks)])


def _heading(child: Child, seen: Measured, found: Assessment) -> str:
    name = child.name or "宝宝"
    age = age_words(child.birth, seen.on)
    if not found.corrected_by:
        return f"{name}{age}（{seen.on.month}月{seen.on.day}日量的）："
    due = child.birth + timedelta(days=found.corrected_by)
    return (
        f"{name}{age}，早产，按矫正月龄{age_words(due, seen.on)}比较"
        "（从预产期算起，满2岁以后按实际年龄）："
    )


def _told(found: Assessment) -> list[Point]:
    """BMI says the same as weight for length: it is told where it alone is out of range."""
    slim = found.point("weight_for_length")
    double = slim is not None and slim.level != "usual"
    return [
        point
        for point in found.points
        if point.indicator != "bmi" or (point.level != "usual" and not double)
    ]


def _line(point: Point, days: int) -> str:
    less, more = _EXTREMES[point.indicator]
    level = _LEVELS[point.level].format(less=less, more=more)
    return f"{_figure(point, days)}：{_rank(point)}，{level}。"


def _figure(point: Point, days: int) -> str:
    standing = days >= FIRST_STANDING_DAY
    if point.indicator == "weight":
        return f"体重{size('weight', point.value)}"
    if point.indicator == "length":
        return f"{'身高' if standing else '身长'}{size('length', point.value)}"
    if point.indicator == "head":
        return f"头围{size('head', point.value)}"
    if point.indicator == "bmi":
        return f"体质指数{number(point.value, 1)}"
    return "胖瘦（体重和身高配不配）" if standing else "胖瘦（体重和身长配不配）"


def _rank(point: Point) -> str:
    """「第53百分位」; at the ends a percentile says less than a word."""
    if point.percentile < 1:
        return "不到第1百分位"
    if point.percentile > 99:
        return "超过第99百分位"
    return f"第{round(point.percentile)}百分位"


def _advice(found: Assessment, remarks: Sequence[Remark]) -> list[str]:
    """Far below: within days. Out of range: the health-care clinic. Else: what a figure is worth."""
    levels = {point.level for point in found.points}
    head = found.point("head")
    big_head = [_BIG_HEAD] if head and head.level in {"above", "far_above"} else []
    if "far_below" in levels:
        return [_SOON, *big_head]
    if levels - {"usual"}:
        return [_LOOK, *big_head]
    return [_FINE] if urgency(found, remarks) == 0 else []
