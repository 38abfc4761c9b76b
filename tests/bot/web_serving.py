"""The whole application with Telegram, a platform on this machine, and what must not be logged."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from bot.settings import Settings
from bot.web.served import served

TEXT, NAME, STREET = "孩子发烧三十九度", "王小明", "幸福路七号"
OPENID, CHAT = "oXw7T5openid4Wang", 7731540
TOKEN = "123456789:AAErealistic_token-of-a-bot12345678"
SECRET = "a secret of more than thirty-two characters"
PERSONAL = (TEXT, NAME, STREET, OPENID, str(CHAT), TOKEN, SECRET)


def quoted(printed: str) -> list[str]:
    """What of the personal is in the logs, also as JSON or a URL would write it."""
    escaped = {p: json.dumps(p).strip('"') for p in PERSONAL}
    return [p for p in PERSONAL if p in printed or escaped[p] in printed]


class BotApi:
    """The Bot API on this machine: answers each call with ``status``, and knows what was called."""

    def __init__(self) -> None:
        self.status, self.called = 200, 0
        self.more = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        lengths = [x.split(":")[1] for x in head.splitlines() if x.startswith("content-length")]
        await reader.readexactly(int(lengths[0]) if lengths else 0)
        body = json.dumps(self._answer()).encode()
        top = (
            f"HTTP/1.1 {self.status} X\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(top.encode() + body)
        await writer.drain()
        writer.close()
        self.called += 1
        self.more.set()

    def _answer(self) -> dict[str, Any]:
        if self.status != 200:
            return {"ok": False, "error_code": self.status, "description": f"{NAME}: {TEXT}"}
        chat = {"id": CHAT, "type": "private"}
        return {"ok": True, "result": {"message_id": 7, "date": 1, "chat": chat}}

    async def wait(self, calls: int) -> None:
        """Until so many calls came in all; a minute is given up after."""
        async with asyncio.timeout(60):
            while self.called < calls:
                self.more.clear()
                await self.more.wait()


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient, BotApi]]:
    """The whole application with Telegram, and a platform on this machine behind it."""
    api = BotApi()
    server = await asyncio.start_server(api, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings(
        _env_file=None, var=folder, database_url=f"sqlite:///{folder / 'a.db'}", secret=SECRET,
        telegram_token=TOKEN, telegram_mode="webhook", telegram_api=f"http://127.0.0.1:{port}",
    )  # fmt: skip
    app = served(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        server,
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield app, client, api
