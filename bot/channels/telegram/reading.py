"""An update of Telegram as what our service takes, or as news of the contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, Message, Update

from bot.channels.telegram import CHANNEL
from bot.conversation.service import Inbound

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
_GONE = {ChatMember.LEFT, ChatMember.BANNED}


@dataclass(frozen=True)
class Pressed:
    """A button was pressed: ``query`` waits for an answer, ``label`` is what stood on it."""

    query: str
    message: int | None
    label: str | None


@dataclass(frozen=True)
class Read:
    """``inbound``: what was said. ``gone``: they blocked us (True) or came back (False)."""

    chat: str
    inbound: Inbound | None = None
    pressed: Pressed | None = None
    gone: bool | None = None


def understood(data: Any, bot: Bot, now: datetime) -> Read | None:
    """What the body of a webhook tells us. Raises ValueError for what is no update."""
    try:
        update = Update.de_json(data, bot)
        if not isinstance(update.update_id, int):
            raise ValueError("an update has a number")
        return read(update, now)
    except ValueError:
        raise
    except Exception as error:
        # The library trusts its platform: whatever is missing or of another kind, it trips over.
        raise ValueError(f"not an update: {type(error).__name__}") from error


def read(update: Update, now: datetime) -> Read | None:
    """What a private chat tells us; None for groups, edits and everything else."""
    if update.my_chat_member and update.my_chat_member.chat.type == "private":
        status = update.my_chat_member.new_chat_member.status
        return Read(str(update.my_chat_member.chat.id), gone=status in _GONE)
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, now)
    message = update.message
    if message is None or message.chat.type != "private":
        return None
    return Read(str(message.chat.id), _said(update.update_id, message, now))


def _pressed(number: int, query: CallbackQuery, now: datetime) -> Read | None:
    message = query.message
    if message is None or message.chat.type != "private":
        return None
    pressed = Pressed(query.id, message.message_id, _label(query))
    chat, data = str(message.chat.id), query.data or ""
    if not data or data == CHOSEN:
        return Read(chat, pressed=pressed)
    inbound = Inbound(CHANNEL, chat, f"u{number}", now, choice=data, label=pressed.label)
    return Read(chat, inbound, pressed)


def _label(query: CallbackQuery) -> str | None:
    keyboard = getattr(query.message, "reply_markup", None)
    buttons = [button for row in keyboard.inline_keyboard for button in row] if keyboard else []
    return next((b.text for b in buttons if b.callback_data == query.data), None)


def _said(number: int, message: Message, now: datetime) -> Inbound:
    """``at`` is our own clock: a message may have waited for us for hours."""
    external, chat = f"u{number}", str(message.chat.id)
    if message.location:
        place = (message.location.latitude, message.location.longitude)
        return Inbound(CHANNEL, chat, external, now, position=place)
    text = message.text or message.caption or ""
    if not text:
        return Inbound(CHANNEL, chat, external, now, unread=True)
    if text.startswith("/"):
        return _command(Inbound(CHANNEL, chat, external, now), text)
    return Inbound(CHANNEL, chat, external, now, text)


def _command(bare: Inbound, text: str) -> Inbound:
    """「/menu」 as the word it stands for; an unknown one as the words behind the slash."""
    word, _, rest = text[1:].partition(" ")
    name = word.partition("@")[0].lower()
    if name == "start" and rest.strip().startswith("bind_"):
        choice = f"bind={rest.strip().removeprefix('bind_')}"
        return Inbound(bare.channel, bare.sender, bare.external_id, bare.at, choice=choice)
    said = COMMANDS.get(name, f"{name} {rest}".strip())
    return Inbound(bare.channel, bare.sender, bare.external_id, bare.at, said)
