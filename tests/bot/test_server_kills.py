"""The whole server is killed while people write and answers go out; the platforms ask again."""

import asyncio
import random
import socket
from collections import Counter
from pathlib import Path

from bot.store.database import Database
from tests.bot.accounts import account_settings, bot_settings
from tests.bot.commands import environment
from tests.bot.crowd import (
    Crowd,
    all_settled,
    each_was_answered,
    each_was_recorded_once,
    letters,
    passive_are_those_that_got_an_answer,
)
from tests.bot.waiting import until, until_it_is
from tests.fakes.telegram import TelegramFake
from tests.fakes.wechat import wechat_server
from tests.process import killed
from tests.server import address, listening_socket, server_started

KILLS = 3
LEASE = 1.0
TEXTS = ("你好", "监控录像要保存多久", "我想开托育机构")


async def killed_again_and_again(
    settings: dict[str, str], on: socket.socket, crowd: Crowd, database: Database
) -> Counter[str]:
    """How many letters were on their way to each address when a server was killed."""
    chance, hit = random.Random(4), Counter[str]()
    for _ in range(KILLS):
        wanted = crowd.taken + chance.randrange(1, 8)
        process = await server_started(settings, on, LEASE)
        try:
            await until(lambda wanted=wanted: crowd.taken >= wanted)  # type: ignore[misc]
            await asyncio.sleep(chance.uniform(0, 0.1))
        finally:
            await killed(process)
        for to, rows in (await letters(database)).items():
            hit[to] += sum(row.state == "sending" for row in rows)
    return hit


async def test_killed_while_people_write(database: Database, tmp_path: Path) -> None:
    with wechat_server() as (wechat, api), listening_socket() as on:
        async with TelegramFake() as telegram:
            accounts = bot_settings(telegram.address) | account_settings(api)
            settings = environment(tmp_path, **accounts) | {"TUOYU_DATABASE_URL": database.url}
            crowd = Crowd(address(on))
            everybody = asyncio.gather(crowd.by_telegram(*TEXTS), crowd.by_wechat(TEXTS[1]))
            hit = await killed_again_and_again(settings, on, crowd, database)
            process = await server_started(settings, on, LEASE)
            try:
                await everybody
                await until_it_is(lambda: all_settled(database))
            finally:
                await killed(process)
    await each_was_recorded_once(database, crowd)
    await each_was_answered(database, telegram, wechat, hit)
    await passive_are_those_that_got_an_answer(database, crowd)
