"""统一社会信用代码: eighteen characters, the last of which checks the others (GB 32100-2015)."""

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_character(first: str) -> str:
    """The eighteenth character for the first seventeen; ValueError for a strange one."""
    total = sum(_CHARACTERS.index(c) * w for c, w in zip(first, _WEIGHTS, strict=True))
    return _CHARACTERS[-total % 31]


def wrong(code: str) -> str | None:
    """What is wrong with a code, in words for who typed it; None where nothing is."""
    if len(code) != 18:
        return f"统一社会信用代码应该是18位，这里是{len(code)}位"
    strange = sorted({c for c in code if c not in _CHARACTERS})
    if strange:
        return f"统一社会信用代码里不会有“{'”“'.join(strange)}”，请对照证书再看一遍"
    if code[-1] != check_character(code[:17]):
        return "统一社会信用代码有一位不对，请对照证书再看一遍"
    return None
