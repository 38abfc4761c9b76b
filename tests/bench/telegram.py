"""Telegram's webhook: updates a second that the server takes, as many at once as Telegram sends."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.bench.pipeline import texts
from tests.bench.waits import waits
from tests.bot.accounts import bot_settings
from tests.bot.commands import environment
from tests.bot.pushes import telegram_update
from tests.fakes.telegram import TelegramFake
from tests.postgres import postgres_server
from tests.server import server
from tests.webhooks import Answer, all_posted, posted

UPDATES = 400
# What Telegram opens to a webhook if nothing else is asked for (setWebhook, max_connections).
AT_ONCE = 40


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, postgres_server() as postgres:
        sqlite = asyncio.run(_pushed(Path(folder), f"sqlite:///{folder}/bench.db"))
        other = asyncio.run(_pushed(Path(folder), postgres.get_uri()))
    return _figures("SQLite", *sqlite) | _figures("PostgreSQL", *other)


async def _pushed(folder: Path, url: str) -> tuple[list[Answer], float]:
    async with TelegramFake() as platform:
        settings = environment(folder, TUOYU_DATABASE_URL=url, **bot_settings(platform.address))
        async with server(settings) as address:
            await posted(address, telegram_update(1, 1, "你好"))  # it listens
            asked = enumerate(texts(UPDATES), start=1000)
            updates = [telegram_update(n, n, text) for n, text in asked]
            begun = time.perf_counter()
            answers = await all_posted(address, updates, AT_ONCE)
            return answers, time.perf_counter() - begun


def _figures(where: str, answers: list[Answer], seconds: float) -> dict[str, float]:
    name = f"telegram webhook {AT_ONCE} at once, {where}"
    taken = sum(answer.status == 200 for answer in answers)
    return {
        f"{name}, messages/s": taken / seconds,
        **waits(name, answers),
        f"{name}, failed": len(answers) - taken,
    }
