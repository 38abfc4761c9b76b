"""The covered places by how their names sound: 「泽洲县」「lianyungang」.

Only ours: a wrong guess at a place we have nothing of would help nobody.
"""

import re

from content.regions import Mention, Regions
from nlu.syllables import Syllable, syllables

# Of two characters that sound like a place most are something else (今冬): it must look like one.
_BEFORE = re.compile(r"(?:^|在|是|到|[，,。 我俺们])$")
_BEHIND = re.compile(r"[区县市镇这那的托普]|开|办|$")
_WORDS = {"今冬", "仅懂", "善停", "领衣"}


class PlacesBySound:
    """Finds a covered place, or a county of one, in what no name was found in."""

    def __init__(self, regions: Regions) -> None:
        self._sounds: dict[tuple[str, ...], str] = {}
        for code, place in regions.covered.items():
            for name in {regions.get(code).name[:-1], *place.aliases}:
                self._sounds.setdefault(tuple(s.sound for s in syllables(name)), code)
        self._sounds = {s: c for s, c in self._sounds.items() if len(s) > 1}
        self._longest = max((len(sound) for sound in self._sounds), default=0)

    def find(self, text: str) -> tuple[Mention, ...]:
        """At most one mention: the first and longest."""
        found = syllables(text)
        for start in range(len(found)):
            for end in range(min(start + self._longest, len(found)), start + 1, -1):
                part = found[start:end]
                code = self._sounds.get(tuple(s.sound for s in part))
                if code and self._likely(text, part):
                    return (_mention(text, part, code),)
        return ()

    def _likely(self, text: str, part: list[Syllable]) -> bool:
        start, end = part[0].start, part[-1].end
        if len(part) > 2 or all(s.typed for s in part):
            return True
        looks = _BEFORE.search(text[:start]) and _BEHIND.match(text, end)
        return bool(looks) and text[start:end] not in _WORDS


def _mention(text: str, part: list[Syllable], code: str) -> Mention:
    start, end = part[0].start, part[-1].end
    return Mention(start, end, text[start:end], (code,))
