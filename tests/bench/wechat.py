"""Three hundred followers who write to the server at once, and WeChat's five seconds."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.bench.pipeline import texts
from tests.bench.waits import waits
from tests.bot.accounts import account_settings
from tests.bot.commands import environment
from tests.bot.pushes import wechat_push
from tests.fakes.wechat import FakeWeChat, wechat_server
from tests.postgres import postgres_server
from tests.server import server
from tests.webhooks import Answer, all_posted, posted

FOLLOWERS = 300
ACKNOWLEDGED = "success"
LIMIT = 5.0  # seconds


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, postgres_server() as postgres:
        sqlite = asyncio.run(_at_once(Path(folder), f"sqlite:///{folder}/bench.db"))
        other = asyncio.run(_at_once(Path(folder), postgres.get_uri()))
    return _figures("SQLite", *sqlite) | _figures("PostgreSQL", *other)


async def _at_once(folder: Path, url: str) -> tuple[list[Answer], float]:
    """The answers, and how many seconds later everybody had theirs."""
    with wechat_server() as (platform, api):
        settings = environment(folder, TUOYU_DATABASE_URL=url, **account_settings(api))
        async with server(settings) as address:
            await posted(address, wechat_push("oFollower", 1, "你好"))  # it listens
            asked = enumerate(texts(FOLLOWERS))
            pushes = [wechat_push(f"oFollower{n}", 1000 + n, text) for n, text in asked]
            answers = await all_posted(address, pushes, FOLLOWERS)
            acknowledged = sum(answer.body == ACKNOWLEDGED for answer in answers)
            return answers, await _followed(platform, acknowledged)


async def _followed(platform: FakeWeChat, count: int) -> float:
    """Until so many followers were sent something by customer service."""
    begun = time.perf_counter()
    async with asyncio.timeout(120):
        # The platform lives in threads and calls nobody.
        while len({b["touser"] for _, b in list(platform.arrived)}) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return time.perf_counter() - begun


def _figures(where: str, answers: list[Answer], followed: float) -> dict[str, float]:
    name = f"wechat {FOLLOWERS} at once, {where}"
    good = [answer for answer in answers if answer.status == 200 and answer.seconds < LIMIT]
    later = sum(answer.body == ACKNOWLEDGED for answer in good)
    return {
        **waits(name, answers),
        f"{name}, answered": len(good) - later,
        f"{name}, acknowledged": later,
        f"{name}, those answered by customer service after another s": followed,
        f"{name}, failed or over {LIMIT:.0f} s": len(answers) - len(good),
    }
