"""The reminders as a whole: plan, tell, settle. Each part looks for rows, so any may be cut off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.reminders.crew import Crew
from bot.reminders.planner import Planner, Tally
from bot.reminders.rules import Rules
from bot.reminders.teller import Teller, Told
from bot.reminders.ways import Ways
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.repository import Repository

# So many letters are looked at for what became of them in one transaction.
_SETTLED = 5000
# From so many institutions on, planning takes longer than starting other processes for it.
MANY = 2000


class Work:
    """Everything that is done for reminders, again and again.

    ``crew``: who plans where many wait; without one everything is planned here.
    """

    def __init__(
        self, database: Database, rules: Rules, ways: Ways, crew: Crew | None = None
    ) -> None:
        self.database, self.rules, self.crew = database, rules, crew
        self.planner = Planner(database, rules, ways.names)
        self.teller = Teller(database, rules, ways)

    async def run(self, now: datetime) -> int:
        """Settle what was sent, plan whose day has come, tell who waits. Raises StoreUnavailable."""
        settled = await self.settle(now)
        tally = await self.plan(now)
        return settled + tally.institutions + await self.teller.run(now)

    async def plan(self, now: datetime) -> Tally:
        """Plan whose day has come: by the crew where they are many, and what is left here."""
        tally = Tally()
        if self.crew and await self._many(now):
            tally += await self.crew.run(now)
        tally += await self.planner.run(now)
        return tally

    async def _many(self, now: datetime) -> bool:
        today = now.astimezone(CHINA).date()
        async with self.database.unit() as rows:
            return await rows.occurrences.to_plan(today, self.rules.fingerprint, MANY) == MANY

    async def settle(self, now: datetime) -> int:
        """Write down what became of the letters; whom they did not reach is looked at again."""
        total = 0
        while True:
            async with self.database.unit() as rows:
                count, lost, places = await rows.reminders.settle(_SETTLED)
                # Whom nothing reaches has others told in their place.
                await rows.institutions.touch(places)
                # One a day: whatever way there is, it is for tomorrow.
                await rows.persons.look(lost, now + timedelta(hours=1))
            total += count
            if count < _SETTLED:
                return total


@dataclass
class Outlook:
    """What a run would do at a moment."""

    tally: Tally
    told: Told


async def outlook(rows: Repository, work: Work, now: datetime) -> Outlook:
    """Plan and tell within a transaction that the caller takes back."""
    tally, last = Tally(), 0
    while True:
        found, some = await work.planner.portion(rows, now, 200, last)
        tally += some
        if not found:
            break
        last = found
    told = Told()
    while True:
        some_told = await work.teller.portion(rows, now)
        if not some_told.persons:
            return Outlook(tally, told)
        told.persons += some_told.persons
        told.digests += some_told.digests
        told.held += some_told.held
