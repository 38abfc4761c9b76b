"""What Telegram has to be told once: where updates go, and what people see before they write."""

from urllib.parse import urlsplit

from telegram import Bot, BotCommand, MenuButtonCommands

from bot.channels.telegram.reading import BIND
from bot.channels.telegram.receiving import ALLOWED, PATH
from bot.errors import Misconfigured
from bot.settings import Settings

# Telegram calls no others.
PORTS = (443, 80, 88, 8443)
# What stands behind the menu button; the words they stand for are in ``reading``.
MENU = {
    "menu": "看看能办什么",
    "help": "怎么用",
    "back": "回到上一步",
    "cancel": "这件事先不办了",
    "restart": "从头再来",
}
# At most 120 characters; stands in the bot's profile and where it is passed on.
SHORT = "帮您一步一步把托育机构开起来，补贴、税费、收费按政府文件回答。"
# At most 512 characters; stands in the empty chat above 「开始」.
DESCRIPTION = (
    "您好，这里是托育通。\n"
    "想开托育机构（收3岁以下孩子的），我一步一步告诉您去哪办、带什么、要多久；"
    "家里有小孩的，帮您看能领哪些补贴、少交哪些税。\n"
    "说的都来自政府文件，并写明是哪份文件、哪一条。我不是政府部门，办事前请再问一次主管部门。\n"
    "点下面的“开始”，就能直接打字问我。"
)


def address(settings: Settings) -> str:
    """Where Telegram delivers updates. Raises Misconfigured where it could not."""
    wrong = address_fault(settings)
    if wrong:
        raise Misconfigured(wrong)
    return f"{settings.public_url or ''}{PATH}"


def address_fault(settings: Settings) -> str | None:
    """What is wrong with the public address, and how to put it right."""
    if settings.public_url is None:
        return "没有设 TUOYU_PUBLIC_URL；请写从外面能打开的网址，比如 https://tuoyu.example.cn"
    try:
        parts = urlsplit(settings.public_url)
        port = parts.port or 443
    except ValueError:
        return "TUOYU_PUBLIC_URL 不是网址；请写成 https://tuoyu.example.cn 这样"
    if parts.scheme != "https":
        return "TUOYU_PUBLIC_URL 要以 https:// 开头，Telegram 只往加密的网址送消息"
    if port not in PORTS:
        allowed = "、".join(map(str, PORTS))
        return f"TUOYU_PUBLIC_URL 的端口是 {port}，Telegram 只连 {allowed}；请换一个端口"
    return None


async def set_webhook(bot: Bot, settings: Settings, secret: str) -> str:
    """Have updates delivered to us; those that wait already come too. Returns the address.

    ``secret``: what Telegram sends along (``door.webhook_secret``). Raises Misconfigured, and
    TelegramError where Telegram refuses.
    """
    url = address(settings)
    await bot.set_webhook(
        url, secret_token=secret, allowed_updates=ALLOWED, drop_pending_updates=False
    )
    return url


async def delete_webhook(bot: Bot) -> None:
    """Before polling: with a webhook set, Telegram refuses to be asked. Nothing waiting is lost."""
    await bot.delete_webhook(drop_pending_updates=False)


async def describe(bot: Bot) -> None:
    """The menu of commands and what the bot says about itself. Raises TelegramError."""
    await bot.set_my_commands([BotCommand(name, words) for name, words in MENU.items()])
    await bot.set_my_short_description(SHORT)
    await bot.set_my_description(DESCRIPTION)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


async def bind_link(bot: Bot, code: str) -> str:
    """The address that opens the bot and says a code (``reading``). Raises TelegramError."""
    me = await bot.get_me()
    return f"https://t.me/{me.username}?start={BIND}{code}"
