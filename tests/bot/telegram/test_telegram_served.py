"""The whole server with Telegram behind it: an update in at one end, the answer out at the other."""

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.door import webhook_secret
from bot.channels.telegram.receiving import PATH, SECRET_HEADER
from bot.conversation.talk import Talk
from bot.web import served as serving
from tests.bot.telegram.office import SECRET, settings
from tests.bot.telegram.updates import CHAT, said
from tests.fakes.telegram import TelegramFake


@pytest.fixture(autouse=True)
def loaded(talker: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The talk that all tests share: loading it once more would show nothing."""
    monkeypatch.setattr(serving, "talk", lambda settings: talker)


async def test_by_webhook(platform: TelegramFake, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tuoyu.db'}"
    app = serving.served(settings(platform, database_url=url, var=tmp_path))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            headers = {SECRET_HEADER: webhook_secret(SECRET)}
            answers = [
                await client.post(PATH, json=said(1, "监控录像要保存多久"), headers=headers)
                for _ in range(2)
            ]
        await platform.until("sendMessage", 1)
    assert [answer.status_code for answer in answers] == [200, 200]
    (sent,) = platform.sent(CHAT)
    assert "90天" in sent.shown
    assert not platform.called("getUpdates")


async def test_by_polling(platform: TelegramFake, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tuoyu.db'}"
    platform.updates = [said(1, "监控录像要保存多久")]
    app = serving.served(
        settings(platform, database_url=url, var=tmp_path, telegram_mode="polling")
    )
    async with app.router.lifespan_context(app):
        await platform.until("sendMessage", 1)
        await platform.until("getUpdates", 2)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.post(PATH, json=said(2, "你好"))).status_code == 404
    await asyncio.sleep(0)
    assert len(platform.sent(CHAT)) == 1
    assert platform.called("getUpdates")[-1].arguments["offset"] == "2"
