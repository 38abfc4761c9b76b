"""How people call duties and dates. A duty that replaces another is called as that one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from content.duties import DateDeclaration, Duty, replaced

T = TypeVar("T")
_DUTIES: Mapping[str, Sequence[str]] = {
    "staff.health_check": ("体检", "健康检查", "健康合格证"),
    "staff.health_check_first": ("上岗前体检", "岗前体检", "入职体检"),
    "staff.record_check_first": ("录用前查", "录用前查询", "入职查询"),
    "staff.food_certificate": ("健康证", "厨房健康证"),
    "staff.training_certificate": ("培训证", "岗位证书", "保育员证", "育婴员证"),
    "staff.guard_certificate": ("保安员证", "保安证"),
    "staff.other_certificate": ("个人证件",),
    "health.children_check": ("孩子体检", "儿童体检", "幼儿体检", "宝宝体检", "孩子们体检"),
    "health.vaccination_new": ("接种证", "查接种证", "预防接种证"),
    "health.vaccination_recheck": ("复查接种证", "接种证复查"),
    "safety.record_check": ("违法犯罪记录", "犯罪记录", "无犯罪", "犯罪查询", "全员查询", "记录查询"),
    "safety.video": ("监控", "录像"),
    "safety.guards_filing": ("保安备案",),
    "safety.elevator": ("电梯",),
    "fire.self_check": ("防火检查", "消防检查", "消防自查", "防火自查"),
    "fire.drill": ("演练", "消防演练", "疏散演练", "逃生演练", "应急演练"),
    "fire.facilities": ("消防设施", "消防检测", "消防设施检测", "设施检测"),
    "fire.extinguishers": ("灭火器",),
    "food.permit": ("食品许可证", "食品经营许可", "经营许可证", "食品证"),
    "food.survey": ("膳食调查", "营养评估"),
    "food.training": ("食品安全培训", "食安培训", "食品培训"),
    "report.company": ("年报", "企业年报", "工商年报"),
    "report.home": ("年报",),
    "report.minfei_supervisor": ("年检", "民非年检", "报主管单位"),
    "report.minfei_registry": ("年检", "民非年检", "报登记机关"),
    "report.public": ("年度报告", "年报"),
    "report.health_bureau": ("年底报告", "卫健报告", "年底总结", "向卫健"),
    "report.children": ("孩子信息", "报送孩子", "在托孩子信息"),
    "filing.certificate": ("备案证",),
    "filing.change": ("备案信息",),
    "filing.registration_company": ("变更登记",),
    "filing.registration_minfei": ("变更登记",),
    "filing.registration_certificate": ("登记证", "法人证", "营业执照", "执照"),
    "contract.lease": ("租约", "租赁合同", "租房合同", "房租合同", "房屋合同"),
    "contract.insurance": ("保险", "责任险", "续保"),
    "inspection.visit": ("上门检查", "检查"),
    "inspection.rectification": ("整改",),
    "inspection.quality": ("质量评估", "评估"),
    "other.certificate": ("其他证",),
}  # fmt: skip
_DATES: Mapping[str, Sequence[str]] = {
    "filing_certificate": ("备案证",),
    "registration_certificate": ("登记证", "法人证", "营业执照", "执照"),
    "food_permit": ("食品经营许可", "食品许可", "经营许可证", "许可证"),
    "elevator_inspection": ("电梯",),
    "extinguishers": ("灭火器",),
    "lease": ("租约", "租赁合同", "租房合同", "房租合同", "房屋合同"),
    "insurance": ("保险", "责任险", "保单"),
    "inspection": ("检查日期", "上门检查", "来检查"),
    "rectification": ("整改",),
    "quality_evaluation": ("评估",),
    "food_certificate": ("健康证",),
    "training_certificate": ("培训证", "岗位证书", "保育员证", "育婴员证"),
    "guard_certificate": ("保安员证", "保安证"),
}


def named_duties(text: str, duties: Mapping[str, Duty], owed: Iterable[Duty]) -> list[Duty]:
    """Of the duties owed those that a text names; of several the one named in most words."""
    return _longest(text, ((duty, called(duty, duties)) for duty in owed))


def called(duty: Duty, duties: Mapping[str, Duty]) -> list[str]:
    """What people call it: its title, and the usual words for it or what it replaces."""
    names = [*replaced(duty, duties)] if duty.id in duties else [duty.id]
    return [duty.title, *(word for name in names for word in _DUTIES.get(name, ()))]


def named_dates(text: str, dates: Mapping[str, DateDeclaration]) -> list[DateDeclaration]:
    """The dates that a text names; of several the one named in most words."""
    return _longest(text, ((one, [one.title, *_DATES.get(one.id, ())]) for one in dates.values()))


def _longest(text: str, known: Iterable[tuple[T, Sequence[str]]]) -> list[T]:
    """Those with the longest of their words in the text."""
    found: dict[int, list[T]] = {}
    for thing, words in known:
        length = max((len(word) for word in words if word in text), default=0)
        if length:
            found.setdefault(length, []).append(thing)
    return found[max(found)] if found else []
