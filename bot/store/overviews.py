"""Sums over the institutions of regions, counted by the database: a country has millions of rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.store.institution_models import Binding, Done, Institution, Officer, StaffMember
from bot.store.institutions import lies_in
from bot.store.portions import Rows
from bot.store.post_models import Contact, OutboxMessage
from bot.store.reminder_models import Address, OccurrenceRow, Person

# What institutions set themselves is counted together, under this name.
OWN = "own."
# Who imports files; what they bring in are records, which need not be new.
_IMPORTER = "operator"


@dataclass(frozen=True)
class Asked:
    """``regions``: division codes, each with all that lies in it. ``today``: China's.

    ``soon``: the last day that counts as due soon. ``since``, ``before``: between these
    moments, on China's clock, a deed had to be told to count as confirmed. ``channels``: those that can be written to.
    """

    regions: Collection[str]
    today: date
    soon: date
    since: datetime
    before: datetime
    channels: Collection[str]


class Overviews:
    """Sums within one transaction. Institutions that have closed are left out."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def standings(self, asked: Asked) -> Rows:
        """Of each institution: what is due, overdue, confirmed, next, and who can be told."""
        i = Institution
        due, done, told = _due(asked), _confirmed(asked), _told(asked)
        statement = (
            select(
                i.id, i.code, i.name, i.region,
                func.coalesce(due.c.due, 0).label("due"),
                func.coalesce(due.c.overdue, 0).label("overdue"),
                func.coalesce(done.c.confirmed, 0).label("confirmed"),
                due.c.next_due,
                told.c.institution_id.is_not(None).label("told"),
            )
            .outerjoin(due, due.c.institution_id == i.id)
            .outerjoin(done, done.c.institution_id == i.id)
            .outerjoin(told, told.c.institution_id == i.id)
            .where(_within(asked))
        )  # fmt: skip
        return (await self.session.execute(statement)).all()

    async def duties_due(self, asked: Asked) -> Rows:
        """By duty (``matter``): due, overdue, next_due."""
        o = OccurrenceRow
        name = _named(o.duty)
        statement = (
            select(name.label("matter"), *_sums(asked))
            .where(o.state == "open", o.institution_id.in_(_ids(asked)))
            .group_by("matter")
        )
        return (await self.session.execute(statement)).all()

    async def duties_confirmed(self, asked: Asked) -> Rows:
        """By duty (``matter``): confirmed."""
        name = _named(Done.duty)
        statement = (
            select(name.label("matter"), func.count().label("confirmed"))
            .where(_told_between(asked), Done.institution_id.in_(_ids(asked)))
            .group_by("matter")
        )
        return (await self.session.execute(statement)).all()

    async def matters(self, asked: Asked, most: int) -> Rows:
        """What is overdue or due soon, by due day: each with its institution and colleague."""
        o, i, s = OccurrenceRow, Institution, StaffMember
        statement = (
            select(
                o.duty, o.due, o.estimated, o.unrecorded, i.name.label("institution"), i.code,
                i.region, s.name.label("staff"),
            )
            .join(i, i.id == o.institution_id)
            .outerjoin(s, s.id == o.staff_id)
            .where(o.state == "open", o.due <= asked.soon, _within(asked))
            .order_by(o.due, o.id)
            .limit(most)
        )  # fmt: skip
        return (await self.session.execute(statement)).all()

    async def officers(self) -> Rows:
        """All officers: region, bound_at, person_id, quiet_from, quiet_to, opted_out."""
        statement = (
            select(
                Officer.region, Officer.bound_at, Address.person_id,
                Person.quiet_from, Person.quiet_to, Person.opted_out,
            )
            .join(
                Address,
                (Address.channel == Officer.channel) & (Address.address == Officer.address),
            )
            .join(Person, Person.id == Address.person_id)
            .order_by(Officer.id)
        )  # fmt: skip
        return (await self.session.execute(statement)).all()

    async def written(self, keys: Collection[str]) -> set[str]:
        """Which of these letters there are."""
        statement = select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))
        return set(await self.session.scalars(statement))


def _within(asked: Asked) -> ColumnElement[bool]:
    """Institutions of the regions that are open today."""
    there = or_(false(), *(lies_in(Institution.region, region) for region in asked.regions))
    still = or_(Institution.closed_on.is_(None), Institution.closed_on >= asked.today)
    return and_(there, still)


def _ids(asked: Asked) -> Select[Any]:
    return select(Institution.id).where(_within(asked))


def _sums(asked: Asked) -> list[Any]:
    due = OccurrenceRow.due
    later = due >= asked.today
    return [
        func.sum(case((and_(later, due <= asked.soon), 1), else_=0)).label("due"),
        func.sum(case((due < asked.today, 1), else_=0)).label("overdue"),
        func.min(case((later, due))).label("next_due"),
    ]


def _due(asked: Asked) -> Any:
    o = OccurrenceRow
    return (
        select(o.institution_id, *_sums(asked))
        .where(o.state == "open", o.institution_id.in_(_ids(asked)))
        .group_by(o.institution_id)
        .subquery()
    )


def _confirmed(asked: Asked) -> Any:
    return (
        select(Done.institution_id, func.count().label("confirmed"))
        .where(_told_between(asked), Done.institution_id.in_(_ids(asked)))
        .group_by(Done.institution_id)
        .subquery()
    )


def _told_between(asked: Asked) -> ColumnElement[bool]:
    """A file that is imported tells of years: of it counts what was done in these days."""
    new = or_(Done.by != _IMPORTER, Done.day >= asked.since.date())
    return and_(Done.at >= asked.since, Done.at < asked.before, new)


def _told(asked: Asked) -> Any:
    """Institutions somebody acts for whom we can write to, by whatever address they gave."""
    bound, any_of_them = aliased(Address), aliased(Address)
    return (
        select(Binding.institution_id)
        .join(bound, (bound.channel == Binding.channel) & (bound.address == Binding.address))
        .join(any_of_them, any_of_them.person_id == bound.person_id)
        .outerjoin(
            Contact,
            (Contact.channel == any_of_them.channel) & (Contact.address == any_of_them.address),
        )
        .where(
            any_of_them.channel.in_(asked.channels),
            Contact.unreachable_since.is_(None),
            Binding.institution_id.in_(_ids(asked)),
        )
        .distinct()
        .subquery()
    )


def _named(column: Any) -> Any:
    return case((column.startswith(OWN), OWN), else_=column)
