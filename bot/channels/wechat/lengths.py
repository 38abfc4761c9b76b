"""Lengths as WeChat counts them, in bytes of UTF-8, and how much of a text fits."""

# What neither XML 1.0 nor a chat takes: control characters, halves of surrogate pairs, and the
# two code points that are no characters.
_NEVER = {
    **dict.fromkeys(set(range(0x20)) - {0x09, 0x0A}),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000)),
    0xFFFE: None,
    0xFFFF: None,
}
_ELLIPSIS = "…"


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def clean(text: str) -> str:
    """Without what must not stand in XML; every kind of line end becomes a plain one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NEVER)


def head(text: str, most: int) -> str:
    """As many whole characters as fit into ``most`` bytes; all where they fit."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis; ``most`` bytes."""
    return text if size(text) <= most else head(text, most - size(_ELLIPSIS)) + _ELLIPSIS


def first_characters(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis; ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + _ELLIPSIS
