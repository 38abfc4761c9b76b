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
}
_UNITS = {"classes": "个班", "places": "个托位", "lease_years": "年租期", "floor": "楼",
          "area": "平方米室内面积", "outdoor_area": "平方米室外场地", "carers": "名保育人员", "children": "个孩子"}  # fmt: skip
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
    }
    if (slot, value) in words:
        return words[slot, value]
    if slot == "region":
        return library.regions.full_name(value) if value in library.regions else str(value)
    if slot == "form":
        return FORMS.get(value, str(value))
    if slot in _UNITS and isinstance(value, int | float):
        return f"{value:g}{_UNITS[slot]}"
    return f"{_NAMES.get(slot, slot)}{value}"
