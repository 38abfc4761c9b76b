"""Texts cut into parts that a platform takes, where a reader would pause.

``Head`` is a platform's measure: the beginning of a text that fits into one message, none of its
characters halved; the text itself where all of it fits.
"""

import re
from collections.abc import Callable, Iterable

Head = Callable[[str], str]

# Lines that are indented belong to the one above them (the steps of a checklist).
_ITEM = re.compile(r"\n(?=\S)")
# Where else a text is best cut: after a line, then after a sentence.
_ENDS = ("\n", "。", "！", "？", "；", "，")


def cut(text: str, head: Head) -> list[str]:
    """Parts that fit, at least one; nothing is lost but white space at the cuts."""
    parts, rest = [], text.strip()
    while len(fitting := head(rest)) < len(rest):
        at = _pause(rest, len(fitting))
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*parts, rest]


def stacked(blocks: Iterable[str], head: Head) -> list[str]:
    """Blocks below each other, in few parts; only what is too long by itself is taken apart."""
    parts: list[str] = []
    for block in filter(None, (block.strip() for block in blocks)):
        joined = f"{parts[-1]}\n{block}" if parts else block
        if parts and len(head(joined)) == len(joined):
            parts[-1] = joined
        else:
            parts += cut(block, head)
    return parts


def _pause(text: str, most: int) -> int:
    """The last good place for a cut at or before ``most``; too early a one is not good."""
    items = [found.end() for found in _ITEM.finditer(text, 0, most + 1)]
    if items and items[-1] > most * 2 // 3:
        return items[-1]
    ends = (text.rfind(end, 0, most) + 1 for end in _ENDS)
    return next((end for end in ends if end > most // 2), most)
