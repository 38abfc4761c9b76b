"""What is remembered of a talk between two messages; plain JSON in the database."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from content.schema import Facts
from flows.session import Session


class OpenChoice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    label: str
    payload: str


class TalkState(BaseModel):
    """The flow session, and what follow-ups refer to.

    ``topic``, ``topic_region`` and ``topic_facts``: the last answer's, so that 「那连云港呢」 is
    understood, for the legal form or department that was asked about. ``beside``: the topics that
    were answered together with it. ``article`` and ``months``: the article for parents that was
    answered last, where that is no topic, and the age of the child that is spoken of. ``family``:
    what is asked of parents about their children (bot.family.state).
    ``recent``: the slot of the figure spoken of last. ``choices``: the buttons open now. ``last``: the last reply, to be said again.
    ``errand``: what an institution's people are asked one by one (bot.members.errand).
    ``refused``: when wrong binding codes were given.
    """

    model_config = ConfigDict(extra="forbid")

    session: Session = Session()
    topic: str | None = None
    beside: list[str] = []
    topic_region: str | None = None
    topic_facts: Facts = {}
    article: str | None = None
    family: dict[str, Any] | None = None
    months: float | None = None
    recent: str | None = None
    choices: list[OpenChoice] = []
    last: dict[str, Any] | None = None
    misses: int = 0  # messages in a row that were not understood
    errand: dict[str, Any] | None = None
    refused: list[datetime] = []

    @classmethod
    def restored(cls, stored: dict[str, Any] | None) -> Self:
        """The state as it was stored; parts that an older or newer program wrote are left out.

        A talk is never lost whole because one field of it cannot be read.
        """
        kept = dict(stored or {})
        while True:
            try:
                return cls.model_validate(kept)
            except ValidationError as error:
                for name in {str(e["loc"][0]) for e in error.errors() if e["loc"]}:
                    kept.pop(name, None)
