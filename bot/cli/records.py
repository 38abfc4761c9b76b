"""``tuoyu institutions forget`` and ``audit``: an institution's records as a whole."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.fail import plainly

if TYPE_CHECKING:
    from bot.institutions.desk import Desk
    from bot.store.institution_models import Institution


def forget(
    name: Annotated[str, typer.Argument(help="Its whole name, or its credit code.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete it; otherwise only ask.")] = False,
) -> None:
    """Delete an institution with staff, dates, evidence and reminders; the audit log stays."""
    from bot.cli.institutions import at_desk

    with plainly():
        found = asyncio.run(at_desk(lambda desk: _forget(desk, name, yes)))
    if yes:
        typer.echo(f"删掉了：{found.name}（{found.code}）。修改记录还留着。")
        return
    typer.secho(
        f"要删掉{found.name}（{found.code}）的员工、日期、证明和提醒，删了找不回来。"
        "确定就加上 --yes 再运行一次。",
        err=True, fg="yellow",
    )  # fmt: skip
    raise typer.Exit(1)


def audit(
    name: Annotated[str, typer.Argument(help="Name or credit code, also of a deleted one.")],
    most: Annotated[int, typer.Option(min=1, help="How many entries, the newest first.")] = 100,
) -> None:
    """Who changed what of an institution, and when (China's time)."""
    from bot.cli.institutions import at_desk

    with plainly():
        lines = asyncio.run(at_desk(lambda desk: _audit(desk, name, most)))
    for line in lines or ["nothing"]:
        typer.echo(line)


async def _forget(desk: "Desk", name: str, yes: bool) -> "Institution":
    from bot.institutions.records import Records

    records = Records(desk)
    found = await records.named(name)
    if yes:
        await records.forget(found)
    return found


async def _audit(desk: "Desk", name: str, most: int) -> list[str]:
    from bot.institutions.records import Records

    return await Records(desk).audit(name, most)
