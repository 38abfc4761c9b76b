"""Pictures that followers send, as WeChat hands them out: for three days, by their media id."""

from bot.channels.wechat.api import ApiError
from bot.channels.wechat.token import Account
from bot.errors import StoreUnavailable
from bot.logs import log


class WeChatPictures:
    """``largest``: bytes; nothing longer is fetched."""

    def __init__(self, account: Account, largest: int) -> None:
        self._account, self._largest = account, largest

    async def fetch(self, media_id: str) -> bytes | None:
        """The content; None where it cannot be had, or is too large."""
        try:
            return await self._account.media(media_id, self._largest)
        except (ApiError, StoreUnavailable) as error:
            log.warning("picture_lost", channel="wechat", error=type(error).__name__)
            return None
