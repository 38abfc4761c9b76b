"""Pictures that people send, as Telegram hands them out."""

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import log


class TelegramPictures:
    """``largest``: bytes; nothing longer is fetched."""

    def __init__(self, bot: Bot, largest: int) -> None:
        self._bot, self._largest = bot, largest

    async def fetch(self, media_id: str) -> bytes | None:
        """The content; None where it cannot be had, or is too large."""
        try:
            file = await self._bot.get_file(media_id)
            if file.file_size is None or file.file_size > self._largest:
                return None
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("picture_lost", channel="telegram", error=type(error).__name__)
            return None
        return content if len(content) <= self._largest else None
