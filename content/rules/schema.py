"""The shapes of money rules: programmes, and the facts they ask of a person."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from content.schema import NATIONAL, Cite, Code, Dated, Figure, Id, Narrowing, Strict, Text

Audience = Literal["operator", "parent"]
Pays = Literal["once", "year", "month"]
# A list of words, as facts of kind choice have them.
Words = Annotated[list[Id], Field(min_length=1)]
# What a condition may ask of its fact; exactly one of these stands in each.
OPERATIONS = (
    "is",
    "in",
    "unclear",
    "at_least",
    "at_most",
    "on_or_after",
    "before",
    "under_months",
)


class FactDeclaration(Strict):
    """Something a person may tell us. What does not fit its declaration counts as not known.

    ``values``: what a choice offers, each with a short label; ``title``: the fact's label;
    ``unknown``: what we say while it is not known; ``counter``: what a number counts, as it
    stands behind 「每个」; ``min`` and ``max``: the numbers that can be meant.
    """

    id: Id
    kind: Literal["choice", "bool", "number", "date", "place"]
    values: dict[Id, Text] = Field(default_factory=dict)
    title: Text
    unknown: Text
    counter: Text | None = None
    min: StrictInt = 0
    max: StrictInt = 100_000

    @model_validator(mode="after")
    def _choices(self) -> Self:
        if (self.kind == "choice") != bool(self.values):
            raise ValueError("a choice has values, and nothing else has")
        return self


class Condition(Strict):
    """One thing that must hold, asked of one fact by one operation.

    ``unclear``: values for which the document does not say; the verdict stays unknown.
    ``under_months``: a child that many months old is out (a birth to come is in).
    ``reason``: why it fails, or what is unclear; ``change``: what would change it. (``no`` would
    be the word, but YAML reads it as false.)
    """

    fact: Id
    is_: StrictBool | None = Field(None, alias="is")
    in_: Words | None = Field(None, alias="in")
    unclear: Words | None = None
    at_least: Figure | None = None
    at_most: Figure | None = None
    on_or_after: datetime.date | None = None
    before: datetime.date | None = None
    under_months: StrictInt | None = None
    reason: Text
    change: Text | None = None

    @model_validator(mode="after")
    def _one_operation(self) -> Self:
        if len(self.operations()) != 1:
            raise ValueError(f"a condition has one of {', '.join(OPERATIONS)}")
        return self

    def operations(self) -> list[str]:
        values = self.model_dump(by_alias=True)
        return [name for name in OPERATIONS if values[name] is not None]


class Amount(Strict):
    """A figure to be paid. The first variant whose ``when`` fits the facts counts.

    ``parameter``: the figure, in yuan; ``per``: the number it is multiplied with.
    """

    when: Narrowing = Field(default_factory=dict)
    parameter: Id
    per: Id | None = None
    pays: Pays


class Programme(Dated):
    """One way in which money comes or is spared.

    What it brings is stated by ``amounts``, by ``benefit`` (no money: 免征增值税), or worked out
    by the Python named in ``computed``; with none of these the document gives no figure.
    ``where``: the fact that says whose place counts; ``discretion``: whose decision it is, if
    the document entitles nobody: the verdict is unknown at best. ``replaced_by``: what came
    after the period; without that, a period that is over leaves the verdict unknown.
    """

    id: Id
    title: Text
    audience: Audience
    region: Code = NATIONAL
    where: Id = "region"
    conditions: tuple[Condition, ...] = ()
    amounts: tuple[Amount, ...] = ()
    benefit: Text | None = None
    computed: Id | None = None
    discretion: Text | None = None
    replaced_by: Id | None = None
    not_stated: tuple[Text, ...] = ()
    topic: Id
    cite: Annotated[tuple[Cite, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(map(bool, (self.amounts, self.benefit, self.computed))) > 1:
            raise ValueError("only one of amounts, benefit and computed")
        if self.replaced_by and not self.until:
            raise ValueError("what is replaced has an until")
        return self

    def facts(self) -> set[str]:
        """The facts its conditions and amounts ask for."""
        asked = {condition.fact for condition in self.conditions}
        for amount in self.amounts:
            asked |= {*amount.when, *([amount.per] if amount.per else [])}
        return asked
