"""Lengths as Telegram counts them, and how much of a text fits."""

import unicodedata

_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)
# An emoji made of more characters than this is cut; so is a pile of accents.
_LONGEST = 24


def units(text: str) -> int:
    """UTF-16 code units: a character outside the basic plane (an emoji) counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def whole(text: str) -> str:
    """The text without what no database and no request can carry: NUL, halves of a surrogate pair."""
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\x00", "")


def head(text: str, most: int) -> str:
    """As many characters as fit, none of them halved; all where they fit."""
    used = 0
    for at, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > most:
            return text[: _between(text, at)]
    return text


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if units(text) <= most else head(text, most - 1) + "…"


def _between(text: str, at: int) -> int:
    """The nearest place at or before ``at`` that is not inside of an emoji or accented letter."""
    for place in range(at, max(at - _LONGEST, 0), -1):
        if not _belongs(text, place):
            return place
    return at


def _belongs(text: str, at: int) -> bool:
    """Whether the character there is shown as one with the character before it."""
    before, here = text[at - 1], text[at]
    joined = _JOINER in (before, here) or ord(here) in _SKIN
    # Two letters make a flag; of a row of flags we cannot know here where the next begins.
    flag = ord(before) in _FLAG and ord(here) in _FLAG
    return joined or flag or unicodedata.category(here) in ("Mn", "Me", "Mc")
