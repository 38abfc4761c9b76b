"""Setting the account up: the menu within its limits, and checks that say what to do."""

from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.wechat.door import account
from bot.channels.wechat.lengths import size
from bot.channels.wechat.menu import MENU, keys
from bot.channels.wechat.setup import Check, checks, create_menu
from bot.store.database import Database
from tests.bot.outbox.post_office import Clock
from tests.bot.wechat.town import town_settings
from tests.fakes.wechat import FakeWeChat, code, status

WeChat = tuple[FakeWeChat, str]


async def failed(api: str, **more: Any) -> dict[str, str]:
    settings = town_settings(api, **{"public_url": "https://tuoyu.example", **more})
    return {c.name: c.told for c in await checks(settings) if not c.ok}


def test_the_menu_keeps_to_wechats_limits() -> None:
    assert len(MENU["button"]) <= 3
    for top in MENU["button"]:
        assert len(top["name"]) <= 4
        assert len(top.get("sub_button", [])) <= 5
        assert all(len(below["name"]) <= 8 for below in top.get("sub_button", []))
    assert all(0 < size(key) <= 128 for key in keys(MENU))
    assert len(set(keys(MENU))) == len(keys(MENU))


async def test_everything_is_right(wechat: WeChat, sqlite: Database, clock: Clock) -> None:
    of = account(town_settings(wechat[1]), sqlite, clock)
    await create_menu(of)
    await of.api.close()
    assert wechat[0].menu == MENU
    wechat[0].templates = ["tpl-1", "tpl-2"]
    settings = town_settings(wechat[1], public_url="https://tuoyu.example")
    found = await checks(settings)
    assert [c for c in found if not c.ok] == []
    assert Check("菜单", True) in found


@pytest.mark.parametrize(
    ("more", "name", "words"),
    [
        ({"wechat_app_id": None}, "AppID", "TUOYU_WECHAT_APP_ID"),
        ({"wechat_app_secret": None}, "AppSecret", "TUOYU_WECHAT_APP_SECRET"),
        ({"wechat_token": None}, "Token", "服务器配置"),
        ({"wechat_aes_key": SecretStr("x" * 42)}, "EncodingAESKey", "42个字符"),
        ({"wechat_aes_key": None}, "EncodingAESKey", "没有填 TUOYU_WECHAT_AES_KEY"),
        ({"wechat_old_aes_key": SecretStr("短" * 43)}, "旧EncodingAESKey", "43个字母和数字"),
        ({"wechat_plaintext": True}, "安全模式", "TUOYU_WECHAT_PLAINTEXT"),
        ({"public_url": "http://tuoyu.example"}, "外网地址", "https://"),
        ({"public_url": None}, "外网地址", "https://"),
    ],
)
async def test_wrong_settings_are_named(
    wechat: WeChat, more: dict[str, Any], name: str, words: str
) -> None:
    found = await failed(wechat[1], **more)
    assert words in found[name]
    assert set(found) <= {name, "菜单", "模板"}  # said once


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (40164, "把203.0.113.7加进"),
        (40013, "AppID不对"),
        (40125, "AppSecret不对"),
        (48001, "已认证的服务号"),
        (-1, "微信没有办成"),
    ],
)
async def test_what_wechat_refuses_is_explained(wechat: WeChat, number: int, words: str) -> None:
    wechat[0].answers["stable_token"] = [code(number, "invalid ip 203.0.113.7, not in whitelist")]
    found = await failed(wechat[1])
    assert words in found["凭证和IP白名单"]
    assert set(found) == {"凭证和IP白名单"}


async def test_a_kept_token_hides_no_trouble(
    wechat: WeChat, sqlite: Database, clock: Clock
) -> None:
    of = account(town_settings(wechat[1]), sqlite, clock)
    await create_menu(of)
    await of.api.close()
    wechat[0].answers["get_api_domain_ip"] = [code(40164, "invalid ip 203.0.113.7")]
    assert "203.0.113.7" in (await failed(wechat[1]))["凭证和IP白名单"]
    reset = await failed(wechat[1], wechat_app_secret=SecretStr("of before"))
    assert "已重置" in reset["凭证和IP白名单"]


async def test_without_templates_nothing_is_wrong_but_it_is_said(wechat: WeChat) -> None:
    wechat[0].menu = MENU
    settings = town_settings(wechat[1], public_url="https://tuoyu.example", wechat_templates={})
    found = await checks(settings)
    assert all(check.ok for check in found)
    assert "48小时" in found[-1].told


async def test_menu_and_templates_that_are_missing(wechat: WeChat) -> None:
    wechat[0].templates = ["tpl-9"]
    found = await failed(wechat[1])
    assert "tuoyu channels setup" in found["菜单"]
    assert "reminder" in found["模板"]
    wechat[0].answers["menu/get"] = [status(502)]
    assert "HTTP 502" in (await failed(wechat[1]))["菜单"]
