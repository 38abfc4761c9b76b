"""Our messages as calls of the Bot API, within its limits.

Text goes out as Telegram's HTML with everything escaped; the sources fold into a quotation that
opens when it is tapped.
"""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.outgoing import (
    Card,
    Choices,
    File,
    Image,
    Link,
    Notice,
    Option,
    Outgoing,
    Text,
    outgoing,
)
from bot.channels.telegram.units import cut, shortened, units

# Telegram counts UTF-16 units, of the text without its marks.
TEXT = 4096
CAPTION = 1024
DATA = 64  # bytes
BUTTONS = 100
# Rows of buttons hold two short labels or one long one.
_SHORT = 16
_LABEL = 128
_SOURCES = "\n依据：\n"


@dataclass(frozen=True)
class Call:
    """A method of the Bot API. ``file``: id of a stored file to upload as ``attach``."""

    method: str
    arguments: dict[str, Any] = field(default_factory=dict)
    file: str | None = None
    attach: str = ""


def letters(reply: dict[str, Any], page: str | None = None) -> list[Outgoing]:
    """A reply as messages that each fit; the last part of a long one carries the buttons."""
    fitting: list[Outgoing] = []
    for message in outgoing(reply, page):
        if isinstance(message, Text):
            fitting += [Text(text=part) for part in cut(message.text, TEXT)]
        elif isinstance(message, Choices):
            *before, last = cut(message.prompt, TEXT)
            fitting += [Text(text=part) for part in before]
            fitting.append(Choices(prompt=last, options=message.options))
        else:
            fitting.append(message)
    return fitting


def rendered(message: Outgoing) -> Call:
    """The one call that shows a message."""
    match message:
        case Text(text=text):
            return _message(text)
        case Choices(prompt=prompt, options=options):
            return _message(prompt, options)
        case Notice(text=text, options=options, url=url):
            more = (Option(id="", label="打开", url=url),) if url else ()
            return _message(shortened(text, TEXT), (*options, *more))
        case Card(title=title, description=description, url=url):
            link = Option(id="", label="打开", url=url)
            return _message(shortened(f"{title}\n{description}", TEXT), (link,))
        case Link(label=label, url=url):
            return _message(label, (Option(id="", label="打开", url=url),))
        case Image(file=file, caption=caption):
            arguments = {"caption": shortened(caption, CAPTION)} if caption else {}
            return Call("send_photo", arguments, file, "photo")
        case File(file=file, name=name):
            return Call("send_document", {"filename": name}, file, "document")


def _message(text: str, options: tuple[Option, ...] = ()) -> Call:
    arguments: dict[str, Any] = {"text": html(text), "parse_mode": "HTML"}
    if options:
        arguments["reply_markup"] = InlineKeyboardMarkup(keyboard(options))
    return Call("send_message", arguments)


def html(text: str) -> str:
    """Escaped, with the list of sources folded away."""
    body, found, sources = text.partition(_SOURCES)
    if not found:
        return escape(text, quote=False)
    folded = f"<blockquote expandable>依据：\n{escape(sources, quote=False)}</blockquote>"
    return f"{escape(body, quote=False)}\n{folded}"


def keyboard(options: tuple[Option, ...]) -> list[list[InlineKeyboardButton]]:
    """Two short labels to a row, long ones alone."""
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for number, option in enumerate(options[:BUTTONS], 1):
        short = units(option.label) <= _SHORT
        if short and room:
            rows[-1].append(_button(option, number))
            room = 0
        else:
            rows.append([_button(option, number)])
            room = 1 if short else 0
    return rows


def _button(option: Option, number: int) -> InlineKeyboardButton:
    label = shortened(option.label, _LABEL) or str(number)
    if option.url:
        return InlineKeyboardButton(label, url=option.url)
    # An id that is too long is named by its number, which the open choices are asked for too.
    short = 0 < len(option.id.encode()) <= DATA
    return InlineKeyboardButton(label, callback_data=option.id if short else str(number))
