"""Setting the account up: its menu, and whether everything is there that we need."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.channels.check import Check
from bot.channels.wechat.api import ApiError
from bot.channels.wechat.codes import UNLISTED, unlisted_address
from bot.channels.wechat.door import account
from bot.channels.wechat.keys import is_aes_key
from bot.channels.wechat.menu import MENU
from bot.channels.wechat.token import Account
from bot.errors import BotError
from bot.settings import Settings
from bot.store.database import Database

_NO_MENU = 46003


async def create_menu(of: Account) -> None:
    """Raises ApiError, StoreUnavailable. Followers see it within a day, or when they come anew."""
    await of.call("menu/create", MENU)


async def checks(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> list[Check]:
    """Everything that can be looked at from here; the account itself only if its keys are right."""
    found = settings_checks(settings)
    try:
        of = account(settings, database, clock)
    except BotError as error:
        return [*found, Check("微信设置", False, str(error))]
    try:
        return [*found, *await account_checks(of, settings)]
    finally:
        await of.api.close()


def settings_checks(settings: Settings) -> list[Check]:
    """What the settings alone show."""
    public = settings.public_url or ""
    aes = settings.wechat_aes_key.get_secret_value() if settings.wechat_aes_key else ""
    return [
        _check("AppID", bool(settings.wechat_app_id), "没有填 TUOYU_WECHAT_APP_ID"),
        _check("AppSecret", bool(settings.wechat_app_secret), "没有填 TUOYU_WECHAT_APP_SECRET"),
        _check(
            "Token",
            bool(settings.wechat_token),
            "没有填 TUOYU_WECHAT_TOKEN，要和公众平台“服务器配置”里的一样",
        ),
        _check(
            "EncodingAESKey",
            is_aes_key(aes) or (not aes and settings.wechat_plaintext and not public),
            f"TUOYU_WECHAT_AES_KEY 现在是{len(aes)}个字符，应当是43个字母和数字",
        ),
        _check(
            "安全模式",
            not (settings.wechat_plaintext and public),
            "正式环境不能收明文：去掉 TUOYU_WECHAT_PLAINTEXT，并在公众平台选“安全模式”",
        ),
        _check(
            "外网地址",
            public.startswith("https://"),
            "TUOYU_PUBLIC_URL 要填 https:// 开头的地址，公众平台的服务器地址是它加 /wechat",
        ),
    ]


async def account_checks(of: Account, settings: Settings) -> list[Check]:
    """What WeChat says; without a token nothing more can be asked."""
    token = await _asked("凭证和IP白名单", lambda: _token(of))
    if not token.ok:
        return [token]
    menu = await _asked("菜单", lambda: _menu(of))
    templates = await _asked("模板", lambda: _templates(of, settings))
    return [token, menu, templates]


async def _asked(name: str, question: Callable[[], Any]) -> Check:
    try:
        wrong = await question()
    except ApiError as error:
        return Check(name, False, _remedy(error))
    except BotError as error:
        return Check(name, False, f"数据库现在用不了：{error}")
    return _check(name, not wrong, wrong)


async def _token(of: Account) -> str:
    await of.tokens.get()
    # A token that was kept says nothing about this server's address, so something is asked with it.
    await of.call("get_api_domain_ip")
    return ""


async def _menu(of: Account) -> str:
    missing = "还没有菜单，请运行 tuoyu channels setup"
    try:
        answer = await of.call("menu/get")
    except ApiError as error:
        if error.code == _NO_MENU:
            return missing
        raise
    menu = answer.get("menu")
    return "" if isinstance(menu, dict) and menu.get("button") else missing


async def _templates(of: Account, settings: Settings) -> str:
    if not settings.wechat_templates:
        return "没有填 TUOYU_WECHAT_TEMPLATES：超过48小时没说话的人收不到提醒"
    answer = await of.call("template/get_all_private_template")
    listed = answer.get("template_list")
    known = {t.get("template_id") for t in listed if isinstance(t, dict)} if listed else set()
    unknown = [name for name, number in settings.wechat_templates.items() if number not in known]
    return f"账号里没有这些模板：{'、'.join(unknown)}" if unknown else ""


def _remedy(error: ApiError) -> str:
    if error.code == UNLISTED:
        address = unlisted_address(error)
        return f"把{address or '这台服务器的IP'}加进公众平台“开发接口管理”里的IP白名单"
    if error.code in (40013, 41002):
        return "AppID不对，到公众平台“开发接口管理”里核对"
    if error.code in (40001, 40125, 41004):
        return "AppSecret不对或已重置，到公众平台“开发接口管理”里核对"
    if error.code == 48001:
        return "这个账号没有这项权限：要已认证的服务号"
    return f"微信没有办成：{error}"


def _check(name: str, ok: bool, remedy: str) -> Check:
    return Check(name, ok, "" if ok else remedy)
