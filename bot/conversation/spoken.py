"""Facts put into words, so that people see what was understood."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.dossier import FORMS
from content.load import Library

_NAMES = {
    "region": "地点",
    "form": "性质",
    "nature": "登记性质",
    "inclusive": "普惠",
    "classes": "班数",
    "places": "托位",
    "meals": "供餐",
    "opening_date": "开业日期",
    "floor": "楼层",
    "lease_years": "租期",
    "area": "室内面积",
    "outdoor_area": "室外场地",
    "carers": "保育人员",
    "children": "孩子",
    "tenure": "房子",
    "added_classes": "新开班数",
    "enrolled": "收了几个孩子",
    "in_community": "在不在社区里",
    "filed": "备案",
    "award": "示范单位",
    "birth_date": "孩子生日",
    "home_region": "孩子户口",
    "work_region": "上班的地方",
    "claimed": "申请过没有",
    "insured": "生育保险",
    "pays_income_tax": "个人所得税",
}
_PLACES = {"region": "", "home_region": "孩子户口在", "work_region": "上班在"}
_FIGURES = {
    "classes": "{:g}个班",
    "places": "{:g}个托位",
    "lease_years": "{:g}年租期",
    "floor": "{:g}楼",
    "area": "{:g}平方米室内面积",
    "outdoor_area": "{:g}平方米室外场地",
    "carers": "{:g}名保育人员",
    "children": "{:g}个孩子",
    "added_classes": "新开{:g}个班",
    "enrolled": "收了{:g}个孩子",
}
_TOLD = (
    "region",
    "form",
    "nature",
    "inclusive",
    "classes",
    "places",
    "meals",
    "opening_date",
    "floor",
    "tenure",
    "lease_years",
    "area",
    "outdoor_area",
    "carers",
)


def acknowledge(library: Library, facts: Mapping[str, Any]) -> str:
    """「我记下了：金东区，营利性托育机构，3个班，60个托位。」, or nothing."""
    told = [spoken(library, k, facts[k]) for k in _TOLD if facts.get(k) not in (None, "unknown")]
    return f"我记下了：{'，'.join(told)}。" if told else ""


def changed(library: Library, changes: Mapping[str, tuple[Any, Any]]) -> str:
    """「好，改成非营利性托育机构（民非）。」"""
    told = [
        spoken(library, k, new)
        for k, (_, new) in changes.items()
        if k in _NAMES and new is not None
    ]
    if "places" in changes:
        told = [t for t in told if not t.endswith("个孩子")]
    return f"好，改成：{'，'.join(told)}。" if told else ""


def spoken(library: Library, slot: str, value: Any) -> str:
    """One fact in words."""
    words: dict[tuple[str, Any], str] = {
        ("inclusive", True): "普惠",
        ("inclusive", False): "非普惠",
        ("meals", True): "供餐",
        ("meals", False): "不供餐",
        ("nature", "profit"): "登记成营利的",
        ("nature", "nonprofit"): "登记成非营利的",
        ("tenure", "own"): "房子自有",
        ("tenure", "rent"): "房子是租的",
        ("in_community", True): "在社区里",
        ("in_community", False): "不在社区里",
        ("filed", True): "备过案",
        ("filed", False): "还没备案",
        ("award", "province"): "省级示范",
        ("award", "city"): "市级示范",
        ("award", "none"): "没评上示范",
        ("claimed", True): "申请过育儿补贴",
        ("claimed", False): "没申请过育儿补贴",
        ("insured", True): "有生育保险",
        ("insured", False): "没有生育保险",
        ("pays_income_tax", True): "交个税",
        ("pays_income_tax", False): "不交个税",
    }
    if (slot, value) in words:
        return words[slot, value]
    if value == "unknown":
        return f"{_NAMES.get(slot, slot)}不清楚"
    if slot in _PLACES:
        name = library.regions.full_name(value) if value in library.regions else str(value)
        return _PLACES[slot] + name
    if slot == "birth_date":
        return f"孩子{_day(value)}生"
    if slot == "form":
        return FORMS.get(value, str(value))
    if slot in _FIGURES and isinstance(value, int | float):
        return _FIGURES[slot].format(value)
    return f"{_NAMES.get(slot, slot)}{value}"


def _day(value: str) -> str:
    """「2025年6月」 of 2025-06, 「2025年6月3日」 of 2025-06-03."""
    return "".join(f"{int(n)}{unit}" for n, unit in zip(value.split("-"), "年月日", strict=False))
