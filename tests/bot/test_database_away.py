"""PostgreSQL stops and comes back while people write and answers go out; nobody restarts the server."""

import asyncio
from collections import Counter
from pathlib import Path

from bot.store.database import Database
from tests.bot.accounts import account_settings, bot_settings
from tests.bot.commands import environment
from tests.bot.crowd import (
    PEOPLE,
    Crowd,
    all_settled,
    each_was_answered,
    each_was_recorded_once,
    passive_are_those_that_got_an_answer,
)
from tests.bot.said import messages
from tests.bot.waiting import until_it_is
from tests.fakes.telegram import TelegramFake
from tests.fakes.wechat import FakeWeChat, wechat_server
from tests.postgres import postgres_server
from tests.server import server

LEASE = 1.0


async def test_the_server_recovers_by_itself(tmp_path: Path) -> None:
    with postgres_server() as postgres, wechat_server() as (wechat, api):
        url = postgres.get_uri()
        async with TelegramFake() as telegram:
            accounts = bot_settings(telegram.address) | account_settings(api)
            settings = environment(tmp_path, **accounts) | {"TUOYU_DATABASE_URL": url}
            async with server(settings, LEASE) as address:
                crowd = Crowd(address)
                await asyncio.gather(crowd.by_telegram("你好"), crowd.by_wechat("你好"))
                await asyncio.to_thread(postgres.stop)
                waiting = asyncio.gather(crowd.by_telegram("监控录像要保存多久", "消防有什么要求"))
                # WeChat would give up: it is told that we have it.
                await crowd.by_wechat("监控录像要保存多久", "消防有什么要求")
                assert crowd.taken == 4 * len(PEOPLE)
                assert not waiting.done()
                await asyncio.to_thread(postgres.ensure_postgres_running)
                await waiting
                await asyncio.gather(crowd.by_telegram("取消"), crowd.by_wechat("取消"))
                await seen_from_outside(url, crowd, telegram, wechat)


async def seen_from_outside(
    url: str, crowd: Crowd, telegram: TelegramFake, wechat: FakeWeChat
) -> None:
    """Nothing was lost, nothing came twice."""
    database = Database(url)
    try:
        await until_it_is(lambda: all_recorded(database, crowd))
        await until_it_is(lambda: all_settled(database))
        await each_was_recorded_once(database, crowd)
        await each_was_answered(database, telegram, wechat, Counter())
        await passive_are_those_that_got_an_answer(database, crowd)
    finally:
        await database.close()


async def all_recorded(database: Database, crowd: Crowd) -> bool:
    """What WeChat was told that we have is written down later."""
    return len(await messages(database)) == len(crowd.answers)
