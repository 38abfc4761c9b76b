"""Signatures and encryption of pushes, by wechatpy, with the key before while keys change."""

import hashlib
import hmac
import re

from wechatpy.crypto import WeChatCrypto

from bot.channels.wechat.keys import Keys

# Taken out of the body by a pattern, so that no parser sees what is not signed.
_ENCRYPTED = re.compile(rb"<Encrypt>\s*<!\[CDATA\[([A-Za-z0-9+/=]+)\]\]>\s*</Encrypt>")


def signature(*parts: str) -> str:
    """sha1 of the sorted parts (WeChat's server guide; the token is one of them)."""
    joined = "".join(sorted(parts)).encode("utf-8", "replace")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def same(given: str, expected: str) -> bool:
    """Compare in constant time; ``given`` may hold anything."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def ciphertext(body: bytes) -> str | None:
    """What is encrypted in the body of a push, base64; None where there is nothing."""
    found = _ENCRYPTED.search(body)
    return found[1].decode("ascii") if found else None


class Cipher:
    """Decrypts with the present key or the one before, and encrypts with the one that fitted.

    A follower's push and its answer use the same key: WeChat knows by then which of the two it
    used, and nothing else tells us when it has changed over.
    """

    def __init__(self, keys: Keys) -> None:
        self._cryptos = [WeChatCrypto(keys.token, key, keys.app_id) for key in keys.aes]
        self._token = keys.token

    def decrypted(self, encrypted: str, timestamp: str, nonce: str) -> tuple[str, WeChatCrypto]:
        """The XML, and what to encrypt the answer with. Raises ValueError when no key fits."""
        # Ours was compared in constant time before; the library's own check only needs one.
        expected = signature(self._token, timestamp, nonce, encrypted)
        for crypto in self._cryptos:
            try:
                xml = crypto.decrypt_message({"Encrypt": encrypted}, expected, timestamp, nonce)
            except Exception:  # noqa: S112 - of many kinds: see tests; the next key is tried
                continue
            return xml, crypto
        raise ValueError("no key of ours decrypts the push")
