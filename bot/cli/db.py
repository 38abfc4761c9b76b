"""``tuoyu db``: the database's schema."""

import asyncio

import typer

from bot.cli.fail import plainly

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to the newest schema."""
    from bot.settings import Settings

    with plainly():
        typer.echo("revision {}, newest {}".format(*asyncio.run(upgraded(Settings().database_url))))


async def upgraded(url: str) -> tuple[str | None, str]:
    """Migrate; the revision it has then, and the newest there is. Raises StoreUnavailable."""
    from bot.store import migrate
    from bot.store.database import Database

    database = Database(url)
    try:
        await migrate.upgrade(database)
        return await migrate.revisions(database)
    finally:
        await database.close()
