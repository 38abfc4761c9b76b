"""What a sentence says about money matters: 普惠, 加3个班, 在小区里, 备过案, 省级示范, 生育保险."""

import re
from collections.abc import Callable
from typing import Any

from nlu.entities.numbers import quantities
from nlu.normalise import clean

_NOT = r"(?:不|没|没有|还没|还没有|未)"
_NOT_FILED = re.compile(rf"{_NOT}(?:办|做|去|有)?(?:过)?(?:备过?案|备案)|备案{_NOT}|没备|还没备")
_FILED = re.compile(r"备过案|备了案|备好案|(?:已经?|都)备案|备案(?:了|过|好|完|通过|办好)")
_NO_AWARD = re.compile(rf"{_NOT}(?:有)?(?:被)?(?:评|拿|得|获|示范)(?!.{{0,3}}普惠)")
_PROVINCE = re.compile(r"省(?:级|里|的?示范)")
_CITY = re.compile(r"市(?:级|里|的?示范)")
_OUTSIDE = re.compile(rf"{_NOT}(?:是|开|办|设)?在?(?:居民)?(?:小区|社区)")
_INSIDE = re.compile(r"在(?:居民)?(?:小区|社区)(?!服务中心)|(?:小区|社区)(?:里|内|门口|底商)")
_INSURANCE = re.compile(r"生育(?:保)?险|(?<!城乡)社保|五险")
_INCOME_TAX = re.compile(r"个税|个人所得税|所得税")
_CLAIM = re.compile(
    r"(?:申请|领|申领|拿|报)(?:到|了)?过|(?:补贴|钱).{0,3}(?:领|申请)|(?:没|还没|未)(?:去)?(?:申请|领)|(?:申请|领)(?:了|到)"
)
_DENIED = re.compile(r"不|没|未|断了")
_INCLUSIVE = re.compile(r"普惠")
_NOT_INCLUSIVE = re.compile(
    r"非普惠|(?:不|没|还没)(?:是|做|算|评上?|认定|办)?(?:成)?普惠|普惠没|高端"
)
_MORE_CLASSES = re.compile(r"[加增新多添开]")


def filed(text: str) -> bool | None:
    """「备过案了」, 「还没备案」."""
    if _NOT_FILED.search(text):
        return False
    return True if _FILED.search(text) else None


def award(text: str) -> str | None:
    """「没评上」, 「省级」, 「评上了市级示范」."""
    if _NO_AWARD.search(text):
        return "none"
    if _PROVINCE.search(text):
        return "province"
    return "city" if _CITY.search(text) else None


def in_community(text: str) -> bool | None:
    """「在小区里」, 「不在小区」."""
    if _OUTSIDE.search(text):
        return False
    return True if _INSIDE.search(text) else None


def inclusive(text: str) -> bool | None:
    """「普惠的」, 「不是普惠」, 「没评上普惠」."""
    if _NOT_INCLUSIVE.search(text):
        return False
    return True if _INCLUSIVE.search(text) else None


def insured(text: str) -> bool | None:
    """「没有生育保险」, 「单位交社保」."""
    return _DENIED.search(text) is None if _INSURANCE.search(text) else None


def pays_income_tax(text: str) -> bool | None:
    """「交个税」, 「工资低，不交个税」."""
    return _DENIED.search(text) is None if _INCOME_TAX.search(text) else None


def claimed(text: str) -> bool | None:
    """「领过补贴」, 「没申请过」."""
    if not _CLAIM.search(text):
        return None
    return _DENIED.search(text) is None


def added_classes(text: str) -> float | None:
    """「加3个班」, 「新开2个班」."""
    found = [q for q in quantities(text) if q.kind == "classes"]
    return float(found[0].value) if found and _MORE_CLASSES.search(text) else None


READERS: dict[str, Callable[[str], Any]] = {
    "filed": filed,
    "award": award,
    "in_community": in_community,
    "inclusive": inclusive,
    "claimed": claimed,
    "insured": insured,
    "pays_income_tax": pays_income_tax,
    "added_classes": added_classes,
}


def read(text: str) -> dict[str, Any]:
    """Slot → value for everything the sentence states on money matters."""
    text = clean(text)
    found = {slot: reader(text) for slot, reader in READERS.items()}
    return {slot: value for slot, value in found.items() if value is not None}
