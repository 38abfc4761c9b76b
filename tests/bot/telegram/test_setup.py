"""What Telegram is told when it is set up, and what the checks find where it is not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot

from bot.channels.telegram import setup
from bot.channels.telegram.checks import Check, checks
from bot.channels.telegram.door import close, telegram_bot, webhook_secret
from bot.errors import Misconfigured
from tests.bot.outbox.post_office import START
from tests.bot.telegram.office import SECRET, settings
from tests.bot.telegram.updates import said
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_faults import BROKEN, WRONG_TOKEN

URL = "https://tuoyu.example.cn/telegram/webhook"


@pytest.fixture
async def bot(platform: TelegramFake) -> AsyncIterator[Bot]:
    made = telegram_bot(settings(platform))
    yield made
    await close(made)


async def ready(platform: TelegramFake, bot: Bot) -> None:
    await setup.set_webhook(bot, settings(platform), webhook_secret(SECRET))


async def found(platform: TelegramFake, bot: Bot, **more: Any) -> dict[str, Check]:
    return {c.name: c for c in await checks(bot, settings(platform, **more), START)}


async def test_the_webhook_is_set_and_nothing_waiting_is_dropped(
    platform: TelegramFake, bot: Bot
) -> None:
    assert await setup.set_webhook(bot, settings(platform), webhook_secret(SECRET)) == URL
    (call,) = platform.called("setWebhook")
    assert call.arguments == {
        "url": URL,
        "secret_token": webhook_secret(SECRET),
        "allowed_updates": ["message", "callback_query", "my_chat_member"],
        "drop_pending_updates": "false",
    }
    await setup.delete_webhook(bot)
    assert platform.called("deleteWebhook")[0].arguments == {"drop_pending_updates": "false"}
    assert platform.webhook["url"] == ""


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (None, "没有设"),
        ("http://tuoyu.example.cn", "https://"),
        ("https://tuoyu.example.cn:8000", "端口是 8000"),
        ("https://tuoyu.example.cn:99999", "不是网址"),
    ],
)
async def test_an_address_that_telegram_would_not_take(
    platform: TelegramFake, bot: Bot, url: str | None, told: str
) -> None:
    configured = settings(platform, public_url=url, telegram_mode="webhook")
    with pytest.raises(Misconfigured, match=told):
        await setup.set_webhook(bot, configured, webhook_secret(SECRET))
    assert platform.calls == []
    there = await found(platform, bot, public_url=url, telegram_mode="webhook")
    assert not there["网址"].ok
    assert told in there["网址"].told
    assert not there["webhook"].ok


@pytest.mark.parametrize("url", ["https://a.cn:8443/x/", "https://a.cn:443/x", "https://a.cn/x"])
def test_an_address_below_a_path(url: str) -> None:
    made = setup.address(settings(TelegramFake(), public_url=url))
    assert made == f"{url.rstrip('/')}/telegram/webhook"


async def test_people_see_a_menu_and_what_this_is(platform: TelegramFake, bot: Bot) -> None:
    await setup.describe(bot)
    commands = platform.kept["setMyCommands"]["commands"]
    assert [c["command"] for c in commands] == ["menu", "help", "back", "cancel", "restart"]
    assert all(1 <= len(c["description"]) <= 256 for c in commands)
    short = platform.kept["setMyShortDescription"]["short_description"]
    long = platform.kept["setMyDescription"]["description"]
    assert (0 < len(short) <= 120, 0 < len(long) <= 512) == (True, True)
    assert platform.kept["setChatMenuButton"]["menu_button"] == {"type": "commands"}


async def test_all_is_well(platform: TelegramFake, bot: Bot) -> None:
    await ready(platform, bot)
    there = await checks(bot, settings(platform), START)
    assert [c.name for c in there if not c.ok] == []
    assert [c.name for c in there] == [
        "密钥",
        "网址",
        "令牌",
        "webhook",
        "消息种类",
        "送达",
        "积压",
    ]


async def test_a_wrong_token(platform: TelegramFake, bot: Bot) -> None:
    platform.fail("getMe", WRONG_TOKEN)
    there = await found(platform, bot)
    assert not there["令牌"].ok
    assert "@BotFather" in there["令牌"].told


async def test_telegram_cannot_be_reached(platform: TelegramFake, bot: Bot) -> None:
    platform.fail("getMe", BROKEN)
    there = await found(platform, bot)
    assert (there["连接"].ok, "HTTPS_PROXY" in there["连接"].told) == (False, True)


async def test_no_webhook_or_another(platform: TelegramFake, bot: Bot) -> None:
    for url, told in (("", "还没有设"), ("https://old.example.cn/x", "现在送到 https://old")):
        platform.webhook = {"url": url}
        target = (await found(platform, bot))["webhook"]
        assert not target.ok
        assert told in target.told
        assert URL in target.told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Wrong response from the webhook: 403 Forbidden", "密钥对不上"),
        ("Wrong response from the webhook: 404 Not Found", "路径不对"),
        ("Wrong response from the webhook: 503 Service Unavailable", "数据库"),
        ("SSL error {error:0A000086:certificate verify failed}", "证书"),
        ("Connection timed out", "连不上"),
        ("Something new", "日志"),
    ],
)
async def test_updates_do_not_arrive(
    platform: TelegramFake, bot: Bot, said: str, told: str
) -> None:
    await ready(platform, bot)
    at = int((START - timedelta(minutes=2)).timestamp())
    platform.webhook |= {"last_error_date": at, "last_error_message": said}
    delivery = (await found(platform, bot))["送达"]
    assert (delivery.ok, told in delivery.told, "09:58" in delivery.told) == (False, True, True)


async def test_an_error_of_long_ago_has_passed(platform: TelegramFake, bot: Bot) -> None:
    await ready(platform, bot)
    at = int((START - timedelta(hours=2)).timestamp())
    platform.webhook |= {"last_error_date": at, "last_error_message": "x"}
    assert (await found(platform, bot))["送达"].ok


async def test_much_waits_and_some_is_not_sent(platform: TelegramFake, bot: Bot) -> None:
    await ready(platform, bot)
    platform.updates = [said(n, "x") for n in range(51)]
    platform.webhook["allowed_updates"] = ["message"]
    there = await found(platform, bot)
    assert not there["积压"].ok
    assert not there["消息种类"].ok
    assert "callback_query" in there["消息种类"].told


async def test_polling_with_and_without_a_webhook(platform: TelegramFake, bot: Bot) -> None:
    assert (await found(platform, bot, telegram_mode="polling"))["轮询"].ok
    await ready(platform, bot)
    polling = (await found(platform, bot, telegram_mode="polling"))["轮询"]
    assert not polling.ok
    assert "tuoyu channels setup" in polling.told


@pytest.mark.parametrize(("secret", "ok"), [(SECRET.decode(), True), (None, True)])
async def test_secrets(platform: TelegramFake, bot: Bot, secret: str | None, ok: bool) -> None:
    assert (await found(platform, bot, secret=secret))["密钥"].ok == ok
