"""Pictures that WeChat hands out, and those it does not."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.wechat.api import Api
from bot.channels.wechat.pictures import WeChatPictures
from bot.channels.wechat.token import Account, Tokens
from bot.store.database import Database
from tests.bot.outbox.post_office import Clock
from tests.fakes.wechat import APP_ID, SECRET, FakeWeChat, garbage, hang_up, status

WeChat = tuple[FakeWeChat, str]


@pytest.fixture
async def account(wechat: WeChat, database: Database, clock: Clock) -> AsyncIterator[Account]:
    api = Api(APP_ID, wechat[1])
    yield Account(api, Tokens(api, SECRET, database, clock))
    await api.close()


async def test_a_picture_is_fetched_unless_it_is_too_large(
    account: Account, wechat: WeChat
) -> None:
    wechat[0].media["m1"] = b"x" * 80
    assert await WeChatPictures(account, 80).fetch("m1") == b"x" * 80
    assert await WeChatPictures(account, 79).fetch("m1") is None


async def test_with_a_token_that_ended(account: Account, wechat: WeChat) -> None:
    wechat[0].media["m1"] = b"x"
    assert await WeChatPictures(account, 8000).fetch("m1") == b"x"
    wechat[0].expire()
    assert await WeChatPictures(account, 8000).fetch("m1") == b"x"


async def test_one_that_cannot_be_had(account: Account, wechat: WeChat) -> None:
    assert await WeChatPictures(account, 8000).fetch("unknown") is None
    for answer in (hang_up, status(500), garbage(b"{no json")):
        wechat[0].answers["media/get"] = [answer]
        assert await WeChatPictures(account, 8000).fetch("m1") is None
