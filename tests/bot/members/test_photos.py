"""A picture as evidence: asked for, fetched only when wanted, kept with its deed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.service import LARGEST
from bot.members.photos import kind_of
from bot.store.institution_models import Done, Institution
from bot.store.post_models import StoredFile
from tests.bot.members.town import Town

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


class Album:
    """Pictures by id; notes what was fetched."""

    def __init__(self, **pictures: bytes) -> None:
        self.pictures, self.fetched = pictures, []  # type: ignore[var-annotated]

    async def fetch(self, media_id: str) -> bytes | None:
        self.fetched.append(media_id)
        return self.pictures.get(media_id)


@pytest.fixture
def album(place: Town) -> Album:
    made = Album(check=JPEG, scan=PNG, virus=b"MZ\x90")
    place.service.pictures = {"telegram": made}
    return made


async def picture(place: Town, media_id: str) -> dict[str, Any]:
    return await place.send(unread=True, picture=media_id)


@pytest.mark.parametrize(("media", "kind"), [("check", "image/jpeg"), ("scan", "image/png")])
async def test_a_picture_is_kept_with_its_deed(
    place: Town, home: Institution, album: Album, media: str, kind: str
) -> None:
    assert "有照片" in (await place.send("王芳体检昨天办好了"))["text"]
    assert (await picture(place, media))["text"] == "照片收到了，留底了。"
    async with place.database.unit() as rows:
        (deed,) = await rows.session.scalars(select(Done).where(Done.file.is_not(None)))
        kept = await rows.files.evidence(str(deed.file))
        assert kept
        assert (kept.media_type, kept.content[:3]) == (kind, album.pictures[media][:3])
        assert await rows.files.read(str(deed.file), place.at) is None
        assert await rows.files.purge(place.at + timedelta(days=9999)) == 0
    await place.send("撤销")
    async with place.database.unit() as rows:
        assert await rows.files.purge(place.at) == 1


async def test_a_picture_that_nobody_wants_is_not_fetched(
    place: Town, home: Institution, album: Album
) -> None:
    assert "看不懂" in (await picture(place, "check"))["text"]
    await place.send("王芳体检昨天办好了")
    await place.send("谢谢")
    assert "看不懂" in (await picture(place, "check"))["text"]
    assert album.fetched == []


@pytest.mark.parametrize("media", ["virus", "gone"])
async def test_what_is_no_picture_is_not_kept(
    place: Town, home: Institution, album: Album, media: str
) -> None:
    await place.send("王芳体检昨天办好了")
    assert "10MB以内" in (await picture(place, media))["text"]
    assert "留底" in (await picture(place, "check"))["text"]
    async with place.database.unit() as rows:
        assert len(list(await rows.session.scalars(select(StoredFile.id)))) == 1


def test_kinds() -> None:
    assert kind_of(JPEG) == ("image/jpeg", "jpg")
    assert kind_of(PNG) == ("image/png", "png")
    for wrong in (b"", b"GIF89a", b"<svg", JPEG + b"0" * LARGEST):
        assert kind_of(wrong) is None
