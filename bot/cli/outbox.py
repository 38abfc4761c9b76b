"""``tuoyu outbox``: the ledger of what went out, and what became of it."""

import asyncio
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.fail import plainly

STATES = ("waiting", "sending", "sent", "failed", "dropped")


def outbox(
    state: Annotated[
        list[str] | None, typer.Option(help=f"Only these: {', '.join(STATES)}.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="Only to this address.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    history: Annotated[bool, typer.Option(help="Each with all that happened to it.")] = False,
) -> None:
    """List outgoing messages: channel, address, state, attempts, why. Texts are not shown."""
    if unknown := set(state or ()) - set(STATES):
        raise typer.BadParameter(f"no such state: {', '.join(sorted(unknown))}")
    with plainly():
        for line in asyncio.run(_lines(state or [], to, most, history)):
            typer.echo(line)


async def _lines(states: list[str], to: str | None, most: int, history: bool) -> list[str]:
    from bot.settings import Settings
    from bot.store.database import Database

    database = Database(Settings().database_url)
    lines = []
    try:
        async with database.unit() as rows:
            for row in await rows.letters.ledger(most, states, to):
                when = _moment(row.settled_at or row.due_at)
                reason = row.reason or "" if row.reason != row.state else ""
                lines.append(
                    f"{row.id:>8}  {when}  {row.channel:<9} {row.address:<30} {row.state:<8}"
                    f" x{row.claims} {reason}".rstrip()
                )
                if history:
                    lines += [f"          {moment}  {what}" for moment, what in row.history]
    finally:
        await database.close()
    return lines or ["nothing"]


def _moment(moment: datetime) -> str:
    from bot.settings import CHINA

    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
