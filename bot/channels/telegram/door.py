"""Telegram as the server opens it."""

import hashlib
import hmac
import time
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.pictures import TelegramPictures
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.receiving import TelegramReceiver, router
from bot.channels.telegram.render import letters
from bot.channels.telegram.sending import TelegramCarrier
from bot.conversation.service import LARGEST, Service
from bot.outbox.pace import Pace
from bot.outbox.post import Post
from bot.settings import Settings
from bot.store.database import Database
from bot.store.files import Content

# What Telegram lets a bot send in all.
PER_SECOND = 30.0
_TIMEOUT = 20.0  # seconds for one call
# Longer than Telegram keeps a question for updates open.
_LONG_POLL = 35.0
# More than a courier sends at once.
_CONNECTIONS = 64


class TelegramDoor:
    """The bot, its carrier, and the webhook or the poller."""

    name = CHANNEL

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Callable[[], datetime],
        written: Callable[[], None],
        secret: bytes,
    ) -> None:
        """``written``: calls the courier. ``secret``: the application's; the webhook's comes of it."""
        self.bot = telegram_bot(settings)
        self._database, self._clock = database, clock
        self._webhook = webhook_wanted(settings)
        self._secret = webhook_secret(secret)
        self.carrier = TelegramCarrier(self.bot, self._file, Pace(PER_SECOND, time.monotonic))
        self.post = Post(letters, written=written)
        self.pictures = TelegramPictures(self.bot, LARGEST)
        self._receiver: TelegramReceiver | None = None
        self._poller: Poller | None = None

    def open(self, service: Service) -> APIRouter | None:
        self._receiver = TelegramReceiver(service, self.carrier, self._clock)
        if self._webhook:
            return router(self._receiver, self._secret)
        self._poller = Poller(self.bot, self._receiver)
        return None

    async def start(self) -> None:
        if self._poller:
            self._poller.start()

    async def stop(self) -> None:
        if self._poller:
            await self._poller.stop()
        if self._receiver:
            await self._receiver.stop()
        await self.carrier.close()
        await close(self.bot)

    async def _file(self, file_id: str) -> Content | None:
        async with self._database.unit() as rows:
            return await rows.files.read(file_id, self._clock())


def telegram_bot(settings: Settings) -> Bot:
    """The Bot API's client; opens no connection yet."""
    token = settings.telegram_token
    assert token is not None  # noqa: S101 - a door is opened only where there is one
    base = settings.telegram_api.rstrip("/")
    return Bot(
        token.get_secret_value(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_request(_TIMEOUT),
        get_updates_request=_request(_LONG_POLL),
    )


async def close(bot: Bot) -> None:
    """Close its connections. ``bot.shutdown`` would not: it does so after ``initialize`` alone.

    We do not initialize it: that asks Telegram who we are, and a server must start without it.
    """
    for request in bot._request:
        await request.shutdown()


def webhook_wanted(settings: Settings) -> bool:
    if settings.telegram_mode == "auto":
        return (settings.public_url or "").startswith("https://")
    return settings.telegram_mode == "webhook"


def webhook_secret(secret: bytes) -> str:
    """What Telegram sends along: 64 characters that the application's secret makes."""
    return hmac.new(secret, b"telegram webhook", hashlib.sha256).hexdigest()


def _request(timeout: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=_CONNECTIONS,
        read_timeout=timeout,
        write_timeout=timeout,
        connect_timeout=10.0,
        pool_timeout=timeout,
    )
