"""``tuoyu institutions overview``: a region in words, as an Excel file, as a picture."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.fail import plainly

if TYPE_CHECKING:
    from bot.institutions.desk import Desk


def overview(
    region: Annotated[str, typer.Argument(help="A place and all that lies in it: name or code.")],
    excel: Annotated[
        Path | None, typer.Option("--excel", help="Write an Excel file here (.xlsx).")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Write a picture here (.png).")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="China's day to count for. Default: today."),
    ] = None,
) -> None:
    """What is due, overdue and confirmed in a region; whom no reminder reaches."""
    from bot.cli.institutions import at_desk

    with plainly():
        text, files = asyncio.run(
            at_desk(lambda desk: _made(desk, region, as_of, (bool(excel), bool(picture))))
        )
        for path, content in zip((excel, picture), files, strict=True):
            if path and content is not None:
                path.write_bytes(content)
    typer.echo(text)
    for path in filter(None, (excel, picture)):
        typer.echo(f"写好了：{path}")


async def _made(
    desk: "Desk", region: str, as_of: datetime | None, wanted: tuple[bool, bool]
) -> tuple[str, list[bytes | None]]:
    """The words, and the files that are wanted."""
    from bot.overviews.files import region_picture, region_workbook
    from bot.overviews.region import region_overview
    from bot.overviews.summary import officer_overview_text
    from bot.settings import CHINA
    from bot.wiring import library

    today = as_of.date() if as_of else desk.clock().astimezone(CHINA).date()
    async with desk.database.unit() as rows:
        found = await region_overview(rows, [desk.place(region)], today)
        excel, picture = wanted
        files = [
            await region_workbook(rows, found, library()) if excel else None,
            region_picture(found, library()) if picture else None,
        ]
    return officer_overview_text(found, desk.regions), files
