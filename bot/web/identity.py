"""Who is writing: an anonymous id in a signed cookie, and the secret that signs it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

COOKIE = "tuoyu"
YEAR = 365 * 24 * 3600


class Identity:
    """Makes and checks cookies ``<id>.<signature>``."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def new(self) -> str:
        return self.sign(secrets.token_urlsafe(16))

    def sign(self, person: str) -> str:
        return f"{person}.{self._signature(person)}"

    def person(self, cookie: str | None) -> str | None:
        """The id in a cookie that we signed, else None."""
        person, _, signature = (cookie or "").partition(".")
        if person and hmac.compare_digest(signature.encode(), self._signature(person).encode()):
            return person
        return None

    def _signature(self, person: str) -> str:
        return hmac.new(self._secret, person.encode(), hashlib.sha256).hexdigest()


def kept_secret(folder: Path) -> bytes:
    """The secret kept in ``folder``, made on the first start, readable by its owner alone."""
    path = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
