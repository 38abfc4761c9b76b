"""What people do about a duty: say that it is done, put it off, take it back; always on record.

Each changes the records, plans the institution anew within the same transaction, and writes the
audit log. Who may do it is asked of ``bot.institutions.permissions`` by the caller.
"""

from datetime import date, datetime

from bot.reminders.planner import Planner
from bot.settings import CHINA
from bot.store.audits import Deed
from bot.store.institutions import Fact, Owner
from bot.store.reminder_models import OccurrenceRow
from bot.store.repository import Repository


class Deeds:
    """Within one transaction; ``actor``: the label of who does it (bot.institutions.actors)."""

    def __init__(self, rows: Repository, planner: Planner, actor: str, now: datetime) -> None:
        self.rows, self.planner, self.actor, self.now = rows, planner, actor, now

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()

    async def done(self, owner: Owner, duty: str, day: date, file: str | None = None) -> bool:
        """A duty was done on a day; False if that was on record before."""
        fact = Fact(owner, duty, day, file)
        new = await self.rows.institutions.did([fact], self.actor, self.now)
        if new:
            await self._audit("duty.done", owner, after={duty: day})
            await self.planner.again(self.rows, [owner.institution], self.now)
        return bool(new)

    async def undone(self, owner: Owner, duty: str, day: date) -> bool:
        """It was not done after all; False if there was no such record."""
        gone = await self.rows.institutions.undo(owner, duty, day)
        if gone:
            await self._audit("duty.undone", owner, before={duty: day})
            await self.planner.again(self.rows, [owner.institution], self.now)
        return gone

    async def _audit(
        self,
        action: str,
        owner: Owner,
        before: dict[str, date] | None = None,
        after: dict[str, date] | None = None,
    ) -> None:
        deed = Deed(self.actor, action, owner.institution, owner.subject, before, after)
        await self.rows.audits.write(deed, self.now)


async def put_off(
    rows: Repository, person: int, occurrence: OccurrenceRow, until: date, now: datetime
) -> date:
    """Somebody wants to hear of it again on a day; not after it is due. Returns that day.

    What is due today or before cannot be put off: nothing changes then.
    """
    until = min(until, occurrence.due)
    if until > now.astimezone(CHINA).date():
        await rows.persons.look([person], now)
        await rows.persons.snooze(person, occurrence.key, until)
        await rows.reminders.again(occurrence.id, person, "asked to be reminded later")
    return until


def owner_of(occurrence: OccurrenceRow) -> Owner:
    """Whose the duty is. Raises ValueError for a child's, which is no institution's duty."""
    if occurrence.institution_id is None:
        raise ValueError(f"{occurrence.key} is no institution's")
    return Owner(occurrence.institution_id, occurrence.staff_id)
