"""Letters to Telegram, and its errors as outcomes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.reading import CHOSEN, Pressed
from bot.channels.telegram.render import LABEL, Call, rendered
from bot.channels.telegram.units import shortened
from bot.logs import log, trace
from bot.outbox.outcome import Later, Letter, Moved, Outcome, Refused, Sent, Unreachable
from bot.outbox.pace import Pace
from bot.store.files import Content

# Bad requests that say that the chat, not the message, is the trouble.
_NO_CHAT = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
# With a wrong token everything fails; an operator puts it right.
_OPERATOR = 60.0
# How long a stop waits for what is being sent, in seconds.
_GRACE = 5.0
_STOPPING = Later("the server stops", 1.0)
Files = Callable[[str], Awaitable[Content | None]]


class TelegramCarrier:
    """Sends through the Bot API; at most 30 messages a second in all and one to each chat."""

    channel = CHANNEL
    gap = timedelta(seconds=1)

    def __init__(self, bot: Bot, files: Files, pace: Pace) -> None:
        self.bot = bot
        self._files, self._pace = files, pace
        self._calls: set[asyncio.Task[Outcome]] = set()
        self._closed = False

    async def send(self, letter: Letter) -> Outcome:
        await self._pace.turn()
        call = rendered(letter.message)
        arguments = dict(call.arguments)
        if call.file:
            found = await self._files(call.file)
            if found is None:
                return Refused("the file has expired")
            arguments[call.attach] = _upload(found, call.name)
        if self._closed:
            return _STOPPING
        task = asyncio.create_task(self._called(call, letter.address, arguments))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return await task

    async def close(self) -> None:
        """Send nothing more and let what is on its way arrive: cut off, it would be sent twice."""
        self._closed = True
        if self._calls:
            await asyncio.wait(self._calls, timeout=_GRACE)

    async def _called(self, call: Call, chat: str, arguments: dict[str, Any]) -> Outcome:
        try:
            message = await getattr(self.bot, call.method)(chat_id=int(chat), **arguments)
        except TelegramError as error:
            return outcome(error)
        return Sent(str(message.message_id))

    async def pressed(self, chat: str, pressed: Pressed) -> None:
        """Stop the button's spinning; of the answers leave only the one that was pressed.

        A nicety: where it fails the answer itself still comes.
        """
        await self._nicely(self.bot.answer_callback_query(pressed.query))
        if pressed.message is None or pressed.label is None:
            return
        label = shortened(f"✓ {pressed.label}", LABEL)
        chosen = InlineKeyboardButton(label, callback_data=CHOSEN)
        pages = [InlineKeyboardButton(name, url=url) for name, url in pressed.links]
        left = InlineKeyboardMarkup([[button] for button in (chosen, *pages)])
        await self._nicely(
            self.bot.edit_message_reply_markup(int(chat), pressed.message, reply_markup=left)
        )

    async def _nicely(self, call: Awaitable[object]) -> None:
        try:
            await call
        except TelegramError:
            pass  # Pressed twice, or too long ago: there is nothing left to do.
        except Exception as error:
            log.warning("button_failed", **trace(error))


def _upload(found: Content, name: str | None) -> InputFile:
    """The file under the name that the message gives it; its kind is known, not guessed."""
    upload = InputFile(found.content, filename=name or found.name)
    upload.mimetype = found.media_type
    return upload


def seconds(error: RetryAfter) -> float:
    """How long we are asked to wait; the library is about to change what it says it in."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def outcome(error: TelegramError) -> Outcome:
    """What an error means for the message. BadRequest comes before its parent NetworkError."""
    match error:
        case RetryAfter():
            return Later("too many requests", seconds(error))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable(f"forbidden: {error.message}")
        case InvalidToken():
            return Later("the token is refused; run tuoyu doctor", _OPERATOR)
        case BadRequest():
            gone = any(words in error.message.lower() for words in _NO_CHAT)
            why = f"bad request: {error.message}"
            return Unreachable(why) if gone else Refused(why)
        case _:
            return Later(f"{type(error).__name__}: {error.message}")
