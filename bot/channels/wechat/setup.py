"""Setting the account up: its menu, and whether everything is there that we need."""

from collections.abc import Awaitable
from datetime import timedelta

from pydantic import SecretStr

from bot.channels.check import Check
from bot.channels.wechat.api import Api, ApiError
from bot.channels.wechat.codes import UNLISTED, unlisted_address
from bot.channels.wechat.keys import is_aes_key, keys
from bot.channels.wechat.menu import MENU
from bot.channels.wechat.token import Account, fetched
from bot.errors import Misconfigured
from bot.settings import Settings

_NO_MENU = 46003
# Seconds that a temporary QR code is good for at most.
_LONGEST_SCENE = 2_592_000
# Nothing is wrong: who writes is answered without them.
_NO_TEMPLATES = "没有填 TUOYU_WECHAT_TEMPLATES：超过48小时没说话的人收不到提醒"


async def create_menu(of: Account) -> None:
    """Raises ApiError, StoreUnavailable. Followers see it within a day, or when they come anew."""
    await of.call("menu/create", MENU)


async def bind_link(of: Account, code: str, life: timedelta) -> str:
    """What a QR code must hold so that who scans it follows the account and says a code.

    The scene is the code alone: ``reading`` puts ``bind=`` before every scene. Raises ApiError,
    StoreUnavailable.
    """
    scene = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": code}}}
    seconds = min(int(life.total_seconds()), _LONGEST_SCENE)
    answer = await of.call("qrcode/create", {"expire_seconds": seconds, **scene})
    url = answer.get("url")
    if not isinstance(url, str) or not url:
        raise ApiError(None, "an answer without the address of a QR code")
    return url


async def checks(settings: Settings) -> list[Check]:
    """Everything that can be looked at from here; the account itself only if its keys are right."""
    found = settings_checks(settings)
    try:
        known = keys(settings)
    except Misconfigured as error:
        told = any(not check.ok for check in found)
        return found if told else [*found, Check("设置", False, str(error))]
    api = Api(known.app_id, settings.wechat_api)
    try:
        return [*found, *await account_checks(api, known.secret, settings)]
    finally:
        await api.close()


def settings_checks(settings: Settings) -> list[Check]:
    """What the settings alone show."""
    public = settings.public_url or ""
    return [
        _check("AppID", bool(settings.wechat_app_id), "没有填 TUOYU_WECHAT_APP_ID"),
        _check("AppSecret", bool(settings.wechat_app_secret), "没有填 TUOYU_WECHAT_APP_SECRET"),
        _check(
            "Token",
            bool(settings.wechat_token),
            "没有填 TUOYU_WECHAT_TOKEN，要和公众平台“服务器配置”里的一样",
        ),
        *_aes_keys(settings),
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


def _aes_keys(settings: Settings) -> list[Check]:
    """The key before is there while keys change; without the present one pushes are plain."""
    present, before = settings.wechat_aes_key, settings.wechat_old_aes_key
    found = []
    if present or not settings.wechat_plaintext:
        found.append(_aes_key("EncodingAESKey", "TUOYU_WECHAT_AES_KEY", present))
    if before:
        found.append(_aes_key("旧EncodingAESKey", "TUOYU_WECHAT_OLD_AES_KEY", before))
    return found


def _aes_key(name: str, variable: str, given: SecretStr | None) -> Check:
    key = given.get_secret_value() if given else ""
    if not key:
        return Check(name, False, f"没有填 {variable}，要和公众平台“服务器配置”里的一样")
    wrong = f"{variable} 现在是{len(key)}个字符，应当是43个字母和数字"
    return _check(name, is_aes_key(key), wrong)


async def account_checks(api: Api, secret: str, settings: Settings) -> list[Check]:
    """What WeChat says; without a token nothing more can be asked.

    The token comes from WeChat and not from the database, where one may be kept that outlives a
    secret which was changed.
    """
    name = "凭证和IP白名单"
    try:
        token, _ = await fetched(api, secret)
        await api.call("get_api_domain_ip", token)
    except ApiError as error:
        return [Check(name, False, _remedy(error))]
    found = [Check(name, True), await _asked("菜单", _menu(api, token))]
    if not settings.wechat_templates:
        return [*found, Check("模板", True, _NO_TEMPLATES)]
    return [*found, await _asked("模板", _templates(api, token, settings))]


async def _asked(name: str, answer: Awaitable[str]) -> Check:
    """``answer``: what is wrong."""
    try:
        wrong = await answer
    except ApiError as error:
        return Check(name, False, _remedy(error))
    return _check(name, not wrong, wrong)


async def _menu(api: Api, token: str) -> str:
    missing = "还没有菜单，请运行 tuoyu channels setup"
    try:
        answer = await api.call("menu/get", token)
    except ApiError as error:
        if error.code == _NO_MENU:
            return missing
        raise
    menu = answer.get("menu")
    return "" if isinstance(menu, dict) and menu.get("button") else missing


async def _templates(api: Api, token: str, settings: Settings) -> str:
    answer = await api.call("template/get_all_private_template", token)
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
