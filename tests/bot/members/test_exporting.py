"""「导出」 and 「订阅日历」."""

import io

from openpyxl import load_workbook
from sqlalchemy import select

from bot.store.institution_models import Institution
from bot.store.post_models import StoredFile
from tests.bot.members.town import CODE, Town


async def test_an_officer_gets_the_region_as_a_file(place: Town, home: Institution) -> None:
    await place.appoint("330703")
    await place.send(f"绑定 {CODE}", "chief")
    reply = await place.send("导出", "chief")
    assert "[文件] " in reply["text"]
    async with place.database.unit() as rows:
        (file,) = await rows.session.scalars(select(StoredFile))
    book = load_workbook(io.BytesIO(file.content))
    assert home.name in {cell.value for cell in book.worksheets[1]["A"]}
    assert (file.channel, file.address) != (None, None)


async def test_nobody_else_does(place: Town, home: Institution) -> None:
    assert "[文件]" not in (await place.send("导出"))["text"]


async def test_without_a_public_address_there_is_no_calendar(
    place: Town, home: Institution
) -> None:
    assert "还没有对外的网址" in (await place.send("订阅日历"))["text"]
