"""Articles for parents: Markdown with a front matter, read as strictly as the YAML.

An article is a gist and a few sections of short lines, each small enough for a phone. What it
says stands in its own words; ``cite`` names what they rest on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from content.errors import ContentInvalid, Problem
from content.schema import Cite, Strict, Text
from content.strict_yaml import YamlFile, parse, validated

GIST, ITEM, SECTION, WHOLE, TITLE = 90, 45, 220, 700, 16  # characters
OLDEST = 36  # months
_FENCE = "---"
_ITEM = re.compile(r"[-*+] +")
# Tables, links, pictures, bold, code, and fields that nobody fills in.
_MARKUP = re.compile(r"\||\]\(|\*\*|__|`|<[a-z/!]|[{}]|https?://")
_OTHER_HEADING = re.compile(r"#(?!# )|##\S")

Group = Literal[
    "feeding", "sleep", "care", "growth", "illness", "safety", "mind", "daycare", "family"
]
Month = Annotated[StrictInt, Field(ge=0, le=OLDEST)]


def _ordered(ages: list[int]) -> list[int]:
    if ages[0] > ages[1]:
        raise ValueError(f"from {ages[0]} lies behind to {ages[1]}")
    return ages


def _distinct(words: list[str]) -> list[str]:
    twice = {word for word in words if words.count(word) > 1}
    if twice:
        raise ValueError(f"stands twice: {'、'.join(sorted(twice))}")
    return words


# Months, from included to included.
Ages = Annotated[list[Month], Field(min_length=2, max_length=2), AfterValidator(_ordered)]
Title = Annotated[Text, StringConstraints(max_length=TITLE)]
Asks = Annotated[list[Text], AfterValidator(_distinct)]


class Heading(Strict):
    """What the front matter says of one section.

    ``ages``: said first to whom has a child of this age. ``asks``: words that ask for it.
    ``doctor``: when to see a doctor; always shown.
    """

    title: Title
    ages: Ages | None = None
    asks: Asks = Field(default=[])
    doctor: StrictBool = False

    def fits(self, months: float | None) -> bool:
        """Whether it is for children of just this age; 8 holds until the ninth month is full."""
        return months is not None and self.ages is not None and _within(self.ages, months)


class Section(Heading):
    """``lines``: as they are shown, items with 「·」 before them."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Front(Strict):
    """The front matter. ``asks``: parents' words that speak of this article and no other."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Title
    group: Group
    ages: Ages
    medical: StrictBool
    cite: Annotated[list[Cite], Field(min_length=1)]
    reviewed_on: date
    review_by: date
    asks: Annotated[Asks, Field(min_length=1)]
    sections: Annotated[list[Heading], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.review_by <= self.reviewed_on:
            raise ValueError(f"review_by {self.review_by} is not behind {self.reviewed_on}")
        doctors = sum(section.doctor for section in self.sections)
        if doctors > 1 or (self.medical and not doctors):
            raise ValueError(f"{doctors} sections have doctor: true, a medical article has one")
        _distinct([section.title for section in self.sections])
        return self


@dataclass(frozen=True)
class Article:
    """One article: what its front matter says, the direct answer, and its sections."""

    front: Front
    gist: str
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        return self.front.id

    @property
    def title(self) -> str:
        return self.front.title

    @property
    def doctor(self) -> Section | None:
        """When to see a doctor."""
        return next((section for section in self.sections if section.doctor), None)

    def suits(self, months: float) -> bool:
        """Whether it is meant for children of this age."""
        return _within(self.front.ages, months)

    def due(self, as_of: date) -> bool:
        """Whether it ought to have been reviewed."""
        return as_of > self.front.review_by

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything it says, heading by heading."""
        parts = [part for s in self.sections for part in (s.title, s.text)]
        return (self.title, self.gist, *parts)


def _within(ages: list[int], months: float) -> bool:
    return ages[0] <= months < ages[1] + 1


_FRONT = TypeAdapter(Front)


def read_article(name: str, text: str) -> tuple[YamlFile, Article]:
    """The article, and its front matter with the texts for lint, which names file and line.

    Raises ContentInvalid with every problem.
    """
    lines = text.split("\n")
    body_at = _body(name, lines)
    # The opening fence becomes an empty line, so that YAML's lines are the file's.
    matter = parse(name, "\n".join(["", *lines[1 : body_at - 1], ""]))
    front = validated(matter, _FRONT)
    body = _Body(name, front, lines, body_at)
    article = body.article()
    stem = name.rpartition("/")[2].removesuffix(".md")
    if front.id != stem:
        body.wrong(matter.line(("id",)), f"id '{front.id}' is not the file's name '{stem}'")
    if body.problems:
        raise ContentInvalid(body.problems)
    texts = [dict(s.model_dump(), lines=list(s.lines)) for s in article.sections]
    data = {**matter.data, "gist": article.gist, "sections": texts}
    return YamlFile(name, matter.text, data), article


def _body(name: str, lines: list[str]) -> int:
    """The index of the first line behind the front matter."""
    if lines[0].rstrip() != _FENCE:
        raise ContentInvalid([Problem(name, 1, "the first line is not ---")])
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return index + 1
    raise ContentInvalid([Problem(name, 1, "no --- ends the front matter")])


class _Body:
    """What stands behind the front matter, line by line."""

    def __init__(self, name: str, front: Front, lines: list[str], start: int) -> None:
        self.name = name
        self.front = front
        self.problems: list[Problem] = []
        self._lines = lines
        self._start = start

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, message))

    def article(self) -> Article:
        (at, _, gist), *parts = self._parts()
        self._long("the gist", "".join(gist), GIST, at)
        if not gist or any(line.startswith("·") for line in gist):
            self.wrong(at, "a gist of one or two sentences stands before the first heading")
        self._headings([(line, title) for line, title, _ in parts])
        sections = []
        for heading, (line, _, said) in zip(self.front.sections, parts, strict=False):
            self._long(f"section '{heading.title}'", "".join(said), SECTION, line)
            if not said:
                self.wrong(line, f"section '{heading.title}' is empty")
            sections.append(Section(**heading.model_dump(), lines=tuple(said)))
        whole = "".join([*gist, *(line for _, title, said in parts for line in (title, *said))])
        self._long("the article", whole, WHOLE, at)
        return Article(self.front, "\n".join(gist), tuple(sections))

    def _parts(self) -> list[tuple[int, str, list[str]]]:
        """(line, heading, lines) for the gist, which has no heading, and each section."""
        parts: list[tuple[int, str, list[str]]] = [(self._start + 1, "", [])]
        for number, line in self._written():
            if line.startswith("## "):
                parts.append((number, line[3:].strip(), []))
            elif _OTHER_HEADING.match(line):
                self.wrong(number, "a heading is '## ' and its title; there are no other levels")
            else:
                parts[-1][2].append(self._line(number, line))
        return parts

    def _written(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(self._lines[self._start :], self._start + 1):
            if line.strip():
                yield number, line.strip()

    def _line(self, number: int, line: str) -> str:
        if found := _MARKUP.search(line):
            self.wrong(number, f"'{found.group()}' is not shown on a phone: plain lines only")
        item = _ITEM.match(line)
        if item is None:
            return line
        said = line[item.end() :]
        self._long("the item", said, ITEM, number)
        return f"· {said}"

    def _headings(self, found: list[tuple[int, str]]) -> None:
        wanted = [section.title for section in self.front.sections]
        for (line, title), want in zip(found, wanted, strict=False):
            if title != want:
                self.wrong(line, f"heading '{title}', but sections: has '{want}' here")
        if len(found) != len(wanted):
            line = found[-1][0] if found else self._start + 1
            self.wrong(line, f"{len(found)} headings, but sections: has {len(wanted)}")

    def _long(self, what: str, text: str, most: int, line: int) -> None:
        # Of an item its words count, not the dot before them.
        count = len(text.replace("· ", ""))
        if count > most:
            self.wrong(line, f"{what} has {count} characters, at most {most} fit")
