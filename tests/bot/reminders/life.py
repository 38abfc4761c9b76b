"""What happens at institutions through the years: each event is a kind, a place and a number.

The same events do the same to two databases, whatever else differs between them.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from bot.reminders.deeds import Deeds, put_off
from bot.reminders.planner import Planner
from bot.settings import CHINA
from bot.store.institution_models import Binding, Done, Institution, StaffMember
from bot.store.institutions import Fact, Owner, Printed
from bot.store.reminder_models import OccurrenceRow, OwnDuty, Person, Reminder
from bot.store.repository import Repository
from tests.bot.reminders.world import appoint, bind, checked, china, nursery

# Twice what happens often.
KINDS = (
    "done", "done", "done early", "done ahead", "undone", "joins", "leaves", "stays", "renewed",
    "renewed", "date corrected", "suspended", "resumed", "closed", "opened", "own duty",
    "own duty ended", "bound", "unbound", "second bound", "opted out", "put off", "quiet",
)  # fmt: skip
_DATES = ("food_permit", "insurance", "lease", "registration_changed", "elevator_inspection")
_RHYTHMS: tuple[dict[str, Any], ...] = (
    {"type": "each", "months": 1, "first": "since"},
    {"type": "yearly", "opens": "02-01", "closes": "02-29"},
    {"type": "yearly", "opens": "11-15", "closes": "01-31"},
)
_FORMS = ("profit", "nonprofit", "public", "home")


class Event(NamedTuple):
    kind: str
    place: int
    number: int


async def found(rows: Repository, count: int, day: date) -> None:
    """So many institutions, with staff, dates and people bound; the first has an officer too."""
    for n in range(1, count + 1):
        home = await nursery(
            rows, n, form=_FORMS[n % 4], facts={"meals": n % 2 == 0},
            registered_on=day - timedelta(200 * n % 900),
            created_at=china(day.year, day.month, day.day, 8),
        )  # fmt: skip
        for k in range(2):
            last = day - timedelta((37 * n + 170 * k) % 364)
            await checked(rows, home, f"员工{n}-{k}", last)
        await rows.institutions.set_dates(
            [Printed(Owner(home.id), name, day + timedelta(31 * n % 200 + 40 * k)) for k, name in enumerate(_DATES[:3])]
        )  # fmt: skip
        await bind(rows, home, f"boss{n}")
        if n % 3:
            await bind(rows, home, f"second{n}", "deputy")
    await appoint(rows, "330700", "officer")


class Life:
    """Events as rows, within one transaction; the planner is told as the application tells it."""

    def __init__(self, rows: Repository, planner: Planner, now: datetime) -> None:
        self.rows, self.planner, self.now = rows, planner, now
        self.today = now.astimezone(CHINA).date()

    async def happen(self, event: Event) -> None:
        homes = await self._all(select(Institution).order_by(Institution.id))
        home = homes[event.place % len(homes)]
        match event.kind.split()[0]:
            case "done" | "undone":
                await self._record(home, event)
            case "joins" | "leaves" | "stays":
                await self._staff(home, event)
            case "renewed" | "date":
                await self._date(home, event)
            case "suspended" | "resumed" | "closed" | "opened":
                self._house(home, event)
            case "own":
                await self._own(home, event)
            case "bound" | "unbound" | "second":
                await self._bind(home, event)
            case _:
                await self._wish(home, event)
        await self.rows.session.flush()
        await self.rows.institutions.touch([home.id])

    async def _record(self, home: Institution, event: Event) -> None:
        deeds = Deeds(self.rows, self.planner, "test", self.now)
        if event.kind == "undone":
            told = await self._all(
                select(Done).where(Done.institution_id == home.id).order_by(Done.subject, Done.duty, Done.day)
            )  # fmt: skip
            if told:
                row = told[event.number % len(told)]
                await deeds.undone(Owner(home.id, row.staff_id), row.duty, row.day)
            return
        owed = await self._all(
            select(OccurrenceRow)
            .where(OccurrenceRow.institution_id == home.id, OccurrenceRow.state == "open")
            .order_by(OccurrenceRow.key)
        )
        if not owed:
            return
        row = owed[event.number % len(owed)]
        days = {"done": 0, "done early": -(event.number % 20), "done ahead": event.number % 15}
        owner = Owner(home.id, row.staff_id)
        day = self.today + timedelta(days[event.kind])
        await self.rows.institutions.did([Fact(owner, row.duty, day)], "test", self.now)
        await self.planner.again(self.rows, [home.id], self.now)

    async def _staff(self, home: Institution, event: Event) -> None:
        here = await self._all(
            select(StaffMember)
            .where(StaffMember.institution_id == home.id)
            .order_by(StaffMember.id)
        )
        one = here[event.number % len(here)]
        if event.kind == "leaves":
            one.left_on = self.today + timedelta(event.number % 20 - 3)
        elif event.kind == "stays" and one.name not in {h.name for h in here if h is not one}:
            one.left_on = None
        elif event.kind == "joins":
            last = self.today - timedelta(event.number * 3) if event.number % 3 else None
            begun = self.today + timedelta(event.number % 25 - 5)
            name = f"新{home.id}-{len(here)}"
            await checked(
                self.rows, home, name, last, started_on=begun, known_on=self.today,
                post=("保育员", "厨师")[event.number % 2],
            )  # fmt: skip

    async def _date(self, home: Institution, event: Event) -> None:
        name = _DATES[event.number % len(_DATES)]
        days = 5 * event.number if event.kind == "renewed" else event.number - 40
        await self.rows.institutions.set_dates(
            [Printed(Owner(home.id), name, self.today + timedelta(days))]
        )

    def _house(self, home: Institution, event: Event) -> None:
        if event.kind == "suspended":
            first = self.today + timedelta(event.number % 30 - 10)
            last = first + timedelta(event.number)
            home.suspended = [*home.suspended, [first.isoformat(), last.isoformat()]]
        elif event.kind == "resumed":
            home.suspended = []
        else:
            closed = self.today + timedelta(event.number % 9 - 2)
            home.closed_on = closed if event.kind == "closed" else None

    async def _own(self, home: Institution, event: Event) -> None:
        if event.kind == "own duty":
            self.rows.session.add(
                OwnDuty(
                    institution_id=home.id, title="洗空调", todo="请人来洗。",
                    rhythm=_RHYTHMS[event.number % 3], leads=[[7, 1], [60, 3]][event.number % 2],
                )
            )  # fmt: skip
            return
        own = await self._all(select(OwnDuty).where(OwnDuty.institution_id == home.id))
        for row in own[:1]:
            row.ended_on = self.today

    async def _bind(self, home: Institution, event: Event) -> None:
        session = self.rows.session
        if event.kind == "unbound":
            gone = delete(Binding).where(
                Binding.institution_id == home.id,
                Binding.role == ("director", "deputy")[event.number % 2],
            )
            await session.execute(gone)
            return
        name = f"{event.kind[0]}{home.id}-{event.number}"
        known = select(Binding).where(Binding.address == name)
        if not await self._all(known):
            await bind(self.rows, home, name, "director" if event.kind == "bound" else "deputy")

    async def _wish(self, home: Institution, event: Event) -> None:
        """Of a person who acts for it."""
        contacts = await self.rows.persons.contacts([home.id])
        if not contacts:
            return
        person = await self.rows.session.get(Person, contacts[0].person_id)
        assert person
        if event.kind == "opted out":
            person.opted_out = [] if person.opted_out else ["fire", "contract"]
        elif event.kind == "quiet":
            person.quiet_from, person.quiet_to = time(20), time(9 + event.number % 3)
        elif event.kind == "put off":
            await self._put_off(person, event.number)

    async def _put_off(self, person: Person, number: int) -> None:
        told = await self._all(
            select(OccurrenceRow)
            .join(Reminder, Reminder.occurrence_id == OccurrenceRow.id)
            .where(Reminder.person_id == person.id, Reminder.told_at.is_not(None))
            .where(OccurrenceRow.state == "open")
            .order_by(OccurrenceRow.key)
        )
        if told:
            until = self.today + timedelta(1 + number % 9)
            await put_off(self.rows, person.id, told[number % len(told)], until, self.now)

    async def _all(self, statement: Any) -> list[Any]:
        return list((await self.rows.session.scalars(statement)).unique())
