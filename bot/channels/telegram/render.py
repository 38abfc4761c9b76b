"""Our messages as calls of the Bot API, within its limits.

Text goes out as Telegram's HTML with everything escaped; the sources fold into a quotation that
opens when it is tapped.
"""

from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.cutting import stacked
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
    apart,
    outgoing,
)
from bot.channels.telegram.units import head, shortened, units, whole

# Telegram counts UTF-16 units, of the text without its marks.
TEXT = 4096
CAPTION = 1024
DATA = 64  # bytes
BUTTONS = 100
LABEL = 128
# Rows of buttons hold two short labels or one long one.
_SHORT = 16
# Telegram takes no empty text, not even above buttons.
_PICK, _EMPTY = "请选一个：", "……"
_OPEN = "打开"


@dataclass(frozen=True)
class Call:
    """A method of the Bot API. ``file``: id of a stored file to upload as ``attach``.

    ``name``: what the person gets it as; else the name it is stored under.
    """

    method: str
    arguments: dict[str, Any] = field(default_factory=dict)
    file: str | None = None
    attach: str = ""
    name: str | None = None


def letters(reply: dict[str, Any], page: str | None = None) -> list[Outgoing]:
    """A reply as messages that each fit; the page is a button below it."""
    return [part for message in joined(outgoing(reply, page)) for part in fitted(message)]


def joined(said: list[Outgoing]) -> list[Outgoing]:
    """Links as buttons of the message after them, where Telegram takes them as such."""
    *links, last = said
    pages = tuple(Option(id="", label=m.label, url=m.url) for m in links if isinstance(m, Link))
    if not pages or not all(page.url and _opens(page.url) for page in pages):
        return said
    match last:
        case Text(text=text):
            return [Choices(prompt=text, options=pages)]
        case Choices(prompt=prompt, options=options):
            return [Choices(prompt=prompt, options=(*options, *pages))]
        case _:
            return said


def fitted(message: Outgoing) -> list[Outgoing]:
    """A message as such that fit; the last part of a long text carries the buttons."""
    match message:
        case Text(text=text):
            return _texts(_parts(text))
        case Choices(prompt=text, options=options):
            *before, last = _parts(text)
            return [*_texts(before), Choices(prompt=last, options=options)]
        case Notice(text=text):
            *before, last = _parts(text)
            return [*_texts(before), message.model_copy(update={"text": last})]
        case Image(file=file, caption=caption) if units(caption) > CAPTION:
            return [Image(file=file), *_texts(_parts(caption))]
        case _:
            return [message]


def _parts(text: str) -> list[str]:
    return stacked(apart(text), partial(head, most=TEXT)) or [text]


def _texts(parts: list[str]) -> list[Outgoing]:
    return [Text(text=part) for part in parts]


def rendered(message: Outgoing) -> Call:
    """The one call that shows a message."""
    match message:
        case Text(text=text):
            return _message(text)
        case Choices(prompt=prompt, options=options):
            return _message(prompt, options)
        case Notice(text=text, options=options, url=url):
            more = (Option(id="", label=_OPEN, url=url),) if url else ()
            return _message(text, (*options, *more))
        case Card(title=title, description=description, url=url, image=image):
            link = Option(id="", label=_OPEN, url=url)
            return _message(f"{title}\n{description}", (link,), image)
        case Link(label=label, url=url):
            return _message(label, (Option(id="", label=_OPEN, url=url),))
        case Image(file=file, caption=caption):
            arguments = {"caption": shortened(whole(caption), CAPTION)} if caption else {}
            return Call("send_photo", arguments, file, "photo")
        case File(file=file, name=name):
            return Call("send_document", {}, file, "document", whole(name))


def _message(text: str, options: tuple[Option, ...] = (), image: str | None = None) -> Call:
    """``image``: shown above the text; where Telegram cannot fetch it the text still comes."""
    buttons = tuple(o for o in options if not o.url or _opens(o.url))
    written = "".join(f"\n{o.label}：{o.url}" for o in options if o not in buttons)
    room = TEXT - units(written)
    said = shortened(whole(text), room) + written if room > 0 else text
    arguments: dict[str, Any] = {
        "text": html(said if said.strip() else _PICK if buttons else _EMPTY),
        "parse_mode": "HTML",
    }
    if image and _opens(image):
        arguments["link_preview_options"] = LinkPreviewOptions(
            url=image, prefer_large_media=True, show_above_text=True
        )
    if buttons:
        arguments["reply_markup"] = InlineKeyboardMarkup(keyboard(buttons))
    return Call("send_message", arguments)


def _opens(url: str) -> bool:
    """Whether Telegram takes it as a button: it refuses the whole message for 「localhost」."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False


def html(text: str) -> str:
    """Escaped, with the list of sources, which comes last, folded away."""
    said, sources = (escape(part, quote=False) for part in apart(text))
    folded = f"<blockquote expandable>{sources}</blockquote>" if sources else ""
    return "\n".join(filter(None, (said, folded)))


def keyboard(options: tuple[Option, ...]) -> list[list[InlineKeyboardButton]]:
    """Two short labels to a row; long ones, and pages to open, alone."""
    rows: list[list[InlineKeyboardButton]] = []
    room = False
    for number, option in enumerate(options[:BUTTONS], 1):
        short = units(option.label) <= _SHORT and not option.url
        if short and room:
            rows[-1].append(_button(option, number))
        else:
            rows.append([_button(option, number)])
        room = short and not room
    return rows


def _button(option: Option, number: int) -> InlineKeyboardButton:
    label = shortened(whole(option.label).strip(), LABEL) or str(number)
    if option.url:
        return InlineKeyboardButton(label, url=option.url)
    # An id that is too long is named by its number, which the open choices are asked for too.
    data = whole(option.id)
    fits = 0 < len(data.encode()) <= DATA
    return InlineKeyboardButton(label, callback_data=data if fits else str(number))
