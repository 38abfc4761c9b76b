"""The columns of both sheets: the template is made from them, and filled files are read by them."""

from dataclasses import dataclass
from typing import Literal

from bot.institutions.posts import COMMON

Kind = Literal[
    "text", "code", "region", "form", "nature", "yes_no", "person", "post", "past", "day"
]


@dataclass(frozen=True)
class Column:
    """``key``: what it fills. ``done.X``: the last day on which duty X was done; ``date.X``: the
    printed date that duties call X. ``past`` is a day not after today.
    """

    key: str
    heading: str
    kind: Kind
    note: str
    example: str
    required: bool = False


@dataclass(frozen=True)
class Layout:
    """One sheet. ``named``: the column where an example begins with 示例. ``most``: rows."""

    title: str
    columns: tuple[Column, ...]
    named: str
    most: int

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


FORMS = {
    "营利性": "profit",
    "非营利性": "nonprofit",
    "事业单位": "public",
    "幼儿园托班": "kindergarten",
    "单位办": "employer",
    "社区办": "community",
    "家庭托育点": "home",
}
NATURES = {"营利性": "profit", "非营利性": "nonprofit"}
YES_NO = {"是": True, "否": False}
EXAMPLE = "示例"
# Its last character is wrong on purpose: nobody brings the example in by mistake.
EXAMPLE_CODE = "91330703MA0000000L"

INSTITUTIONS = Layout(
    "机构",
    (
        Column("name", "机构名称", "text", "照登记证或营业执照上写", "示例：春苗托育园", True),
        Column("code", "统一社会信用代码", "code", "18位，照证书上抄", EXAMPLE_CODE, True),
        Column("region", "所在县区", "region", "写到县、区，比如“浙江省金华市金东区”", "浙江省金华市金东区", True),
        Column("form", "机构类型", "form", "从下拉框里选一种", "营利性", True),
        Column("nature", "登记性质", "nature", "单位办、社区办的要选，其他不用填", ""),
        Column("meals", "是否供餐", "yes_no", "园里做饭或送餐就选“是”", "是"),
        Column("registered_on", "登记日期", "past", "证书上的成立或登记日期", "2024年3月1日"),
        Column("date.filing_certificate", "备案证书到期日", "day", "证书上印了才填；没印就空着", ""),
        Column("date.registration_certificate", "登记证书到期日", "day", "登记证、法人证书上印的日期，没印就空着", ""),
        Column("date.food_permit", "食品经营许可证到期日", "day", "许可证上印的日期", "2029/5/20"),
        Column("date.lease", "租房合同到期日", "day", "合同上写的最后一天", "2028-02-28"),
        Column("date.insurance", "责任保险到期日", "day", "保单上写的最后一天", "2027.2.28"),
        Column("date.elevator_inspection", "电梯检验到期日", "day", "有电梯才填", ""),
        Column("date.extinguishers", "灭火器维修或报废日期", "day", "看灭火器铭牌，填最早的一个", ""),
        Column("done.safety.record_check", "上次全员违法犯罪记录查询日期", "past", "上一次给所有员工查的日子", "2026年3月1日"),
        Column("done.fire.drill", "上次疏散演练日期", "past", "上一次演练的日子", "2026年9月1日"),
        Column("done.fire.facilities", "上次消防设施检测日期", "past", "上一次全面检测的日子，看检测报告", ""),
        Column("closed_on", "停办日期", "day", "停办了才填：最后营业的那一天", ""),
    ),
    "name",
    5_000,
)  # fmt: skip
STAFF = Layout(
    "员工",
    (
        Column("code", "机构统一社会信用代码", "code", "和“机构”表里的一样", EXAMPLE_CODE, True),
        Column("person", "姓名", "person", "同一家有两位同名的，后面加数字，比如“王芳2”", "示例：王芳", True),
        Column("post", "岗位", "post", "从下拉框里选，也可以自己写", COMMON[1], True),
        Column("started_on", "到岗日期", "day", "第一天上班的日子", "2024年3月1日"),
        Column("done.staff.health_check", "上次体检日期", "past", "上一次员工健康检查的日子", "2026年3月1日"),
        Column("date.food_certificate", "厨房人员健康证到期日", "day", "做饭、分餐的人才填", ""),
        Column("date.guard_certificate", "保安员证到期日", "day", "证上印了才填", ""),
        Column("date.training_certificate", "培训或岗位证书到期日", "day", "证上印了才填", ""),
        Column("left_on", "离职日期", "day", "离职了才填：最后上班的那一天", ""),
    ),
    "person",
    50_000,
)  # fmt: skip
LAYOUTS = (INSTITUTIONS, STAFF)
