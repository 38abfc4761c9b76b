"""The evaluation's questions: what is asked, and what a right answer holds.

nlu/eval/answers/open may be read and tuned on; nlu/eval/answers/heldout is measured only, and
nobody reads it. A part is a folder of YAML files, each a list of questions or of talks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from bot.errors import BotError

PARTS = Path("nlu/eval/answers")
Alternatives = Annotated[list[str], Field(min_length=1)]


class EvaluationInvalid(BotError):
    """A file of questions that cannot be read; says which and why."""


class Question(BaseModel):
    """One message. ``facts``: of each list one must stand in the reply; ``never``: none may.

    ``topic``: any of these; empty: none is expected. ``status`` None: not checked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    topic: tuple[str, ...] = ()
    region: str | None = None
    status: Literal["answered", "silent", "not_covered", "declined", "asked", "done"] | None = None
    facts: list[Alternatives] = []
    never: list[str] = []
    style: str = "plain"

    @model_validator(mode="before")
    @classmethod
    def _one_or_several(cls, data: object) -> object:
        if isinstance(data, dict) and not isinstance(data.get("topic"), list | tuple):
            topic = data.get("topic")
            return {**data, "topic": (topic,) if topic else ()}
        return data


class Talk(BaseModel):
    """Messages of one person, one after the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    turns: list[Question]
    file: str = ""

    @classmethod
    def of(cls, question: Question, file: str) -> Self:
        return cls(name=question.text, turns=[question], file=file)


_FILE = TypeAdapter(list[Talk] | list[Question])


def read(part: str, root: Path = PARTS) -> list[Talk]:
    """All talks of a part; a question by itself is a talk of one message.

    Raises EvaluationInvalid.
    """
    talks = [talk for path in sorted((root / part).glob("*.yml")) for talk in _talks(path)]
    if not talks:
        raise EvaluationInvalid(f"no questions in {root / part}")
    return talks


def _talks(path: Path) -> Iterator[Talk]:
    try:
        entries = _FILE.validate_python(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise EvaluationInvalid(f"{path}: {error}") from error
    for entry in entries:
        if isinstance(entry, Talk):
            yield entry.model_copy(update={"file": path.stem})
        else:
            yield Talk.of(entry, path.stem)
