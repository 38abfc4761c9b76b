"""Our messages as WeChat shows them: a text, or one article with a link."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

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
from bot.channels.wechat.lengths import clean, first_characters, head, shortened

# WeChat takes 2048 bytes of text, everything included; some are left for what we overlook.
TEXT = 2000
_TITLE = 64
_DESCRIPTION = 120
# Characters of a template's field by the kind that its name begins with (WeChat's table of
# parameter values for templates). Fields of other kinds may have two hundred.
_FIELDS = {
    "thing": 20,
    "character_string": 32,
    "number": 32,
    "letter": 32,
    "symbol": 5,
    "phone_number": 17,
    "car_number": 8,
    "name": 10,
    "phrase": 5,
    "const": 20,
}
_FIELD = 200
_KIND = re.compile(r"\d+$")

# Address of a stored file, None where the server has no public address.
FileLink = Callable[[str], str | None]


@dataclass(frozen=True)
class Article:
    title: str
    description: str
    url: str
    image: str = ""


Shown = str | Article


def letters(reply: dict[str, Any], page: str | None = None) -> list[Outgoing]:
    """A reply as messages that each fit; choices are numbered, which spends no quota.

    The text comes before a link, because the first message goes back with the push.
    """
    said = outgoing(reply, page)
    fitting: list[Outgoing] = []
    for message in said:
        match message:
            case Text(text=text):
                fitting += _texts(text)
            case Choices(prompt=prompt, options=options):
                fitting += _texts(prompt, numbered(options))
    return [*fitting, *(m for m in said if not isinstance(m, Text | Choices))]


def rendered(message: Outgoing, file_link: FileLink) -> Shown:
    """The one thing that shows a message."""
    match message:
        case Text(text=text):
            return _fitting(text)
        case Choices(prompt=prompt, options=options):
            return _fitting(f"{prompt}\n{numbered(options)}")
        case Notice(text=text, options=options, url=url):
            return _fitting("\n".join(filter(None, (text, numbered(options), url))))
        case Card(title=title, description=description, url=url, image=image):
            return _article(title, description, url, image)
        case Link(label=label, url=url):
            return _article(label, "点开看", url)
        case Image(file=file, caption=caption):
            return _file(caption or "图片", file_link(file))
        case File(file=file, name=name):
            return _file(name, file_link(file))


def numbered(options: tuple[Option, ...]) -> str:
    """「1. …」, a line each; an option that opens a page says where."""
    lines = [f"{n}. {o.label}" + (f"：{o.url}" if o.url else "") for n, o in enumerate(options, 1)]
    return clean("\n".join(lines))


def customer_message(shown: Shown, follower: str) -> dict[str, Any]:
    """The body of message/custom/send."""
    if isinstance(shown, str):
        return {"touser": follower, "msgtype": "text", "text": {"content": shown}}
    article = {
        "title": shown.title,
        "description": shown.description,
        "url": shown.url,
        "picurl": shown.image,
    }
    return {"touser": follower, "msgtype": "news", "news": {"articles": [article]}}


def template_message(
    notice: Notice, template: str, follower: str, client_msg_id: str
) -> dict[str, Any]:
    """The body of message/template/send. ``client_msg_id``: one such is sent once in 10 minutes."""
    body: dict[str, Any] = {
        "touser": follower,
        "template_id": template,
        "data": {name: {"value": field(name, value)} for name, value in notice.fields.items()},
        "client_msg_id": client_msg_id,
    }
    return {**body, "url": notice.url} if notice.url else body


def field(name: str, value: str) -> str:
    """A value within the limit of its kind; templates take neither line ends nor nothing."""
    plain = " ".join(clean(value).split())
    return first_characters(plain, _FIELDS.get(_KIND.sub("", name), _FIELD)) or "无"


def _texts(text: str, choices: str = "") -> list[Outgoing]:
    """The choices follow what they answer; the sources, small print here, come last."""
    said, sources = apart(clean(text))
    parts = stacked((said, choices, sources), partial(head, most=TEXT))
    return [Text(text=part) for part in parts]


def _fitting(text: str) -> str:
    return shortened(clean(text), TEXT)


def _article(title: str, description: str, url: str, image: str | None = None) -> Article:
    return Article(
        first_characters(clean(title), _TITLE),
        first_characters(clean(description), _DESCRIPTION),
        clean(url),
        clean(image or ""),
    )


def _file(name: str, link: str | None) -> str:
    if link is None:
        return _fitting(f"“{name}”在微信里发不了，请到网页上看。")
    return _fitting(f"{name}\n点开看：{link}")
