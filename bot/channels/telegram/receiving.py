"""Updates in, through the webhook.

An update is acknowledged once it is committed: what comes before is sent again by Telegram, what
comes twice is known by its number.
"""

import asyncio
import hmac
import json
from collections.abc import Callable, Coroutine
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request, Response

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.reading import Read, understood
from bot.channels.telegram.sending import TelegramCarrier
from bot.conversation.service import Inbound, Service
from bot.errors import StoreUnavailable
from bot.logs import log, trace

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
# What we read of an update; the rest is not sent to us.
ALLOWED = ("message", "callback_query", "my_chat_member")
MAX_BODY = 256 * 1024


class TelegramReceiver:
    """Hands what came to the service, and tells the carrier of pressed buttons."""

    def __init__(
        self, service: Service, carrier: TelegramCarrier, clock: Callable[[], datetime]
    ) -> None:
        self.service, self.carrier, self.clock = service, carrier, clock
        self._aside: set[asyncio.Task[None]] = set()

    async def take(self, found: Read | None) -> None:
        """Returns when what was read is committed. Raises StoreUnavailable."""
        if found is None:
            return
        if found.gone is not None:
            await self._contact(found.chat, found.gone)
        if found.inbound:
            await self._answered(found.inbound)
        if found.pressed:
            self._later(self.carrier.pressed(found.chat, found.pressed))

    async def _answered(self, inbound: Inbound) -> None:
        try:
            await self.service.handle(inbound)
        except StoreUnavailable:
            raise
        except Exception as error:
            # A mistake of ours: said so once, rather than sent to us again for ever.
            log.error("update_failed", **trace(error))
            await self._excused(inbound)

    async def _excused(self, inbound: Inbound) -> None:
        try:
            await self.service.excuse(inbound)
        except StoreUnavailable:
            raise
        except Exception as error:
            # Refused, it would come again and again, and hold up what was said after it.
            log.error("update_lost", **trace(error))

    async def _contact(self, chat: str, gone: bool) -> None:
        now = self.clock()
        async with self.service.database.unit() as rows:
            if gone:
                await rows.contacts.lost(CHANNEL, chat, "blocked us", now)
                await rows.letters.drop_all(CHANNEL, chat, "blocked us", now)
            else:
                await rows.contacts.heard(CHANNEL, chat)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def stop(self) -> None:
        """Let the buttons be answered."""
        if self._aside:
            await asyncio.wait(self._aside, timeout=3)


def router(receiver: TelegramReceiver, secret: str) -> APIRouter:
    """The webhook. ``secret``: what setWebhook was told to send along."""
    routes = APIRouter()

    async def webhook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            raise HTTPException(403, "这个地址只收 Telegram 的消息。")
        try:
            data = json.loads(await request.body())
            found = understood(data, receiver.carrier.bot, receiver.clock())
        except (ValueError, RecursionError) as error:
            raise HTTPException(400, "不是 Telegram 的消息。") from error
        await receiver.take(found)
        return Response()

    routes.post(PATH, include_in_schema=False, max_body_size=MAX_BODY)(webhook)
    return routes
