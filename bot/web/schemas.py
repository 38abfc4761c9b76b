"""The chat API's shapes; what FastAPI documents at /openapi.json."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.conversation.messages import Status


class ChatIn(BaseModel):
    """A message: a text, or the id of a choice that was offered (with its label).

    ``id`` is made by the client; sending it again gets the same reply and counts once.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"id": "m1", "text": "金东区办托育找谁登记"}]},
    )

    id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern=r"^[^\x00-\x1f\x7f]+$",
            description="The client's own id of this message.",
        ),
    ]
    text: Annotated[
        str,
        Field(max_length=20_000, description="What was written; beyond max_text it is cut."),
    ] = ""
    choice: Annotated[
        str | None, Field(max_length=100, description="The id of the choice that was picked.")
    ] = None
    label: Annotated[
        str | None, Field(max_length=200, description="What stood on it; shown in the history.")
    ] = None


class _Out(BaseModel):
    """Fields may be added; none changes its meaning."""

    model_config = ConfigDict(extra="allow")


class ChoiceOut(_Out):
    """A button. Its ``id`` goes back as ``choice``; typing its number or label works as well."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "form=profit", "label": "营利性托育机构"}]}
    )

    id: str
    label: str


class SourceOut(_Out):
    """A document that the answer rests on; ``n`` is its mark [n] in the text."""

    n: int
    id: str
    title: str
    doc_no: Annotated[str | None, Field(description="The document's number, 文号.")]
    section: str
    layer: Annotated[str, Field(description="国家, 省, 市 or 区县.")]
    date: Annotated[str | None, Field(description="Day of issue, ISO 8601.")]
    note: str | None
    due: Annotated[bool, Field(description="Its review is due: given with 待核实.")]


class TextOut(_Out):
    type: Literal["text"]
    text: str


class StepOut(_Out):
    """``sources``: numbers of the reply's sources."""

    id: str
    n: int
    title: str
    done: bool
    authority: str | None
    duration: str
    text: str
    documents: list[str]
    sources: list[int]
    depends: str | None


class StepsOut(_Out):
    """A checklist. ``url``: its page to print."""

    type: Literal["steps"]
    title: str
    steps: list[StepOut]
    done: int
    total: int
    url: str | None


class TableOut(_Out):
    type: Literal["table"]
    title: str
    head: list[str]
    rows: list[list[str]]


class ImageOut(_Out):
    """A picture at /files/<file>; ``text`` stands for it where none can be shown."""

    type: Literal["image"]
    text: str
    file: str
    caption: str
    url: Annotated[str | None, Field(description="The whole address, where the server has one.")]


class FileOut(_Out):
    """A document at /files/<file>."""

    type: Literal["file"]
    text: str
    file: str
    name: str
    url: str | None


class OtherOut(_Out):
    """A kind of message that was added later; a client may leave it out."""

    type: str


_Known = Annotated[TextOut | StepsOut | TableOut | ImageOut | FileOut, Field(discriminator="type")]
# The known kinds first. A reply that an older version stored must still be given back.
MessageOut = Annotated[_Known | OtherOut, Field(union_mode="left_to_right")]


class _Answer(_Out):
    text: Annotated[str, Field(description="All of it as plain text, choices numbered.")]
    messages: list[MessageOut]
    choices: list[ChoiceOut]
    sources: list[SourceOut]
    status: Annotated[Status, Field(description="What became of the message.")]
    intent: Annotated[str | None, Field(description="What was understood.")]
    confidence: Annotated[float, Field(description="How surely, from 0 to 1.")]
    topic: str | None
    region: Annotated[str | None, Field(description="Division code of the place (GB/T 2260).")]


class ReplyOut(_Answer):
    """The answer; ``id`` is the message's."""

    id: str


class UserTurn(_Out):
    id: str
    who: Literal["user"]
    at: Annotated[str, Field(description="ISO 8601.")]
    text: str


class BotTurn(_Answer):
    id: str
    who: Literal["bot"]
    at: str


Turn = Annotated[UserTurn | BotTurn | dict[str, Any], Field(union_mode="left_to_right")]


class HistoryOut(BaseModel):
    """The last 50 messages with their answers, oldest first, and the choices open now."""

    turns: list[Turn]
    choices: list[ChoiceOut]


class Refusal(BaseModel):
    """Why there is no answer, in words for the person."""

    detail: str


Part = Literal["ok", "failing", "unknown"]


class Alive(BaseModel):
    status: Literal["ok"]


class Ready(Alive):
    """Every part is ok."""

    parts: dict[str, Part]


class NotReady(Refusal):
    """``parts``: database, migrations, model, outbox; unknown where the database had to tell."""

    parts: dict[str, Part]
