"""Lengths as WeChat counts them, in bytes of UTF-8, and texts cut to fit."""

# What neither XML 1.0 nor a chat takes: control characters, halves of surrogate pairs, and the
# two code points that are no characters.
_NEVER = {
    **dict.fromkeys(set(range(0x20)) - {0x09, 0x0A}),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000)),
    0xFFFE: None,
    0xFFFF: None,
}
# Where a text is best cut: after a line, then after a sentence.
_ENDS = ("\n", "。", "！", "？", "；", "，")
_ELLIPSIS = "…"


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def clean(text: str) -> str:
    """Without what must not stand in XML; every kind of line end becomes a plain one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NEVER)


def cut(text: str, most: int) -> list[str]:
    """Parts of at most ``most`` bytes, cut at line or sentence ends where possible.

    No character is halved, and nothing is lost but white space at the cuts; a text of white
    space alone has no parts.
    """
    parts, rest = [], text
    while size(rest) > most:
        head = _head(rest, most)
        at = next((i for end in _ENDS if (i := head.rfind(end) + 1) > len(head) // 2), len(head))
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [part for part in (*parts, rest.rstrip()) if part]


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis; ``most`` bytes."""
    return text if size(text) <= most else _head(text, most - size(_ELLIPSIS)) + _ELLIPSIS


def first_characters(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis; ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + _ELLIPSIS


def _head(text: str, most: int) -> str:
    """As many whole characters as fit."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")
