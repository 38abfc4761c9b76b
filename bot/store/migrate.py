"""Bring a database to the newest schema, and say how far it is."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from bot.errors import Misconfigured
from bot.store.base import Base
from bot.store.database import Database

SCRIPTS = Path(__file__).parent / "migrations"
# PostgreSQL's advisory lock of our migrations; any number that is always the same.
_LOCK = 0x7475_6F79


async def upgrade(database: Database) -> None:
    """Run every migration that is missing; safe to call at each start, by several at once.

    Raises StoreUnavailable, and Misconfigured for a schema newer than this program.
    """
    async with database.connection() as connection:
        await connection.run_sync(_upgrade)


async def revisions(database: Database) -> tuple[str | None, str]:
    """The revision the database has, and the newest there is."""
    async with database.connection() as connection:
        current: str | None = await connection.run_sync(
            lambda c: MigrationContext.configure(c).get_current_revision()
        )
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return current, str(head)


async def differences(database: Database) -> list[Any]:
    """What the models have that the migrations do not make, or the other way round."""
    async with database.connection() as connection:
        return await connection.run_sync(
            lambda c: list(compare_metadata(MigrationContext.configure(c), Base.metadata))
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        # SQLite's transaction holds everybody else off; here two servers could start together.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    # Nothing to do at almost every start, and Alembic's scripts take their time to load.
    head = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() == head:
        return
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise Misconfigured(f"the database's schema is not one of ours: {error}") from error
