"""An update of Telegram as what our service takes, or as news of the contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Bot, CallbackQuery, Chat, ChatMember, InlineKeyboardButton, Message, Update

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.units import whole
from bot.conversation.service import Inbound
from bot.logs import log, trace

# What the menu's commands say. /start may carry a code: the link that binds an institution.
COMMANDS = {
    "start": "你好",
    "menu": "菜单",
    "help": "你能做什么",
    "back": "上一步",
    "cancel": "取消",
    "restart": "重来",
}
# The data of a button that was pressed already and says only which one it was.
CHOSEN = "·"
# What stands before a code in the link that binds.
BIND = "bind_"
_MEDIA = 300  # characters of an id
_GONE = {ChatMember.LEFT, ChatMember.BANNED}
# Numbers of chats have at most 52 bits, those of updates fit the database's.
_CHATS, _UPDATES = 2**52, 2**63


@dataclass(frozen=True)
class Pressed:
    """A button was pressed: ``query`` waits for an answer, ``label`` is what stood on it.

    ``links``: the buttons beside it that open a page, as label and address.
    """

    query: str
    message: int | None
    label: str | None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Read:
    """``inbound``: what was said. ``gone``: they blocked us (True) or came back (False)."""

    chat: str
    inbound: Inbound | None = None
    pressed: Pressed | None = None
    gone: bool | None = None


def number_of(data: Any) -> int:
    """The number of an update. Raises ValueError for what is none."""
    number = data.get("update_id") if isinstance(data, dict) else None
    if type(number) is not int or not 0 <= number < _UPDATES:
        raise ValueError("not an update")
    return number


def understood(data: Any, bot: Bot, now: datetime) -> Read | None:
    """What an update tells us; None where it is nothing for us, or we cannot read it.

    Raises ValueError for what is no update. One that we cannot read would be no better when it is
    sent again, as Telegram does with what we refuse, so it is logged and passed over.
    """
    number_of(data)
    try:
        return read(Update.de_json(data, bot), now)
    except Exception as error:
        # The library trusts its platform: whatever is missing or of another kind, it trips over.
        log.error("update_unread", **trace(error))
        return None


def read(update: Update, now: datetime) -> Read | None:
    """What a private chat tells us; None for groups, edits and everything else."""
    member = update.my_chat_member
    if member and member.chat.type == Chat.PRIVATE:
        return Read(_address(member.chat), gone=member.new_chat_member.status in _GONE)
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, now)
    message = update.message
    if message is None or message.chat.type != Chat.PRIVATE:
        return None
    said = _said(update.update_id, message, now)
    return Read(said.sender, said) if said else None


def _address(chat: Chat) -> str:
    if type(chat.id) is not int or abs(chat.id) >= _CHATS:
        raise ValueError("a chat has a number")
    return str(chat.id)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError("a text was expected")
    return whole(given)


def _pressed(number: int, query: CallbackQuery, now: datetime) -> Read | None:
    message = query.message
    if message is None or message.chat.type != Chat.PRIVATE:
        return None
    buttons = _buttons(query)
    pressed = Pressed(
        _text(query.id), int(message.message_id), _label(query, buttons), _links(buttons)
    )
    chat, data = _address(message.chat), _text(query.data or "")
    if not data or data == CHOSEN:
        return Read(chat, pressed=pressed)
    inbound = Inbound(CHANNEL, chat, f"u{number}", now, choice=data, label=pressed.label)
    return Read(chat, inbound, pressed)


def _buttons(query: CallbackQuery) -> list[InlineKeyboardButton]:
    """Of the message; none where it is too old to be sent along."""
    keyboard = getattr(query.message, "reply_markup", None)
    return [button for row in keyboard.inline_keyboard for button in row] if keyboard else []


def _label(query: CallbackQuery, buttons: list[InlineKeyboardButton]) -> str | None:
    return next((_text(b.text) for b in buttons if b.callback_data == query.data), None)


def _links(buttons: list[InlineKeyboardButton]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(b.text), _text(b.url)) for b in buttons if b.url)


def _said(number: int, message: Message, now: datetime) -> Inbound | None:
    """``at`` is our own clock: a message may have waited for us for hours."""
    chat, external = _address(message.chat), f"u{number}"
    if message.location:
        position = (_degrees(message.location.latitude), _degrees(message.location.longitude))
        return Inbound(CHANNEL, chat, external, now, position=position)
    picture = _picture(message)
    text = _text(message.text or message.caption or "")
    if text.startswith("/"):
        return _command(Inbound(CHANNEL, chat, external, now, text))
    if text:
        return Inbound(CHANNEL, chat, external, now, text, picture=picture)
    if message.effective_attachment is None:
        return None  # The platform speaks: something was pinned, a timer was set.
    # The pictures of an album come one by one, and are answered once.
    external = f"g{_text(message.media_group_id)}" if message.media_group_id else external
    return Inbound(CHANNEL, chat, external[:100], now, unread=True, picture=picture)


def _picture(message: Message) -> str | None:
    """Telegram's id of a picture: the largest of a photo's sizes, or a picture sent as a file."""
    if message.photo:
        return _text(message.photo[-1].file_id)[:_MEDIA]
    sent = message.document
    is_picture = sent is not None and (sent.mime_type or "").startswith("image/")
    return _text(sent.file_id)[:_MEDIA] if sent and is_picture else None


def _degrees(given: Any) -> float:
    degrees = float(given)
    if not -180 <= degrees <= 180:
        raise ValueError("no place on earth")
    return degrees


def _command(said: Inbound) -> Inbound:
    """「/menu」 as the word it stands for; an unknown one as the words behind the slash."""
    word, *more = said.text[1:].split(maxsplit=1)[:2] or [""]
    name, rest = word.partition("@")[0].lower(), "".join(more).strip()
    if name == "start" and rest.startswith(BIND):
        choice = f"bind={rest.removeprefix(BIND)}"
        return Inbound(said.channel, said.sender, said.external_id, said.at, choice=choice)
    text = COMMANDS.get(name, f"{name} {rest}".strip()) or said.text
    return Inbound(said.channel, said.sender, said.external_id, said.at, text)
