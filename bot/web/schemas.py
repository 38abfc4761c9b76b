"""The chat API's shapes; what FastAPI documents at /openapi.json."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class ChatIn(BaseModel):
    """A message: a text, or the id of a choice that was offered (with its label).

    ``id`` is made by the client; sending it again gets the same reply and counts once.
    """

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
    text: Annotated[str, Field(max_length=20_000)] = ""
    choice: Annotated[str | None, Field(max_length=100)] = None
    label: Annotated[str | None, Field(max_length=200)] = None


class ChoiceOut(BaseModel):
    id: str
    label: str


class SourceOut(BaseModel):
    n: int
    id: str
    title: str
    doc_no: str | None
    section: str
    layer: str
    date: str | None
    note: str | None
    due: bool


class ReplyOut(BaseModel):
    """``messages``: text, steps or table objects; ``status`` as in the JSONL channel."""

    id: str
    text: str
    messages: list[dict[str, Any]]
    choices: list[ChoiceOut]
    sources: list[SourceOut]
    status: str
    intent: str | None
    confidence: float
    topic: str | None
    region: str | None


class HistoryOut(BaseModel):
    turns: list[dict[str, Any]]
    choices: list[ChoiceOut]


class Refusal(BaseModel):
    """Why there is no answer, in words for the person."""

    detail: str
