"""``tuoyu institutions``: registered institutions, their import, and codes that bind people."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.fail import plainly

if TYPE_CHECKING:
    from bot.institutions.desk import Desk
    from bot.institutions.importing import Outcome, Tally

app = typer.Typer(help="Registered institutions and their staff.", no_args_is_help=True)
Made = TypeVar("Made")


class BindRole(StrEnum):
    """Whom a code makes of its user."""

    DIRECTOR = "director"
    HEALTH_OFFICER = "health_officer"
    DEPUTY = "deputy"
    OFFICER = "officer"


class BindChannel(StrEnum):
    """Where a QR code is scanned."""

    WECHAT = "wechat"
    TELEGRAM = "telegram"


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="A filled template (.xlsx).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and change nothing.")] = False,
) -> None:
    """Import institutions and staff: all or, if any cell is wrong, nothing; exit 1 then."""
    with plainly():
        outcome, notes = _imported(file, dry_run)
    for note in notes:
        typer.secho(note, err=True, fg="yellow")
    for problem in outcome.problems:
        typer.secho(str(problem), err=True, fg="red")
    if outcome.problems:
        typer.secho(f"有{len(outcome.problems)}处要改，一条也没有导入。", err=True, fg="red")
        raise typer.Exit(1)
    _tell("机构", "家", outcome.institutions)
    _tell("员工", "人", outcome.staff)
    typer.echo("只是检查，没有导入。" if dry_run else "导入完成。")


def _imported(file: Path, dry_run: bool) -> "tuple[Outcome, list[str]]":
    from datetime import datetime

    from bot.institutions.excel import read
    from bot.institutions.package import LARGEST, Unreadable
    from bot.settings import CHINA
    from bot.wiring import library

    if file.stat().st_size > LARGEST:
        raise Unreadable(f"文件太大，超过{LARGEST // 1_000_000}MB，请分成几个文件导入")
    filled = read(file.read_bytes(), library().regions, datetime.now(CHINA).date())
    return asyncio.run(at_desk(lambda desk: desk.bring_in(filled, dry_run))), filled.notes


def _tell(what: str, counted: str, tally: "Tally") -> None:
    typer.echo(
        f"{what}：新增{tally.new}{counted}，更新{tally.changed}{counted}，没有变化{tally.same}{counted}"
    )


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Where to write it (.xlsx).")],
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write the Excel template to fill in."""
    from bot.errors import Misconfigured
    from bot.institutions.template import template as made

    with plainly():
        if file.exists() and not force:
            raise Misconfigured(f"{file} 已经有了；要覆盖请加 --force")
        file.write_bytes(made())
    typer.echo(f"模板写好了：{file}")


@app.command("list")
def listed(
    region: Annotated[str | None, typer.Option(help="Only of this place: name or code.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
) -> None:
    """List institutions: credit code, region, name."""
    with plainly():
        found = asyncio.run(at_desk(lambda desk: desk.listed(region, most)))
    for row in found:
        closed = f"  停办 {row.closed_on}" if row.closed_on else ""
        typer.echo(f"{row.code}  {row.region}  {row.name}{closed}")
    if not found:
        typer.echo("nothing")


@app.command()
def code(
    name: Annotated[str, typer.Argument(help="Institution: name or credit code. Officer: place.")],
    role: Annotated[BindRole, typer.Argument(help="Whom the code makes of its user.")],
    qr: Annotated[
        Path | None, typer.Option("--qr", help="Write a QR picture of it here (.png).")
    ] = None,
    channel: Annotated[
        BindChannel | None, typer.Option(help="Of --qr. Default: WeChat where there is one.")
    ] = None,
) -> None:
    """Make a one-time code that binds who says it in chat; an earlier one ends."""
    from bot.institutions.bind_codes import LIFE, ROLES, shown

    with plainly():
        if qr is None:
            made, whom = asyncio.run(at_desk(lambda desk: desk.code(name, role.value)))
        else:
            wanted = channel and channel.value
            made, whom, picture = asyncio.run(
                at_desk(lambda desk: _drawn(desk, name, role.value, wanted))
            )
            qr.write_bytes(picture)
    typer.echo(f"{whom} {ROLES[role.value]}的绑定码：{shown(made)}（{LIFE.days}天内用一次）")
    if qr:
        typer.echo(f"二维码写好了：{qr}")


async def _drawn(desk: "Desk", name: str, role: str, wanted: str | None) -> tuple[str, str, bytes]:
    """A code, whom it is for, and its picture; without a channel for it none is made at all."""
    from bot.institutions.bind_codes import LIFE
    from bot.overviews.invitations import bind_link, channel_for, qr_picture
    from bot.settings import Settings

    settings = Settings()
    channel = channel_for(settings, wanted)
    made, whom = await desk.code(name, role)
    link = await bind_link(settings, desk.database, channel, made, LIFE, desk.clock)
    return made, whom, qr_picture(link, made, whom, role, channel, LIFE.days)


async def at_desk(act: "Callable[[Desk], Awaitable[Made]]") -> Made:
    """Do something at the desk of the database that the settings name."""
    import secrets
    from datetime import UTC, datetime

    from bot.institutions.bind_codes import key_of
    from bot.institutions.desk import Desk
    from bot.settings import Settings
    from bot.store.database import Database
    from bot.store.migrate import upgrade
    from bot.web.identity import secret_of
    from bot.wiring import library

    settings = Settings()
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        key = key_of(secret_of(settings))
        desk = Desk(database, library().regions, lambda: datetime.now(UTC), secrets.choice, key)
        return await act(desk)
    finally:
        await database.close()
