"""Division codes as people name the places. A code that nobody knows stands for itself."""

from collections.abc import Sequence

from content.regions import Regions

_MOST = 3


def place_name(code: str, regions: Regions) -> str:
    """「浙江省金华市金东区」."""
    if code == "000000":
        return "全国"
    return regions.full_name(code) if code in regions else code


def places_name(codes: Sequence[str], regions: Regions) -> str:
    """Several places in one line."""
    names = "、".join(place_name(code, regions) for code in codes[:_MOST])
    return f"{names}等{len(codes)}个地区" if len(codes) > _MOST else names
