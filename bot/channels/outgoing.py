"""What goes out, for every channel: each channel's renderer turns it into what it can show.

These shapes are stored in the outbox as JSON, so a field may be added but never change meaning.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

# The line above the sources (bot.conversation.present).
SOURCES = "依据："


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Shape):
    """A button. ``id`` comes back when it is pressed, ``url`` opens a page instead."""

    id: str
    label: str
    url: str | None = None


class Text(_Shape):
    type: Literal["text"] = "text"
    text: str


class Choices(_Shape):
    """A question with its buttons, or numbered where a channel has none."""

    type: Literal["choices"] = "choices"
    prompt: str
    options: tuple[Option, ...]


class Card(_Shape):
    """A page to open, with a title. ``image``: address of a picture."""

    type: Literal["card"] = "card"
    title: str
    description: str
    url: str
    image: str | None = None


class Link(_Shape):
    type: Literal["link"] = "link"
    label: str
    url: str


class Image(_Shape):
    """A picture. ``file``: id of a stored file (bot.store.files)."""

    type: Literal["image"] = "image"
    file: str
    caption: str = ""


class File(_Shape):
    """A document to keep. ``file``: id of a stored file (bot.store.files)."""

    type: Literal["file"] = "file"
    file: str
    name: str


class Notice(_Shape):
    """Something nobody asked for just now, a reminder for example.

    ``template``: what the settings map to a template of the platform, with its ``fields``;
    ``text`` and ``options`` are what a channel shows that takes free text at any time.
    """

    type: Literal["notice"] = "notice"
    template: str
    fields: dict[str, str]
    text: str
    url: str | None = None
    options: tuple[Option, ...] = ()


Outgoing = Annotated[
    Text | Choices | Card | Link | Image | File | Notice, Field(discriminator="type")
]
_ANY: TypeAdapter[Outgoing] = TypeAdapter(Outgoing)


def restored(stored: dict[str, Any]) -> Outgoing:
    """A message as it was stored; raises ValueError for one that no version of ours made."""
    return _ANY.validate_python(stored)


def apart(text: str) -> tuple[str, str]:
    """What is said, and the list of sources that comes last in it; either may be empty."""
    said, found, sources = f"\n{text}".rpartition(f"\n{SOURCES}\n")
    return (said[1:], f"{SOURCES}\n{sources}") if found else (text, "")


def outgoing(reply: dict[str, Any], page: str | None = None) -> list[Outgoing]:
    """A reply (see ``bot.conversation.present``) as messages: the text, with its choices.

    ``page``: address of the printable checklist, offered where the reply shows one.
    """
    body, choices = _without_files(reply), reply["choices"]
    if choices:
        # The plain text ends with the numbered choices; here they become buttons.
        body = "\n".join(body.split("\n")[: -len(choices)])
    options = tuple(Option(id=c["id"], label=c["label"]) for c in choices)
    said: list[Outgoing] = [Choices(prompt=body, options=options) if options else Text(text=body)]
    said = [*_files(reply), *said]
    if page and any(message["type"] == "steps" for message in reply["messages"]):
        said.insert(0, Link(label="打印清单", url=page))
    return said


def _files(reply: dict[str, Any]) -> list[Outgoing]:
    """Pictures and documents; they go out as such."""
    found: list[Outgoing] = []
    for message in reply["messages"]:
        if message["type"] == "image":
            found.append(Image(file=message["file"], caption=message["caption"]))
        elif message["type"] == "file":
            found.append(File(file=message["file"], name=message["name"]))
    return found


def _without_files(reply: dict[str, Any]) -> str:
    """The plain text without the lines that stand for files."""
    text: str = reply["text"]
    named = {m["text"] for m in reply["messages"] if m["type"] in ("image", "file")}
    if not named:
        return text
    return "\n".join(line for line in text.split("\n") if line not in named)
