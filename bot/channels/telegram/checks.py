"""Is Telegram set up as it must be, and if not, how to put it right."""

from datetime import datetime, timedelta

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.check import Check
from bot.channels.telegram.door import webhook_wanted
from bot.channels.telegram.receiving import ALLOWED
from bot.channels.telegram.setup import address, address_fault
from bot.errors import Misconfigured
from bot.settings import CHINA, Settings

# Telegram keeps its last error for good; an older one than this has passed.
_RECENT = timedelta(minutes=15)
_MANY = 50
_SET = "请运行 tuoyu channels setup"
_DELETE = "请运行 tuoyu channels setup"


async def checks(bot: Bot, settings: Settings, now: datetime) -> list[Check]:
    """Never raises for what Telegram does."""
    found = [_secret(settings)]
    wanted = webhook_wanted(settings)
    if wanted:
        found.append(_address(settings))
    try:
        found.append(Check("令牌", True, f"@{(await bot.get_me()).username}"))
        info = await bot.get_webhook_info()
    except TelegramError as error:
        return [*found, _unreached(error)]
    if not wanted:
        return [*found, _polling(info)]
    return [*found, _target(info, settings), _kinds(info), _delivery(info, now), _queue(info)]


def _secret(settings: Settings) -> Check:
    name = "密钥"
    if settings.secret is None:
        told = "自动生成，存在 var/ 里；开几个副本时要设同一个 TUOYU_SECRET"
        return Check(name, True, told)
    return Check(name, True, "TUOYU_SECRET")


def _address(settings: Settings) -> Check:
    wrong = address_fault(settings)
    return Check("网址", wrong is None, wrong or settings.public_url or "")


def _unreached(error: TelegramError) -> Check:
    if isinstance(error, InvalidToken):
        told = "Telegram 不认这个令牌；请在 @BotFather 那里核对，重新填 TUOYU_TELEGRAM_TOKEN"
        return Check("令牌", False, told)
    told = (
        f"连不上 Telegram（{type(error).__name__}）；请检查网络，"
        "国内的服务器要设代理 HTTPS_PROXY，或者用 TUOYU_TELEGRAM_API 指到能连的地址"
    )
    return Check("连接", False, told)


def _polling(info: WebhookInfo) -> Check:
    if info.url:
        told = f"消息还在往 {info.url} 送，这里收不到；{_DELETE}"
        return Check("轮询", False, told)
    return Check("轮询", True, f"没有 webhook，等着取的消息 {info.pending_update_count} 条")


def _target(info: WebhookInfo, settings: Settings) -> Check:
    name = "webhook"
    try:
        ours = address(settings)
    except Misconfigured:
        return Check(name, False, f"网址改好以后，{_SET}")
    if info.url != ours:
        where = f"现在送到 {info.url}" if info.url else "还没有设"
        return Check(name, False, f"{where}，应该是 {ours}；{_SET}")
    return Check(name, True, ours)


def _kinds(info: WebhookInfo) -> Check:
    missing = set(ALLOWED) - set(info.allowed_updates or ALLOWED)
    told = f"不送这些消息：{'、'.join(sorted(missing))}；{_SET}" if missing else "、".join(ALLOWED)
    return Check("消息种类", not missing, told)


def _delivery(info: WebhookInfo, now: datetime) -> Check:
    name, at = "送达", info.last_error_date
    if at is None or now - at > _RECENT:
        return Check(name, True, "最近没有出错")
    said = info.last_error_message or ""
    told = f"{at.astimezone(CHINA):%H:%M} 没送到：{said}；{_remedy(said)}"
    return Check(name, False, told)


def _remedy(said: str) -> str:
    """What to do about an error that Telegram met at our address."""
    words = said.lower()
    if "403" in words:
        return f"密钥对不上，多半是换过 TUOYU_SECRET，{_SET}"
    if "404" in words:
        return "网址后面的路径不对，请看反向代理有没有把 /telegram/ 转过来"
    if "ssl" in words or "certificate" in words:
        return "证书有问题，请检查是否过期、中间证书是否齐全"
    if "503" in words:
        return "数据库那时用不了，恢复以后 Telegram 会重送，请运行 tuoyu doctor"
    if any(word in words for word in ("timed out", "refused", "resolve", "unreachable")):
        return "从外面连不上，请检查域名、防火墙和端口，服务是否开着"
    return "请看服务的日志"


def _queue(info: WebhookInfo) -> Check:
    waiting = info.pending_update_count
    told = (
        f"有 {waiting} 条消息没送过来，请看“送达”一项"
        if waiting > _MANY
        else f"等着送的 {waiting} 条"
    )
    return Check("积压", waiting <= _MANY, told)
