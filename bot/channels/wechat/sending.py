"""Letters to WeChat: in the chat while a window is open, else as a template."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.channels.outgoing import Notice
from bot.channels.wechat import CHANNEL
from bot.channels.wechat.api import ApiError
from bot.channels.wechat.codes import CLOSED, outcome
from bot.channels.wechat.render import FileLink, customer_message, rendered, template_message
from bot.channels.wechat.token import Account
from bot.channels.wechat.windows import Slots
from bot.errors import StoreUnavailable
from bot.outbox.outcome import Later, Letter, Outcome, Refused, Sent

CUSTOM = "message/custom/send"
TEMPLATE = "message/template/send"


class WeChatCarrier:
    """``templates``: ids of the account's templates by our names for them."""

    channel = CHANNEL
    gap = timedelta(0)

    def __init__(
        self,
        account: Account,
        slots: Slots,
        templates: Mapping[str, str],
        file_link: FileLink,
        clock: Callable[[], datetime],
    ) -> None:
        self._account, self._slots, self._templates = account, slots, templates
        self._file_link, self._clock = file_link, clock

    async def send(self, letter: Letter) -> Outcome:
        try:
            sent = await self._in_window(letter) or await self._outside(letter)
        except ApiError as error:
            sent = outcome(error, self._clock())
        except StoreUnavailable:
            return Later("the database is away")
        if not isinstance(sent, Later):
            self._slots.settled(letter)
        return sent

    async def _in_window(self, letter: Letter) -> Outcome | None:
        """By customer service; None where no window is open, or not any more."""
        if not await self._slots.take(letter):
            return None
        shown = rendered(letter.message, self._file_link)
        try:
            await self._account.call(CUSTOM, customer_message(shown, letter.address))
        except ApiError as error:
            if error.code not in CLOSED:
                raise
            await self._slots.close(letter)
            return None
        return Sent(how="customer service")

    async def _outside(self, letter: Letter) -> Outcome:
        notice = letter.message
        if not isinstance(notice, Notice):
            return Refused("no window open: they have not written to us lately")
        template = self._templates.get(notice.template)
        if template is None:
            return Refused(f"no window open, and wechat_templates has no {notice.template}")
        body = template_message(notice, template, letter.address, client_msg_id(letter.key))
        return Sent(_number(await self._account.call(TEMPLATE, body)), "template")


def client_msg_id(key: str) -> str:
    """32 characters that stand for the letter: WeChat sends a second one like it not again."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _number(answer: dict[str, Any]) -> str | None:
    """The message's number at WeChat; the event of its delivery names it."""
    number = answer.get("msgid")
    return str(number) if number is not None else None
