"""Who is writing: an anonymous id in a signed cookie, and the secret that signs it."""

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.errors import Misconfigured
from bot.settings import Settings

COOKIE = "tuoyu"
YEAR = 365 * 24 * 3600
SHORTEST = 32  # bytes of a secret


class Identity:
    """Makes and checks cookies ``<id>.<signature>``."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def derived(self, purpose: str) -> "Identity":
        """One whose signatures are good for this purpose alone."""
        return Identity(hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest())

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


def secret_of(settings: Settings) -> bytes:
    """The application's secret: the setting, else the one kept in its folder."""
    if settings.secret:
        return settings.secret.get_secret_value().encode()
    return kept_secret(settings.var)


def kept_secret(folder: Path) -> bytes:
    """The secret kept in ``folder``, made on the first start, readable by its owner alone.

    Raises Misconfigured when it cannot be kept there, or is too short to sign anything.
    """
    path = folder / "secret"
    try:
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
    except OSError as error:
        raise Misconfigured(f"var: no secret can be kept in {folder}: {error}") from error
    if len(secret) < SHORTEST:
        raise Misconfigured(f"{path} is damaged; delete it (visitors then start anew)")
    return secret


def _make(path: Path) -> None:
    """Write it whole, then give it its name: two starts at once get the same, a crash gets none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix="secret-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SHORTEST))
        with suppress(FileExistsError):
            os.link(written, path)
    finally:
        os.unlink(written)
