"""Messages of people as the platforms hand them to a server process."""

import json
import time

from bot.channels.telegram.door import webhook_secret
from bot.channels.telegram.receiving import PATH, SECRET_HEADER
from tests.bot.accounts import SECRET
from tests.bot.telegram.updates import said
from tests.fakes.wechat import aes_push, text_xml
from tests.webhooks import Post


def telegram_update(chat: int, number: int, text: str) -> Post:
    headers = f"{SECRET_HEADER}: {webhook_secret(SECRET.encode())}\r\n"
    return Post(PATH, {}, json.dumps(said(number, text, chat)).encode(), headers)


def wechat_push(follower: str, number: int, text: str) -> Post:
    """Signed and encrypted, as it comes now."""
    now = int(time.time())
    query, body = aes_push(text_xml(text, number, now, follower), now, f"n{number}")
    return Post("/wechat", query, body)
