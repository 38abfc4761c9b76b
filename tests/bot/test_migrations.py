"""The migrations make what the models describe, on both databases, forwards and back."""

import asyncio
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text

from bot.errors import Misconfigured, StoreUnavailable
from bot.store import migrate
from bot.store.database import Database
from tests.bot.said import AT

TABLES = {"conversation", "message", "unanswered"}


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def downgrade(connection: Connection) -> None:
    config = migrate._config()
    config.attributes["connection"] = connection
    command.downgrade(config, "base")


async def test_models_are_what_the_migrations_make(database: Database) -> None:
    assert await migrate.differences(database) == []


async def test_a_difference_would_be_seen(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute(text("ALTER TABLE unanswered ADD COLUMN more INTEGER"))
    try:
        assert await migrate.differences(database) != []
    finally:
        async with database.connection() as connection:
            await connection.execute(text("ALTER TABLE unanswered DROP COLUMN more"))


async def test_upgrade_again_changes_nothing(database: Database) -> None:
    async with database.unit() as rows:
        await rows.conversation("test", "u1", AT)
    await migrate.upgrade(database)
    current, newest = await migrate.revisions(database)
    assert current == newest
    async with database.unit() as rows:
        assert await rows.peek("test", "u1") is not None


async def test_downgrade_and_up_again(database: Database) -> None:
    async with database.connection() as connection:
        await connection.run_sync(downgrade)
        assert not TABLES & await connection.run_sync(tables)
    await migrate.upgrade(database)
    async with database.connection() as connection:
        assert await connection.run_sync(tables) >= TABLES
    assert await migrate.differences(database) == []


async def test_two_servers_start_together(database: Database) -> None:
    async with database.connection() as connection:
        await connection.run_sync(downgrade)
        await connection.execute(text("DROP TABLE alembic_version"))
    other = Database(database.url)
    await asyncio.gather(*(migrate.upgrade(one) for one in (database, other) * 3))
    await other.close()
    assert await migrate.differences(database) == []


async def test_schema_of_a_newer_program(database: Database) -> None:
    current, _ = await migrate.revisions(database)
    async with database.connection() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(Misconfigured, match="9999"):
            await migrate.upgrade(database)
    finally:
        async with database.connection() as connection:
            back = text("UPDATE alembic_version SET version_num = :current")
            await connection.execute(back, {"current": current})


async def test_not_migrated(tmp_path: Path) -> None:
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    with pytest.raises(StoreUnavailable, match="conversation"):
        async with fresh.unit() as rows:
            await rows.peek("test", "u1")
    await fresh.close()


async def test_not_migrated_on_postgresql(postgres: str) -> None:
    fresh = Database(postgres)
    async with fresh.connection() as connection:
        await connection.execute(text("CREATE SCHEMA IF NOT EXISTS empty"))
    with pytest.raises(StoreUnavailable, match="conversation"):
        await peek_without_tables(fresh)
    await fresh.close()


async def peek_without_tables(fresh: Database) -> None:
    async with fresh.unit() as rows:
        await rows.session.execute(text("SET LOCAL search_path TO empty"))
        await rows.peek("test", "u1")
