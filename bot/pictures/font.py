"""The font of every picture: Noto Sans SC out of a package, never one of the system's."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties, get_font
from pylopdf_fonts_zh_cn import sans_path

# What a picture shows of text that the font has no shape for.
_UNKNOWN = "·"


def font(points: float) -> FontProperties:
    return FontProperties(fname=sans_path(), size=points)


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    """The characters the font has a shape for."""
    return frozenset(get_font(str(sans_path())).get_charmap())


def has_glyphs(text: str) -> bool:
    return all(ord(character) in _known() for character in text)


def drawable(text: str, most: int = 40) -> str:
    """Text of people on one line: no line breaks, no emoji, no more than ``most`` characters."""
    one_line = " ".join(text.split())
    shown = "".join(c if ord(c) in _known() else _UNKNOWN for c in one_line)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
