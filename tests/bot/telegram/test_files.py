"""Stored files as uploads."""

from datetime import timedelta

from bot.channels.outgoing import File, Image
from bot.outbox.outcome import Refused
from bot.store.files import Content
from tests.bot.telegram.office import Office
from tests.bot.telegram.test_sending import letter
from tests.bot.telegram.updates import CHAT
from tests.fakes.telegram import TelegramFake


async def keep(office: Office, file_id: str, file: Content) -> None:
    async with office.database.unit() as rows:
        await rows.files.keep(file_id, file, office.clock() + timedelta(hours=1))


async def test_files_arrive_whole_under_their_names(office: Office, platform: TelegramFake) -> None:
    content = bytes(range(256)) * 500 + b"\r\n--"
    await keep(office, "f1", Content("f1.bin", "application/pdf", content))
    await keep(office, "f2", Content("生长曲线.png", "image/png", content))
    carrier = office.door.carrier
    await carrier.send(letter(File(file="f1", name='办证"清单".pdf')))
    await carrier.send(letter(Image(file="f2", caption="<3岁")))
    document, photo = platform.sent()
    assert (document.method, photo.method) == ("sendDocument", "sendPhoto")
    file, picture = document.files["document"], photo.files["photo"]
    assert (file.name, file.media_type) == ("办证%22清单%22.pdf", "application/pdf")
    assert (picture.name, picture.media_type) == ("生长曲线.png", "image/png")
    assert file.content == picture.content == content
    assert (photo.shown, photo.chat) == ("<3岁", CHAT)


async def test_a_file_that_expired_is_not_sent(office: Office, platform: TelegramFake) -> None:
    await keep(office, "f1", Content("a.pdf", "application/pdf", b"x"))
    office.clock.forward(3601)
    found = await office.door.carrier.send(letter(File(file="f1", name="a.pdf")))
    assert (found, platform.calls) == (Refused("the file has expired"), [])
