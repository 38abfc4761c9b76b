"""All that is kept of a person is deleted, within the caller's transaction."""

from datetime import datetime

from bot.store.audits import Deed
from bot.store.repository import Repository

# Keys of letters that only say that everything was deleted; they go as soon as they are sent.
FAREWELL = "farewell/"


async def erase(rows: Repository, channel: str, address: str, now: datetime) -> None:
    """Talks, letters, files, children, wishes and bindings, of all addresses of the person.

    The audit log of institutions stays: it names nobody.
    """
    addresses = await rows.personal.addresses(channel, address)
    await rows.personal.forget_questions(addresses)
    for one in addresses:
        await _unbound(rows, one, now)
        await rows.files.forget(*one)
        await rows.forget(*one)


async def _unbound(rows: Repository, to: tuple[str, str], now: datetime) -> None:
    """Who was told by them is told otherwise from now on, and the audit log says that they left."""
    for row in await rows.bindings.of_contact(*to):
        deed = Deed(f"{row.role}:{row.id}", "unbind", row.institution_id, before={"role": row.role})
        await rows.audits.write(deed, now)
        await rows.institutions.touch([row.institution_id])
    for post in await rows.bindings.posts(*to):
        told = {"role": "officer", "region": post.region}
        await rows.audits.write(Deed(f"officer:{post.id}", "unbind", before=told), now)
        await rows.institutions.touch_region(post.region)
