"""One picture of each kind, and the awkward ones."""

from collections.abc import Callable
from datetime import date

from bot.pictures import binding_code, growth_curve, region_overview
from bot.pictures.binding_code import Code
from bot.pictures.growth_curve import Curve, Dot, Panel
from bot.pictures.region_overview import Overview, Row

WEIGHTS = Panel("weight", [Dot(0, 3.3), Dot(42, 5.0), Dot(95, 6.3), Dot(180, 7.7), Dot(226, 8.5)])
LENGTHS = Panel("length", [Dot(0, 50), Dot(42, 56), Dot(95, 61.5), Dot(180, 67), Dot(226, 70)])
HEADS = Panel("head", [Dot(980, 49)])
CURVE = Curve("male", [WEIGHTS, LENGTHS], "小宝的生长曲线", "男宝，7个月12天，11月22日量的")
DAY = date(2026, 11, 22)
ROWS = [
    Row("健康检查（工作人员）", 5, 2, 31, date(2026, 12, 3)),
    Row("备案证到期", 1, 0, 12, date(2027, 1, 15)),
    Row("消防安全自查与应急疏散演练记录表上报", 0, 0, 44),
    Row("食品经营许可证", 3, 12, 0, date(2026, 11, 25)),
]
OVERVIEW = Overview("金华市金东区", DAY, ROWS, 46)
CODE = Code(
    "https://example.org/bind/7K3M9Q2XWT",
    "绑定春苗托育园",
    "7K3M9-Q2XWT",
    ["微信扫一扫，或把上面的码发给我", "7天内有效，只能用一次，不要发给别人"],
)
LONG = "一个非常非常长的名字" * 9

PICTURES: dict[str, Callable[[], bytes]] = {
    "curve": lambda: growth_curve.draw(CURVE),
    "three years": lambda: growth_curve.draw(
        Curve(
            "female", [Panel("length", [Dot(400, 74), Dot(980, 88.2)]), HEADS], note="按矫正月龄画"
        )
    ),
    "newborn far below": lambda: growth_curve.draw(Curve("male", [Panel("weight", [Dot(3, 1.6)])])),
    "far above": lambda: growth_curve.draw(Curve("male", [Panel("weight", [Dot(1826, 40)])])),
    "no dots": lambda: growth_curve.draw(Curve("female", [Panel("weight", [])])),
    "long words": lambda: growth_curve.draw(Curve("female", [HEADS], LONG, LONG, LONG)),
    "overview": lambda: region_overview.draw(OVERVIEW),
    "empty overview": lambda: region_overview.draw(Overview("山亭区", DAY, [])),
    "noughts": lambda: region_overview.draw(Overview("山亭区", DAY, [Row("体检")])),
    "many": lambda: region_overview.draw(
        Overview(LONG, DAY, [Row(LONG, 99999, 99999, 99999, date(2099, 12, 31))] * 30, 99999)
    ),
    "code": lambda: binding_code.draw(CODE),
    "bare code": lambda: binding_code.draw(Code("x", "绑定")),
    "long code": lambda: binding_code.draw(Code("码" * 100, LONG, LONG, [LONG, LONG])),
}
