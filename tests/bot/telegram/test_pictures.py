"""Pictures that Telegram hands out, and those it does not."""

from bot.channels.telegram.door import close, telegram_bot
from bot.channels.telegram.pictures import TelegramPictures
from bot.settings import Settings
from tests.bot.telegram.test_reading import inbound
from tests.bot.telegram.updates import PHOTO, message
from tests.fakes.telegram import TOKEN, TelegramFake
from tests.fakes.telegram_faults import bad


async def fetched(platform: TelegramFake, name: str, largest: int = 100) -> bytes | None:
    settings = Settings(_env_file=None, telegram_token=TOKEN, telegram_api=platform.address)
    bot = telegram_bot(settings)
    try:
        return await TelegramPictures(bot, largest).fetch(name)
    finally:
        await close(bot)


async def test_a_picture_is_fetched_unless_it_is_too_large() -> None:
    async with TelegramFake() as platform:
        platform.files["p1"] = b"x" * 80
        assert await fetched(platform, "p1") == b"x" * 80
        assert await fetched(platform, "p1", 79) is None


async def test_one_that_cannot_be_had() -> None:
    async with TelegramFake() as platform:
        platform.files["p1"] = b"x"
        platform.fail("getFile", bad("file is too big"))
        assert await fetched(platform, "p1") is None


def test_the_largest_size_of_a_photo_and_a_picture_sent_as_a_file() -> None:
    larger = {"file_id": "large", "file_unique_id": "c", "width": 900, "height": 900}
    assert inbound(message(1, photo=[*PHOTO, larger])).picture == "large"
    sent = {"file_id": "f", "file_unique_id": "f", "mime_type": "image/png"}
    assert inbound(message(2, document=sent)).picture == "f"
    assert inbound(message(3, document={**sent, "mime_type": "application/pdf"})).picture is None
