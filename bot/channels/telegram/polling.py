"""Updates in, by asking for them: for development, where no address of ours is public."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.channels.telegram.reading import Read, number_of, understood
from bot.channels.telegram.receiving import ALLOWED, TelegramReceiver
from bot.channels.telegram.sending import seconds
from bot.errors import StoreUnavailable
from bot.logs import log, trace

_AGAIN = 3.0  # seconds to wait after an error before asking once more
_OPERATOR = 60.0  # where somebody has to put something right first
_LONG_POLL = 25  # seconds for which Telegram keeps the question open


class Poller:
    """Asks again and again. What was taken is confirmed by the next question, after the commit."""

    def __init__(
        self,
        bot: Bot,
        receiver: TelegramReceiver,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot, self._receiver, self._sleep = bot, receiver, sleep
        self._offset: int | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while True:
            try:
                await self.once()
            except Exception as error:
                # Whatever it is: who stops asking is deaf until the next start.
                await self._sleep(_pause(error))

    async def once(self) -> int:
        """Take what is there; what was not committed is asked for again. Returns how many."""
        updates = await self._ask()
        chats = _by_chat(self._read(update) for update in updates)
        # All are waited for, so that none is still at work when they are asked for again.
        done = await asyncio.gather(*map(self._in_order, chats), return_exceptions=True)
        failed = next((error for error in done if error), None)
        if failed:
            raise failed
        if updates:
            self._offset = max(map(number_of, updates)) + 1
        return len(updates)

    async def _ask(self) -> Sequence[Any]:
        """Plain objects: the library's own method gives up all of them for one it cannot read."""
        asked = {"offset": self._offset, "timeout": _LONG_POLL, "allowed_updates": ALLOWED}
        updates = await self._bot._post("getUpdates", asked)
        return sorted(updates, key=number_of) if isinstance(updates, list) else []

    def _read(self, update: Any) -> Read | None:
        return understood(update, self._bot, self._receiver.clock())

    async def _in_order(self, found: Iterable[Read]) -> None:
        for one in found:
            await self._receiver.take(one)


def _by_chat(found: Iterable[Read | None]) -> list[list[Read]]:
    """Each chat's updates in their order; chats do not wait for each other."""
    chats: dict[str, list[Read]] = {}
    for one in found:
        if one:
            chats.setdefault(one.chat, []).append(one)
    return list(chats.values())


def _pause(error: Exception) -> float:
    """Seconds until it is worth asking again; says what is wrong."""
    match error:
        case Conflict():
            hint = "another process asks for the same updates, or a webhook is set"
            log.error("telegram_conflict", hint=hint)
            return _AGAIN
        case InvalidToken():
            log.error("telegram_token", hint="the token is refused; run tuoyu doctor")
            return _OPERATOR
        case RetryAfter():
            log.warning("telegram_polling", error="RetryAfter")
            return max(seconds(error), _AGAIN)
        case StoreUnavailable():
            log.warning("telegram_polling", error="StoreUnavailable")
            return _AGAIN
        case _:
            log.warning("telegram_polling", **trace(error))
            return _AGAIN
