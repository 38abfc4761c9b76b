"""A picture as evidence: asked for when a duty was done, kept as long as what it proves."""

from datetime import date

from bot.conversation.service import LARGEST
from bot.institutions.permissions import Action
from bot.members.errand import Errand
from bot.members.finder import Thing
from bot.members.visit import Visit
from bot.store.files import Content
from bot.store.institutions import Owner

# Where a picture can be read; elsewhere none is asked for.
CHANNELS = frozenset({"telegram", "wechat"})
_BEGINNINGS = ((b"\xff\xd8\xff", "image/jpeg", "jpg"), (b"\x89PNG\r\n\x1a\n", "image/png", "png"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_ID = 32
_WANTED = "有照片就发一张来，我给您留底；没有就不用管。"
_NOT_KEPT = "这张图没存下来：要10MB以内的照片（JPG或PNG）。请再发一次，没有就不用管。"


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Media type and ending of a picture, by its first bytes; None for anything else."""
    if not content or len(content) > LARGEST:
        return None
    found = (kind[1:] for kind in _BEGINNINGS if content.startswith(kind[0]))
    return next(found, None)


def invite(visit: Visit, thing: Thing, on: date) -> None:
    """Ask for a picture; nobody is held up by it."""
    if visit.member.channel not in CHANNELS:
        return
    facts = {
        "place": str(thing.place.id), "staff": str(thing.owner.staff or ""),
        "duty": thing.duty.id, "day": on.isoformat(),
    }  # fmt: skip
    visit.errand = Errand(
        kind="photo", step="wait", serial=int(visit.now.timestamp()), prompt=_WANTED,
        facts=facts, soft=True,
    )  # fmt: skip
    visit.say(_WANTED)


async def kept(visit: Visit, errand: Errand) -> None:
    """Keep the picture that came, or say why not."""
    place = visit.place(int(errand.facts["place"]))
    kind = kind_of(visit.picture or b"")
    if place is None or not visit.allowed(Action.CONFIRM, place.target(visit.today)):
        visit.errand = None
        visit.say("这件事已经不归您管了，照片没有存。")
        return
    if kind is None or visit.picture is None:
        visit.say(_NOT_KEPT)
        return
    visit.errand = None
    staff = errand.facts["staff"]
    owner = Owner(place.id, int(staff) if staff else None)
    duty, day = errand.facts["duty"], date.fromisoformat(errand.facts["day"])
    file_id = "".join(visit.means.pick(_LETTERS) for _ in range(_ID))
    if not await visit.rows.institutions.evidence(owner, duty, day, file_id):
        visit.say("这次办好的记录已经撤回了，照片没有存。")
        return
    media, ending = kind
    content = Content(f"{day.isoformat()}.{ending}", media, visit.picture)
    await visit.rows.files.keep(file_id, content, None)
    await visit.record("duty.evidence", place, owner.subject, after={duty: day})
    visit.done("照片收到了，留底了。")
