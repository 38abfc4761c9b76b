"""A code as something to scan: what each platform's address holds, and how its scan comes back."""

import io
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest
from matplotlib.image import imread

from bot.channels.telegram.door import close, telegram_bot
from bot.channels.telegram.reading import understood as updated
from bot.channels.wechat.reading import understood as pushed
from bot.errors import Misconfigured
from bot.institutions.bind_codes import LIFE, read
from bot.overviews.invitations import NoLink, bind_link, channel_for, qr_picture
from bot.settings import Settings
from bot.store.database import Database
from tests.bot.outbox.post_office import START
from tests.bot.telegram.office import settings as telegram_settings
from tests.bot.wechat.town import town_settings
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_faults import bad
from tests.fakes.wechat import FakeWeChat, code, event_xml, wechat_server

CODE = "7K3M9Q2XWT"
Wechat = tuple[FakeWeChat, str]


@pytest.fixture
def wechat() -> Iterator[Wechat]:
    with wechat_server() as running:
        yield running


def clock() -> object:
    return START


async def link(settings: Settings, database: Database, channel: str) -> str:
    return await bind_link(settings, database, channel, CODE, LIFE, clock)  # type: ignore[arg-type]


async def test_telegram_reads_its_own_link(database: Database) -> None:
    async with TelegramFake() as platform:
        settings = telegram_settings(platform)
        made = await link(settings, database, "telegram")
        assert made == f"https://t.me/tuoyu_bot?start=bind_{CODE}"
        # What the client sends when the address is opened.
        text = f"/start {made.partition('?start=')[2]}"
        chat = {"id": 5, "type": "private"}
        message = {"message_id": 1, "date": 1, "chat": chat, "text": text}
        bot = telegram_bot(settings)
        told = updated({"update_id": 1, "message": message}, bot, START)
        await close(bot)
    assert told
    assert told.inbound
    assert told.inbound.choice == f"bind={CODE}"
    assert read(told.inbound.choice.removeprefix("bind=")) == CODE


async def test_telegram_refuses(database: Database) -> None:
    async with TelegramFake() as platform:
        platform.fail("getMe", *[bad("told to")] * 5)
        with pytest.raises(NoLink, match="doctor"):
            await link(telegram_settings(platform), database, "telegram")


@pytest.mark.parametrize("event", ["SCAN", "subscribe"])
async def test_wechat_reads_its_own_scene(database: Database, wechat: Wechat, event: str) -> None:
    made = await link(town_settings(wechat[1]), database, "wechat")
    assert made == f"http://weixin.qq.com/q/{CODE}"
    ((_, body),) = [call for call in wechat[0].calls if call[0] == "qrcode/create"]
    assert body["action_name"] == "QR_STR_SCENE"
    assert body["expire_seconds"] == LIFE.total_seconds()
    scene = body["action_info"]["scene"]["scene_str"]
    key = scene if event == "SCAN" else f"qrscene_{scene}"
    told = pushed(event_xml(event, 1795312800, EventKey=key, Ticket="t"), START)
    assert told.inbound
    assert told.inbound.choice == f"bind={CODE}"


async def test_wechat_refuses(database: Database, wechat: Wechat) -> None:
    wechat[0].always["qrcode/create"] = code(48001)
    with pytest.raises(NoLink, match="48001"):
        await link(town_settings(wechat[1]), database, "wechat")
    wechat[0].always["qrcode/create"] = {"ticket": "t"}
    with pytest.raises(NoLink):
        await link(town_settings(wechat[1]), database, "wechat")


async def test_wechat_takes_thirty_days_at_most(database: Database, wechat: Wechat) -> None:
    settings = town_settings(wechat[1])
    await bind_link(settings, database, "wechat", CODE, timedelta(days=99), clock)  # type: ignore[arg-type]
    ((_, body),) = [call for call in wechat[0].calls if call[0] == "qrcode/create"]
    assert body["expire_seconds"] == 30 * 24 * 3600


def test_which_channel() -> None:
    telegram = Settings(_env_file=None, telegram_token="1:a")
    both = Settings(_env_file=None, telegram_token="1:a", wechat_app_id="wx")
    assert channel_for(telegram) == "telegram"
    assert channel_for(both) == "wechat"
    assert channel_for(both, "telegram") == "telegram"
    with pytest.raises(Misconfigured, match="wechat"):
        channel_for(telegram, "wechat")
    with pytest.raises(Misconfigured, match="TUOYU_TELEGRAM_TOKEN"):
        channel_for(Settings(_env_file=None))


def test_the_picture() -> None:
    made = qr_picture("https://t.me/x?start=bind_A", CODE, "春苗" * 30, "director", "telegram", 7)
    assert made.startswith(b"\x89PNG\r\n")
    pixels = imread(io.BytesIO(made), format="png")
    assert pixels.shape[1] == 1080
    dark = np.mean(pixels[..., :3].mean(axis=2) < 0.5)
    assert 0.1 < dark < 0.5
