"""``tuoyu reminders``: what is due, who is told of it, and what became of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.fail import plainly

if TYPE_CHECKING:
    from bot.reminders.work import Outlook, Work
    from bot.store.repository import Repository
    from scheduler.duties.decision import Digest

app = typer.Typer(help="Reminders of duties: run them, and the ledger.", no_args_is_help=True)
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"],
        help="China's day (then at 10:00) or moment to run for. Default: now.",
    ),
]


@app.command()
def run(
    as_of: AsOf = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go out and why; change nothing.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, help="Lines of what waits that are shown.")] = 200,
) -> None:
    """Plan what is due and write digests to the outbox; `tuoyu serve` does it every minute."""
    now = _moment(as_of)
    with plainly():
        lines = asyncio.run(_with_work(lambda work: _run(work, now, dry_run, most)))
    for line in lines:
        typer.echo(line)


@app.command()
def ledger(
    institution: Annotated[
        str | None, typer.Option(help="Only of this one: its name or credit code.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Due on this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Due on this day or before.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="How many lines.")] = 500,
) -> None:
    """Every reminder by due day: for whom, sent, delivered, confirmed, or why not."""
    with plainly():
        lines = asyncio.run(
            _with_work(lambda work: _ledger(work, institution, (since, until), most))
        )
    for line in lines:
        typer.echo(line)


def _moment(as_of: datetime | None) -> datetime:
    from datetime import UTC

    from bot.settings import CHINA

    if as_of is None:
        return datetime.now(UTC)
    hour = as_of.replace(hour=10) if (as_of.hour, as_of.minute) == (0, 0) else as_of
    return hour.replace(tzinfo=CHINA)


async def _with_work(act: "Callable[[Work], Awaitable[list[str]]]") -> list[str]:
    from bot.reminders.opening import work
    from bot.settings import Settings
    from bot.store.database import Database
    from bot.store.migrate import upgrade
    from bot.wiring import library

    settings = Settings()
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        return await act(work(settings, database, library()))
    finally:
        await database.close()


# --- run ------------------------------------------------------------------------------------
class _TakenBack(Exception):
    """Ends a transaction that was only to be looked at."""


async def _run(work: "Work", now: datetime, dry_run: bool, most: int) -> list[str]:
    if not dry_run:
        done = await work.run(now)
        return [f"{done} institutions, digests and letters were worked on"]
    lines: list[str] = []
    try:
        async with work.database.unit() as rows:
            lines = await _outlook(work, rows, now, most)
            raise _TakenBack
    except _TakenBack:
        return lines


async def _outlook(work: "Work", rows: "Repository", now: datetime, most: int) -> list[str]:
    from bot.reminders.work import outlook
    from bot.settings import CHINA

    found = await outlook(rows, work, now)
    waiting = await rows.reminders.waiting(most)
    duties = work.rules.library.duties
    lines = [f"as of {now.astimezone(CHINA):%Y-%m-%d %H:%M} in China; nothing was changed"]
    lines += _planned(found)
    lines += [line for digest in found.told.digests for line in _shown(digest)]
    lines.append(f"waiting: {len(waiting)}{'+' if len(waiting) == most else ''}")
    for row in waiting:
        title = duties[row.duty].title if row.duty in duties else row.duty
        who = f"{row.institution} {row.staff or ''}".strip()
        lines.append(f"  {row.due}  {row.stage:<6} {who}：{title}  {row.why or 'for its digest'}")
    return lines


def _planned(found: "Outlook") -> list[str]:
    tally = found.tally
    return [
        f"planned: {tally.institutions} institutions, {tally.new} new, {tally.moved} moved, "
        f"{tally.closed} closed, {tally.reminders} reminders",
        f"would go out: {len(found.told.digests)} digests",
    ]


def _shown(digest: "Digest") -> list[str]:
    from scheduler.duties.digest import text

    roles = "、".join(dict.fromkeys(entry.role for entry in digest.entries))
    head = f"--- {roles}:{digest.person} by {digest.channel} ({digest.by})"
    stages = [
        f"    because: {e.item.stage} of {e.item.key}, due {e.item.due}" for e in digest.entries
    ]
    return [head, *(f"  {line}" for line in text(digest).splitlines()), *stages]


# --- ledger ---------------------------------------------------------------------------------
async def _ledger(
    work: "Work",
    institution: str | None,
    span: tuple[datetime | None, datetime | None],
    most: int,
) -> list[str]:
    from datetime import UTC, date

    from bot.institutions.desk import NotFound
    from bot.reminders.ledger import lines
    from bot.settings import CHINA

    since, until = (day.date() if day else None for day in span)
    async with work.database.unit() as rows:
        ids = None
        if institution:
            ids = [row.id for row in await rows.institutions.called(institution)]
            if not ids:
                raise NotFound(f"没有叫“{institution}”的机构；tuoyu institutions list 可以看全部")
        found = await rows.reminders.ledger(ids, since or date.min, until or date.max, most)
    today = datetime.now(UTC).astimezone(CHINA).date()
    return [str(line) for line in lines(found, work.rules.library.duties, today)] or ["nothing"]
