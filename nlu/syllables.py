"""How a text sounds: Mandarin syllables without tones, for homophones and typed pinyin.

「备按」 sounds like 「备案」, and "tuoyu butie" like 「托育补贴」.
"""

import os
import re
from dataclasses import dataclass
from functools import cache

# Readings that depend on the phrase take 50 MB and do not matter here: both sides are read alike.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_PIECE = re.compile(r"[a-z]+|[㐀-鿿]+|\d+")


@dataclass(frozen=True)
class Syllable:
    """``typed``: it was typed in Latin letters."""

    sound: str
    start: int
    end: int
    typed: bool = False


def syllables(text: str) -> list[Syllable]:
    """The syllables of the text's characters and typed pinyin; digits stand for themselves.

    Latin letters that do not fall apart into syllables as a whole are one unit: "app".
    """
    found: list[Syllable] = []
    for match in _PIECE.finditer(text.lower()):
        piece, start = match.group(), match.start()
        if piece[0].isdigit():
            found.append(Syllable(piece, start, match.end()))
        elif piece[0].isascii():
            found += _typed(piece, start)
        else:
            sounds = lazy_pinyin(piece)
            found += [Syllable(s, start + i, start + i + 1) for i, s in enumerate(sounds)]
    return found


def sounds(text: str) -> str:
    return " ".join(syllable.sound for syllable in syllables(text))


def is_pinyin(text: str) -> bool:
    """Whether nearly all of the text is typed pinyin."""
    found = syllables(text)
    typed = sum(syllable.typed for syllable in found)
    return typed >= 4 and typed >= 0.7 * len(found)


def _typed(piece: str, start: int) -> list[Syllable]:
    parts = _segment(piece)
    if parts is None:
        return [Syllable(piece, start, start + len(piece))]
    found, at = [], start
    for part in parts:
        found.append(Syllable(part, at, at + len(part), typed=True))
        at += len(part)
    return found


@cache
def _known() -> frozenset[str]:
    """All syllables of Mandarin, as pypinyin's own dictionary has them."""
    marked = {sound for entry in PINYIN_DICT.values() for sound in entry.split(",")}
    return frozenset(_plain(sound) for sound in marked)


_MARKS = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeooooiiiiuuuuvvvvvnnnm")


def _plain(sound: str) -> str:
    return sound.translate(_MARKS)


def _segment(piece: str) -> list[str] | None:
    """The fewest syllables that make up the whole piece, or None."""
    best: list[list[str] | None] = [[]] + [None] * len(piece)
    for end in range(1, len(piece) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is None or piece[start:end] not in _known():
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or []):
                best[end] = [*before, piece[start:end]]
    return best[-1]
