"""The channels that are configured: their doors, and the courier behind each."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.channels.door import Door
from bot.outbox.courier import Courier, Terms
from bot.settings import Settings
from bot.store.database import Database


@dataclass
class Channels:
    """Filled by ``channels``."""

    doors: list[Door] = field(default_factory=list)
    couriers: dict[str, Courier] = field(default_factory=dict)

    def written(self, channel: str) -> None:
        """A message for the channel was committed."""
        self.couriers[channel].call()

    async def start(self) -> None:
        for door in self.doors:
            await door.start()

    async def stop(self) -> None:
        """Couriers before doors: these close the connections over which those still send.

        What is cut off there is sent again after the next start.
        """
        for courier in self.couriers.values():
            await courier.stop()
        for door in self.doors:
            await door.stop()


def channels(
    settings: Settings,
    database: Database,
    secret: bytes,
    clock: Callable[[], datetime],
    terms: Terms = Terms(),
) -> Channels:
    """Telegram and WeChat, as far as the settings name them. Raises Misconfigured."""
    made = Channels()
    if settings.telegram_token:
        from bot.channels.telegram.door import TelegramDoor

        written = partial(made.written, TelegramDoor.name)
        made.doors.append(TelegramDoor(settings, database, clock, written, secret))
    if settings.wechat_app_id:
        from bot.channels.wechat.door import WeChatDoor

        written = partial(made.written, WeChatDoor.name)
        made.doors.append(WeChatDoor(settings, database, clock, written))
    for door in made.doors:
        jitter = partial(random.uniform, 0.75, 1.25)
        made.couriers[door.name] = Courier(database, door.carrier, clock, jitter, terms)
    return made
