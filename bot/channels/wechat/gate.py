"""What stands before a push is parsed: its size, its signature, its moment, and replays.

wechatpy parses first and checks afterwards, compares with ``!=`` and looks at no clock; so all
of that is done here.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wechatpy.crypto import WeChatCrypto

from bot.channels.wechat.cipher import Cipher, ciphertext, same, signature
from bot.channels.wechat.keys import Keys

MAX_BODY = 64 * 1024
# How far a push's timestamp may be from our clock, in seconds.
WINDOW = 300
_REMEMBERED = 100_000
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_ECHO = re.compile(r"[A-Za-z0-9_-]{1,128}")


class NotLetIn(Exception):
    """The request is refused with an HTTP status: 400, 403 or 413."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class LetIn:
    """A push that comes from WeChat. ``crypto`` encrypts the answer; None: plain text."""

    xml: str
    nonce: str
    crypto: WeChatCrypto | None = None


class Gate:
    """Lets in what WeChat signed a short while ago."""

    def __init__(self, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._keys, self._clock = keys, clock
        self._cipher = Cipher(keys)
        self._seen = Seen()

    def echo(self, query: Mapping[str, str]) -> str:
        """What to answer when the server page checks our address. Raises NotLetIn."""
        self._check_signature(query, "signature")
        self._check_moment(query)
        text = query.get("echostr", "")
        if not _ECHO.fullmatch(text):
            raise NotLetIn(400, "no echostr")
        return text

    async def push(self, query: Mapping[str, str], body: AsyncIterator[bytes]) -> LetIn:
        """Raises NotLetIn; nothing of the body is parsed before it is known whose it is."""
        if query.get("encrypt_type") == "aes":
            return await self._encrypted(query, body)
        if not self._keys.plaintext:
            raise NotLetIn(403, "pushes must be encrypted")
        self._check_signature(query, "signature")
        self._check_moment(query)
        content = await read(body)
        self._check_replay(query, content)
        try:
            return LetIn(content.decode("utf-8"), query["nonce"])
        except UnicodeDecodeError as error:
            raise NotLetIn(400, "not UTF-8") from error

    async def _encrypted(self, query: Mapping[str, str], body: AsyncIterator[bytes]) -> LetIn:
        if not self._keys.aes:
            raise NotLetIn(403, "no key to decrypt with")
        self._check_moment(query)
        encrypted = ciphertext(await read(body))
        if encrypted is None:
            raise NotLetIn(400, "nothing encrypted")
        # Signed with all that is in it, so nobody else can have put it there: no replay to check.
        self._check_signature(query, "msg_signature", encrypted)
        try:
            xml, crypto = self._cipher.decrypted(encrypted, query["timestamp"], query["nonce"])
        except ValueError as error:
            raise NotLetIn(400, str(error)) from error
        return LetIn(xml, query["nonce"], crypto)

    def _check_signature(self, query: Mapping[str, str], name: str, *more: str) -> None:
        parts = (self._keys.token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        if not same(query.get(name, ""), signature(*parts)):
            raise NotLetIn(403, "the signature is wrong")

    def _check_moment(self, query: Mapping[str, str]) -> None:
        if not _TIMESTAMP.fullmatch(query.get("timestamp", "")):
            raise NotLetIn(400, "no timestamp")
        if not _NONCE.fullmatch(query.get("nonce", "")):
            raise NotLetIn(400, "no nonce")
        if abs(self._clock().timestamp() - int(query["timestamp"])) > WINDOW:
            raise NotLetIn(403, "too old, or from the future; is this server's clock right?")

    def _check_replay(self, query: Mapping[str, str], content: bytes) -> None:
        key = f"{query['timestamp']}/{query['nonce']}"
        if not self._seen.fits(key, content, self._clock().timestamp()):
            raise NotLetIn(403, "a signature used before, for something else")


class Seen:
    """What each timestamp and nonce of plain pushes were used for, as long as they are let in.

    The same again is taken for WeChat's own retry: it gets the first answer, and nothing is done
    twice. With another body it is a replay, the way to forge a push that is not encrypted.
    """

    def __init__(self) -> None:
        self._uses: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    def fits(self, key: str, content: bytes, now: float) -> bool:
        self._forget(now)
        digest = hashlib.sha256(content).digest()
        return self._uses.setdefault(key, (now, digest))[1] == digest

    def _forget(self, now: float) -> None:
        while self._uses:
            oldest = next(iter(self._uses))
            full = len(self._uses) > _REMEMBERED
            if not full and now - self._uses[oldest][0] <= 2 * WINDOW:
                return
            del self._uses[oldest]


async def read(body: AsyncIterator[bytes]) -> bytes:
    """The body, as long as it is not too long. Raises NotLetIn."""
    content = bytearray()
    async for chunk in body:
        content += chunk
        if len(content) > MAX_BODY:
            raise NotLetIn(413, "too large")
    return bytes(content)
