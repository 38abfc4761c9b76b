"""What a person opens or scans to be bound: the address that says a code, and its QR picture."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.setup import configured
from bot.errors import BotError, Misconfigured
from bot.institutions.bind_codes import ROLES, shown
from bot.settings import Settings
from bot.store.database import Database

# What the channels are called by those who scan.
_SCAN = {"wechat": "用微信扫一扫", "telegram": "用手机相机扫一扫，打开 Telegram"}


class NoLink(BotError):
    """The platform gave no address; says why."""


def channel_for(settings: Settings, wanted: str | None = None) -> str:
    """The channel that a code is made for: the one wanted, else WeChat, else Telegram.

    Raises Misconfigured where the settings name none, or not this one.
    """
    known = configured(settings)
    if wanted and wanted not in known:
        raise Misconfigured(f"没有配置 {wanted}，做不了它的二维码；见 docs/deployment.md")
    if not known:
        raise Misconfigured(
            "没有配置渠道，做不了二维码：TUOYU_TELEGRAM_TOKEN 或 TUOYU_WECHAT_APP_ID"
        )
    return wanted or ("wechat" if "wechat" in known else known[0])


async def bind_link(
    settings: Settings,
    database: Database,
    channel: str,
    code: str,
    life: timedelta,
    clock: Callable[[], datetime],
) -> str:
    """The address that says a code on a channel. Raises NoLink, StoreUnavailable."""
    if channel == "telegram":
        return await _telegram(settings, code)
    return await _wechat(settings, database, code, life, clock)


def qr_picture(link: str, code: str, whom: str, role: str, channel: str, days: int) -> bytes:
    """A PNG to send or print: the QR code, whom it is for, and the code to type."""
    from bot.pictures.binding_code import Code, draw

    lines = (
        f"{_SCAN[channel]}，就绑定好了。",
        f"{whom} {ROLES[role]}",
        f"扫不了就在聊天里发上面这个码；{days}天内用一次。",
    )
    return draw(Code(link, "绑定托育通", shown(code), lines))


async def _telegram(settings: Settings, code: str) -> str:
    from telegram.error import TelegramError

    from bot.channels.telegram import setup
    from bot.channels.telegram.door import close, telegram_bot

    bot = telegram_bot(settings)
    try:
        return await setup.bind_link(bot, code)
    except TelegramError as error:
        raise NoLink(f"Telegram 没有办成：{error.message}；请运行 tuoyu doctor") from error
    finally:
        await close(bot)


async def _wechat(
    settings: Settings,
    database: Database,
    code: str,
    life: timedelta,
    clock: Callable[[], datetime],
) -> str:
    from bot.channels.wechat import setup
    from bot.channels.wechat.api import ApiError
    from bot.channels.wechat.door import account

    of = account(settings, database, clock)
    try:
        return await setup.bind_link(of, code, life)
    except ApiError as error:
        raise NoLink(f"微信没有办成：{error}；请运行 tuoyu doctor") from error
    finally:
        await of.api.close()
