"""What drivers raise when a database is locked, gone or unfit, told apart from our own mistakes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.errors import StoreUnavailable

# PostgreSQL's SQLSTATE classes (PostgreSQL manual, appendix A): no connection, not authorised,
# no such database, rolled back for another one's sake, out of resources, stopped by an operator,
# system error. Then single codes: read only, lock not had in time, table not there (not migrated).
_CLASSES = ("08", "28", "3D", "40", "53", "57", "58")
_CODES = ("25006", "55P03", "42P01")


@contextmanager
def outages() -> Iterator[None]:
    """Turn what the outside is to blame for into StoreUnavailable; let mistakes of ours through."""
    try:
        yield
    except (DBAPIError, PoolExhausted, OSError) as error:
        if isinstance(error, DBAPIError) and not _outage(error):
            raise
        raise StoreUnavailable(f"the database cannot be used now: {_reason(error)}") from error
    except Exception as error:
        # asyncpg's own exceptions come through unwrapped while it connects.
        if not _state(error):
            raise
        raise StoreUnavailable(f"the database cannot be used now: {_reason(error)}") from error


def _outage(error: DBAPIError) -> bool:
    if error.connection_invalidated or isinstance(error, OperationalError):
        return True
    # SQLite raises the base class for a file that is damaged or none of its own.
    return type(error) is DatabaseError or _state(error.orig)


def _state(error: BaseException | None) -> bool:
    """Whether PostgreSQL's code says that it is not our statement that was wrong."""
    code = getattr(error, "sqlstate", None)
    return isinstance(code, str) and (code.startswith(_CLASSES) or code in _CODES)


def _reason(error: BaseException) -> str:
    origin = getattr(error, "orig", None) or error
    return str(origin).splitlines()[0] if str(origin) else type(origin).__name__
