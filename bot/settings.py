"""Settings: environment variables ``TUOYU_…``, or a ``.env`` file beside the application."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CHINA = ZoneInfo("Asia/Shanghai")


def _from_json(given: Any) -> Any:
    """Read here and not by the library: that ends in a traceback where it cannot be read."""
    try:
        return json.loads(given) if isinstance(given, str) else given
    except ValueError as error:
        raise ValueError('write JSON, like {"reminder": "the template\'s id"}') from error


def _without_slash(url: str) -> str:
    """So that paths can be put behind it."""
    return url.rstrip("/")


class Settings(BaseSettings):
    """Every setting has a default that works on one machine; docs/settings.md is made from here."""

    model_config = SettingsConfigDict(
        env_prefix="TUOYU_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    database_url: str = Field(
        default="sqlite+aiosqlite:///var/tuoyu.db",
        description="Where everything is kept: SQLite (embedded) or postgresql+asyncpg://…",
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the web server.")
    secret: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Signs cookies and links; 32 characters or more, the same for all replicas. "
        "Without it, one is made and kept in var.",
    )
    public_url: Annotated[str, AfterValidator(_without_slash)] | None = Field(
        default=None,
        pattern=r"^https?://[^/\s]+(/[^\s]*)?$",
        description="Address under which the server is reached from outside, https://… in "
        "production. Webhooks and links are made of it.",
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token from @BotFather. Without it no Telegram."
    )
    telegram_mode: Literal["auto", "webhook", "polling"] = Field(
        default="auto",
        description="How updates come in. auto: the webhook where public_url is https, else polling.",
    )
    telegram_api: str = Field(
        default="https://api.telegram.org", description="The Bot API; another one for tests."
    )
    wechat_app_id: str | None = Field(
        default=None, description="AppID of the official account. Without it no WeChat."
    )
    wechat_app_secret: SecretStr | None = Field(
        default=None, description="AppSecret of the official account."
    )
    wechat_token: SecretStr | None = Field(
        default=None, description="The token set on the account's server page; signs the pushes."
    )
    wechat_aes_key: SecretStr | None = Field(
        default=None, description="EncodingAESKey of the account's server page (43 characters)."
    )
    wechat_old_aes_key: SecretStr | None = Field(
        default=None, description="The EncodingAESKey before, while it is being changed."
    )
    wechat_plaintext: bool = Field(
        default=False,
        description="Take pushes that are not encrypted. For development alone: anybody who sees "
        "one could send others.",
    )
    wechat_templates: Annotated[dict[str, str], NoDecode, BeforeValidator(_from_json)] = Field(
        default_factory=dict,
        description="Template ids of the account by our names for them, as JSON.",
    )
    wechat_api: str = Field(
        default="https://api.weixin.qq.com", description="WeChat's API; another one for tests."
    )
    keep_days: int = Field(
        default=90,
        ge=1,
        description="Days after which the texts of messages that went out are deleted.",
    )
    keep_staff_days: int = Field(
        default=365,
        ge=1,
        description="Days after which somebody who left an institution is deleted, with all dates.",
    )
    keep_reminders_days: int = Field(
        default=1096,
        ge=30,
        description="Days after which closed duties and their reminders are deleted.",
    )
    keep_audit_days: int = Field(
        default=1096, ge=30, description="Days after which entries of the audit log are deleted."
    )
    keep_children_months: int = Field(
        default=6,
        ge=0,
        le=120,
        description="Months after the third birthday after which a child is deleted, with all that "
        "is kept of it.",
    )
    keep_talks_days: int = Field(
        default=365,
        ge=30,
        description="Days without a message after which a talk is deleted.",
    )
    planners: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Processes that plan the reminders on days when thousands of institutions are "
        "to be planned; for PostgreSQL. 0: the server plans between its answers.",
    )
    rate_burst: int = Field(
        default=20, ge=1, description="Messages that one visitor of the page may send at once."
    )
    rate_per_second: float = Field(
        default=1.0, gt=0, description="Messages a second that a visitor may send after that."
    )
    trusted_proxies: str | None = Field(
        default=None,
        description="Addresses or networks of reverse proxies, with commas between them, whose "
        "X-Forwarded-For and X-Forwarded-Proto are believed. Without it, nobody's.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Bearer token for /metrics. Without it, /metrics answers this machine alone.",
    )
    nlu_backend: Literal["runtime", "rasa"] = Field(
        default="runtime", description="runtime: in process. rasa: a live Rasa server over HTTP."
    )
    rasa_url: str = Field(
        default="http://127.0.0.1:5005", description="The Rasa server, when nlu_backend is rasa."
    )
    max_text: int = Field(
        default=2000,
        ge=100,
        description="Characters of one message that are read; the rest is cut.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged. Texts of users are never logged."
    )
    var: Path = Field(
        default=Path("var"),
        description="Folder for the secret. (The SQLite file is where database_url says.)",
    )
