"""Lengths as Telegram counts them, and texts cut to fit."""

# Where a text is best cut: after a line, then after a sentence.
_ENDS = ("\n", "。", "！", "？", "；", "，")


def units(text: str) -> int:
    """UTF-16 code units: a character outside the basic plane (an emoji) counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> list[str]:
    """Parts of at most ``most`` units, cut at line or sentence ends where possible.

    Nothing is lost but white space at the cuts; there is at least one part.
    """
    parts, rest = [], text
    while units(rest) > most:
        head = _head(rest, most)
        at = next((i for end in _ENDS if (i := head.rfind(end) + 1) > len(head) // 2), len(head))
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [part for part in (*parts, rest) if part] or [text]


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if units(text) <= most else _head(text, most - 1) + "…"


def _head(text: str, most: int) -> str:
    """As many characters as fit, none of them halved."""
    used = 0
    for at, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > most:
            return text[:at]
    return text
