"""A region's overview as files: the workbook and the picture, from rows."""

import asyncio

from bot.overviews.kinds import by_kind
from bot.overviews.places import places_name
from bot.overviews.region import Matters, RegionOverview, asked_of
from bot.store.files import Content
from bot.store.repository import Repository
from content.load import Library

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Of a whole country more falls due than anybody reads, or Excel holds.
MOST = 50_000


async def region_matters(rows: Repository, overview: RegionOverview, most: int = MOST) -> Matters:
    """What the third sheet lists: overdue and due until the overview's last day."""
    asked = asked_of(overview.regions, overview.today, overview.soon)
    found = await rows.overviews.matters(asked, most + 1)
    return Matters(found[:most], cut=len(found) > most)


async def region_workbook(rows: Repository, overview: RegionOverview, library: Library) -> bytes:
    """The region as an .xlsx file; of a province it takes seconds."""
    from bot.overviews.workbook import workbook  # openpyxl takes a third of a second

    matters = await region_matters(rows, overview)
    return await asyncio.to_thread(workbook, overview, matters, library)


def excel_file(content: bytes, overview: RegionOverview, library: Library) -> Content:
    """The workbook as it is stored and sent."""
    place = places_name(overview.regions, library.regions)
    return Content(f"{place}托育机构到期情况{overview.today:%Y%m%d}.xlsx", XLSX, content)


def region_picture(overview: RegionOverview, library: Library) -> bytes:
    """The region as a PNG, by kind of duty."""
    from bot.pictures.region_overview import Overview, Row, draw

    kinds = [
        Row(k.title, k.due, k.overdue, k.confirmed, k.next_due)
        for k in by_kind(overview.duties, library.duties)
    ]
    place = places_name(overview.regions, library.regions)
    return draw(Overview(place, overview.today, kinds, len(overview.institutions)))
