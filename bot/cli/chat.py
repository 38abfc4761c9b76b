"""``tuoyu chat``: talk in the terminal, or line by line as JSON."""

import asyncio
import signal
from typing import Annotated, Any

import typer

from bot.cli.fail import plainly


def chat(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON object a line on stdin, one out for each.")
    ] = False,
    db: Annotated[
        str | None, typer.Option("--db", help="Database URL; without it a temporary one is used.")
    ] = None,
) -> None:
    """Talk with the assistant in the terminal."""
    from bot.channels import console
    from bot.channels import jsonl as lines
    from bot.logs import configure
    from bot.settings import Settings

    with plainly():
        settings = Settings()
        configure(settings.log_level)
        _end_tidily()
        channel = lines.run if jsonl else console.run
        asyncio.run(channel(settings, db))


def _end_tidily() -> None:
    """Stop at once, but delete the temporary database: Ctrl-C in a read, and ``kill``.

    asyncio's own handler would wait until the read comes back.
    """

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
