"""A small language for phrases: what people may write, without writing every way of it.

A phrase is a regular expression with three additions: ``<name>`` stands for any phrase of the
vocabulary's list of that name, ``~`` for up to four characters of one clause (``~8``: eight) and
``…`` for up to sixteen of any kind (``…20``). Braces, which belong to parameters, are not needed.
"""

import re
from collections.abc import Iterable, Mapping

_NAME = re.compile("<([a-z_]+)>")
_NEVER = "(?!)"
_GAP = re.compile("([~…])([0-9]{0,2})")
_WITHIN = {"~": ("[^，。,!?！？\\n]", 4), "…": ("[\\s\\S]", 16)}


class PhraseInvalid(ValueError):
    """``phrase`` names a list that we do not have, or is no regular expression."""

    def __init__(self, phrase: str, message: str) -> None:
        self.phrase = phrase
        super().__init__(f"'{phrase}': {message}")


class Vocabulary:
    """Lists of phrases by name; a list may name others."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._lists = {name: list(phrases) for name, phrases in lists.items()}
        self._known: dict[str, str] = {}

    def pattern(self, phrases: Iterable[str]) -> re.Pattern[str]:
        """Any of the phrases; raises PhraseInvalid."""
        expanded = {phrase: self._expanded(phrase, ()) for phrase in phrases}
        try:
            return re.compile("|".join(expanded.values()) or _NEVER)
        except re.error:
            self._find_wrong(expanded)
            raise

    def _find_wrong(self, expanded: Mapping[str, str]) -> None:
        """Name the phrase that is no pattern; lists first, for phrases are made of them."""
        listed = {p: self._expanded(p, ()) for phrases in self._lists.values() for p in phrases}
        for phrase, pattern in {**listed, **expanded}.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise PhraseInvalid(phrase, str(error)) from error

    def _expanded(self, phrase: str, within: tuple[str, ...]) -> str:
        found = _NAME.sub(lambda match: self._list(phrase, match[1], within), phrase)
        return _GAP.sub(_gap, found)

    def _list(self, phrase: str, name: str, within: tuple[str, ...]) -> str:
        if name not in self._lists:
            raise PhraseInvalid(phrase, f"the vocabulary has no list '{name}'")
        if name in within:
            raise PhraseInvalid(phrase, f"the list '{name}' names itself")
        if name not in self._known:
            inner = (self._expanded(phrase, (*within, name)) for phrase in self._lists[name])
            self._known[name] = f"(?:{'|'.join(inner)})"
        return self._known[name]


def _gap(match: re.Match[str]) -> str:
    kind, usual = _WITHIN[match[1]]
    return f"{kind}{{0,{match[2] or usual}}}?"
