"""Settings: environment variables ``TUOYU_…``, or a ``.env`` file beside the application."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CHINA = ZoneInfo("Asia/Shanghai")


class Settings(BaseSettings):
    """Every setting has a default that works on one machine; docs/settings.md is made from here."""

    model_config = SettingsConfigDict(env_prefix="TUOYU_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default="sqlite+aiosqlite:///var/tuoyu.db",
        description="Where everything is kept: SQLite (embedded) or postgresql+asyncpg://…",
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the web server.")
    secret: SecretStr | None = Field(
        default=None,
        description="Signs the web page's session cookie. Without it, one is made and kept in var/.",
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
        description="Folder for the page's secret. (The SQLite file is where database_url says.)",
    )
