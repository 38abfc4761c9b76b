"""Red flags: what a message says of a danger to life, and what is said to it first.

The lexicon is content (``library/danger``): phrases in the language of ``content.wording``.
Before they are looked for, what only speaks *about* a danger is blanked: prevention, rules,
times past, what is denied. Recall comes before precision: what is left counts.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StrictFloat, StrictInt, StringConstraints, model_validator

from content.schema import Cite, Id, Strict, Text
from content.wording import Vocabulary

Call = Literal["120", "110", "119", "12356", "12345", "12338"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
# The number stands where a phone shows it without a touch.
SEEN_AT_ONCE = 60
# What follows the first line, on one screen.
LONGEST = 400

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe0f\ufeff]+")
_CLAUSE = re.compile(r"[^，,。.!?;；、\s]+")
_BLANK = "□"


class Sign(Strict):
    """Phrases and figures that are a red flag together; each one that is given must hold.

    ``under_months``, ``from_degrees``: the age or the temperature must be known. ``unless_below``:
    a lower temperature rules it out, an unknown one does not.
    """

    says: list[Text] = Field(default_factory=list)
    under_months: StrictInt | None = None
    from_degrees: StrictInt | StrictFloat | None = None
    unless_below: StrictInt | StrictFloat | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.says and self.under_months is None and self.from_degrees is None:
            raise ValueError("a sign needs phrases, an age or a temperature")
        return self


class Flag(Strict):
    """One danger. ``first``: whom to call and what to do first; ``now`` and ``never`` follow.

    ``says``: any of these phrases is enough; ``letters``: typed pinyin without spaces; ``signs``:
    phrases with figures. ``unless``: what does not count here; ``even_if``: kinds of asides that
    do (a question about penalties for abuse still tells of it). ``hit`` and ``miss``: its tests.
    """

    id: Id
    title: Text
    call: Annotated[list[Call], Field(min_length=1)]
    first: Text
    now: Annotated[list[Text], Field(min_length=1)]
    never: list[Text] = Field(default_factory=list)
    cite: Annotated[list[Cite], Field(min_length=1)]
    says: list[Text] = Field(default_factory=list)
    letters: list[Text] = Field(default_factory=list)
    signs: list[Sign] = Field(default_factory=list)
    unless: list[Text] = Field(default_factory=list)
    even_if: list[Name] = Field(default_factory=list)
    hit: list[Text] = Field(default_factory=list)
    miss: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _seen(self) -> Self:
        if bool(self.says or self.letters or self.signs) != bool(self.hit):
            raise ValueError("phrases and sentences that they hit go together")
        if not any(number in self.first[:SEEN_AT_ONCE] for number in self.call):
            raise ValueError(f"no number of call in the first {SEEN_AT_ONCE} characters of first")
        if len(self.rest) > LONGEST:
            raise ValueError(f"what follows the first line is longer than {LONGEST} characters")
        return self

    @property
    def rest(self) -> str:
        """What to do until help comes, and what never to do, line by line."""
        done = [f"{n}. {step}" for n, step in enumerate(self.now, 1)]
        return "\n".join([*done, *(f"✗ {what}" for what in self.never)])


class Aside(Strict):
    """A way to speak about a danger that is not there now.

    ``about`` marks it, a phrase of ``unless`` beside it unmarks it. ``blanks``: the whole clause,
    or what follows the mark (「万一…」).
    """

    id: Name
    about: Annotated[list[Text], Field(min_length=1)]
    unless: list[Text] = Field(default_factory=list)
    blanks: Literal["clause", "rest"] = "clause"


class Lexicon(Strict):
    """What all flags share. ``order``: which flag is answered where several are raised.

    ``spelt``: characters read as others (traditional ones); ``denied``: phrases that deny.
    """

    order: list[Id] = Field(default_factory=list)
    words: dict[Name, Annotated[list[Text], Field(min_length=1)]] = Field(default_factory=dict)
    asides: list[Aside] = Field(default_factory=list)
    denied: list[Text] = Field(default_factory=list)
    spelt: dict[str, str] = Field(default_factory=dict)


class Messages(Strict):
    """Messages that raise some flag, and that raise none: tests of the lexicon as a whole."""

    hit: list[Text] = Field(default_factory=list)
    miss: list[Text] = Field(default_factory=list)


@dataclass(frozen=True)
class _Matcher:
    flag: Flag
    says: re.Pattern[str]
    letters: re.Pattern[str]
    signs: tuple[tuple[Sign, re.Pattern[str]], ...]
    unless: re.Pattern[str]

    def raised(self, text: str, age_months: float | None, temperature: float | None) -> bool:
        if self.says.search(text):
            return True
        return any(
            _fits(sign, age_months, temperature) and (not sign.says or says.search(text))
            for sign, says in self.signs
        )


def _fits(sign: Sign, age_months: float | None, temperature: float | None) -> bool:
    if sign.under_months is not None and (age_months is None or age_months >= sign.under_months):
        return False
    if sign.from_degrees is not None and (temperature is None or temperature < sign.from_degrees):
        return False
    return sign.unless_below is None or temperature is None or temperature >= sign.unless_below


class Danger:
    """All red flags, ready to be looked for. Raises PhraseInvalid for phrases that are none."""

    def __init__(
        self, flags: Sequence[Flag], lexicon: Lexicon, messages: Messages | None = None
    ) -> None:
        rank = {flag: at for at, flag in enumerate(lexicon.order)}
        self.flags = tuple(sorted(flags, key=lambda flag: rank.get(flag.id, len(rank))))
        self.lexicon = lexicon
        self.messages = messages or Messages()
        self._vocabulary = Vocabulary(lexicon.words)
        self._spelt = str.maketrans(lexicon.spelt)
        self._denied = self._vocabulary.pattern(lexicon.denied)
        self._asides = [
            (aside, self._vocabulary.pattern(aside.about), self._vocabulary.pattern(aside.unless))
            for aside in lexicon.asides
        ]
        _ = self._matchers  # a phrase that is none is found now, not when somebody needs help

    def find(
        self, text: str, age_months: float | None = None, temperature: float | None = None
    ) -> Flag | None:
        """The most pressing flag that a message raises; age in months, temperature in °C."""
        return next(self.all(text, age_months, temperature), None)

    def all(
        self, text: str, age_months: float | None = None, temperature: float | None = None
    ) -> Iterator[Flag]:
        """Every flag that a message raises, the most pressing first."""
        text = self._plain(text)
        letters = re.sub("[^a-z]", "", text)
        bare = {kinds: self._bared(text, kinds) for kinds in {(), *self._kinds}}
        for matcher in self._matchers:
            told = matcher.unless.sub(_blanked, bare[tuple(matcher.flag.even_if)])
            if matcher.raised(told, age_months, temperature) or (
                letters and matcher.letters.search(letters)
            ):
                yield matcher.flag

    def aside(
        self, text: str, age_months: float | None = None, temperature: float | None = None
    ) -> bool:
        """Whether a danger is only spoken about: denied, past, a question of prevention."""
        if self.find(text, age_months, temperature):
            return False
        text = self._plain(text)
        return any(matcher.raised(text, age_months, temperature) for matcher in self._matchers)

    @cached_property
    def _kinds(self) -> set[tuple[str, ...]]:
        return {tuple(flag.even_if) for flag in self.flags}

    @cached_property
    def _matchers(self) -> tuple[_Matcher, ...]:
        pattern = self._vocabulary.pattern
        return tuple(
            _Matcher(
                flag,
                pattern(flag.says),
                pattern(flag.letters),
                tuple((sign, pattern(sign.says)) for sign in flag.signs),
                pattern(flag.unless),
            )
            for flag in self.flags
        )

    def _plain(self, text: str) -> str:
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        return text.lower().translate(self._spelt)

    def _bared(self, text: str, allowed: tuple[str, ...]) -> str:
        """The text without its asides and without what it denies."""
        asides = [entry for entry in self._asides if entry[0].id not in allowed]
        told = _CLAUSE.sub(lambda clause: self._told(clause.group(), asides), text)
        return self._denied.sub(_blanked, told)

    @staticmethod
    def _told(clause: str, asides: Sequence[tuple[Aside, re.Pattern[str], re.Pattern[str]]]) -> str:
        """What a clause tells of itself, the rest blanked."""
        for aside, about, unless in asides:
            mark = about.search(clause)
            if mark and not unless.search(clause):
                start = 0 if aside.blanks == "clause" else mark.start()
                clause = clause[:start] + _BLANK * (len(clause) - start)
        return clause


def _blanked(match: re.Match[str]) -> str:
    return _BLANK * len(match.group())
