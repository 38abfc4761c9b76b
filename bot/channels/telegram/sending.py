"""Letters to Telegram, and its errors as outcomes."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

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
from bot.channels.telegram.render import Call, rendered
from bot.outbox.outcome import Later, Letter, Moved, Outcome, Refused, Sent, Unreachable
from bot.outbox.pace import Pace
from bot.store.files import Content

# Bad requests that say that the chat, not the message, is the trouble.
_NO_CHAT = ("chat not found", "user is deactivated", "peer_id_invalid")
# With a wrong token everything fails; an operator puts it right.
_OPERATOR = 60.0
Files = Callable[[str], Awaitable[Content | None]]


class TelegramCarrier:
    """Sends through the Bot API; at most 30 messages a second in all and one to each chat."""

    channel = CHANNEL
    gap = timedelta(seconds=1)

    def __init__(self, bot: Bot, files: Files, pace: Pace) -> None:
        self.bot = bot
        self._files, self._pace = files, pace

    async def send(self, letter: Letter) -> Outcome:
        await self._pace.turn()
        call = rendered(letter.message)
        arguments = dict(call.arguments)
        if call.file:
            found = await self._files(call.file)
            if found is None:
                return Refused("the file has expired")
            arguments[call.attach] = InputFile(found.content, filename=found.name)
        return await self._called(call, letter.address, arguments)

    async def _called(self, call: Call, chat: str, arguments: dict[str, object]) -> Outcome:
        try:
            message = await getattr(self.bot, call.method)(chat_id=int(chat), **arguments)
        except TelegramError as error:
            return outcome(error)
        return Sent(str(message.message_id))

    async def pressed(self, chat: str, pressed: Pressed) -> None:
        """Stop the button's spinning, and leave only the one that was pressed.

        A nicety: where it fails the answer itself still comes.
        """
        with suppress(TelegramError):
            await self.bot.answer_callback_query(pressed.query)
        if pressed.message is None or pressed.label is None:
            return
        button = InlineKeyboardButton(f"✓ {pressed.label}"[:128], callback_data=CHOSEN)
        with suppress(TelegramError):
            await self.bot.edit_message_reply_markup(
                int(chat), pressed.message, reply_markup=InlineKeyboardMarkup([[button]])
            )


def outcome(error: TelegramError) -> Outcome:
    """What an error means for the message. BadRequest comes before its parent NetworkError."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            return Later("too many requests", seconds)
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
