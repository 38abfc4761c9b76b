"""INSERT … ON CONFLICT: each dialect has its own, of the same shape."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert_of(session: AsyncSession) -> Callable[[Any], Any]:
    """The ``insert`` of the session's database, which knows ``on_conflict_do_…``."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
