"""What the account's settings hold, checked when the server starts."""

import re
from dataclasses import dataclass

from bot.errors import Misconfigured
from bot.settings import Settings

_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")


@dataclass(frozen=True)
class Keys:
    """``aes``: EncodingAESKeys, the present one first; none where pushes are not encrypted."""

    app_id: str
    secret: str
    token: str
    aes: tuple[str, ...]
    plaintext: bool


def keys(settings: Settings) -> Keys:
    """Raises Misconfigured for what is missing or cannot work."""
    aes = (_aes(settings, "wechat_aes_key"), _aes(settings, "wechat_old_aes_key"))
    if not aes[0] and not settings.wechat_plaintext:
        raise Misconfigured(
            "wechat_aes_key: missing; choose 安全模式 on the account's server page and copy its key"
        )
    return Keys(
        app_id=_needed("wechat_app_id", settings.wechat_app_id),
        secret=_needed("wechat_app_secret", _revealed(settings, "wechat_app_secret")),
        token=_needed("wechat_token", _revealed(settings, "wechat_token")),
        aes=tuple(key for key in aes if key),
        plaintext=settings.wechat_plaintext,
    )


def is_aes_key(key: str) -> bool:
    """Whether it has the shape of an EncodingAESKey: 43 letters and digits."""
    return _AES_KEY.fullmatch(key) is not None


def _aes(settings: Settings, name: str) -> str | None:
    key = _revealed(settings, name)
    if key and not is_aes_key(key):
        raise Misconfigured(f"{name}: has {len(key)} characters; it must be 43 letters and digits")
    return key


def _revealed(settings: Settings, name: str) -> str | None:
    secret = getattr(settings, name)
    return secret.get_secret_value() if secret else None


def _needed(name: str, value: str | None) -> str:
    if not value:
        raise Misconfigured(f"{name}: missing; it stands on the account's developer page")
    return value
