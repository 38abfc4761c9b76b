"""What the platforms have to be told once, and whether they were: for all that are configured."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.check import Check
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.store.database import Database

Clock = Callable[[], datetime]


def configured(settings: Settings) -> list[str]:
    """The channels that the settings name."""
    named = {"telegram": settings.telegram_token, "wechat": settings.wechat_app_id}
    return [channel for channel, given in named.items() if given]


async def set_up(settings: Settings, database: Database, secret: bytes, clock: Clock) -> list[str]:
    """Set webhook, commands, profile and menu; a line for each thing done.

    ``secret``: the application's. Raises Misconfigured where a platform refuses, too.
    """
    done: list[str] = []
    if settings.telegram_token:
        done += await _telegram(settings, secret)
    if settings.wechat_app_id:
        done += await _wechat(settings, database, clock)
    return done


async def checks(settings: Settings, clock: Clock) -> list[Check]:
    """Everything that can be looked at from here; the names begin with the channel."""
    found: list[Check] = []
    if settings.telegram_token:
        from bot.channels.telegram import checks as telegram_checks
        from bot.channels.telegram.door import close, telegram_bot

        bot = telegram_bot(settings)
        try:
            there = await telegram_checks.checks(bot, settings, clock())
        finally:
            await close(bot)
        found += [c._replace(name=f"Telegram {c.name}") for c in there]
    if _begun_wechat(settings):
        from bot.channels.wechat import setup as wechat

        there = await wechat.checks(settings)
        found += [c._replace(name=f"微信 {c.name}") for c in there]
    return found or [Check("渠道", True, "只有网页；要接 Telegram 或微信，见 docs/deployment.md")]


def _begun_wechat(settings: Settings) -> bool:
    """Whether any of its settings is there: without the AppID the others do nothing, unseen."""
    others = (settings.wechat_app_secret, settings.wechat_token, settings.wechat_aes_key)
    return bool(settings.wechat_app_id) or any(others)


async def _telegram(settings: Settings, secret: bytes) -> list[str]:
    from telegram.error import TelegramError

    from bot.channels.telegram import setup
    from bot.channels.telegram.door import close, telegram_bot, webhook_secret, webhook_wanted

    bot = telegram_bot(settings)
    try:
        if webhook_wanted(settings):
            where = await setup.set_webhook(bot, settings, webhook_secret(secret))
            done = [f"Telegram webhook：{where}"]
        else:
            await setup.delete_webhook(bot)
            done = ["Telegram：没有 webhook，由 tuoyu serve 去取消息"]
        await setup.describe(bot)
    except TelegramError as error:
        raise Misconfigured(f"Telegram 没有办成：{error.message}；请运行 tuoyu doctor") from error
    finally:
        await close(bot)
    return [*done, "Telegram：命令菜单和简介设好了"]


async def _wechat(settings: Settings, database: Database, clock: Clock) -> list[str]:
    from bot.channels.wechat.api import ApiError
    from bot.channels.wechat.door import account
    from bot.channels.wechat.setup import create_menu

    of = account(settings, database, clock)
    try:
        await create_menu(of)
    except ApiError as error:
        raise Misconfigured(f"微信没有办成：{error}；请运行 tuoyu doctor") from error
    finally:
        await of.api.close()
    return ["微信：菜单设好了，粉丝24小时内会看到"]
