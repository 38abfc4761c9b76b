"""A child as the talk knows it: kept in rows, or only told of in this talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.growth.assess import Measured
from bot.growth.child import Child as GrowthChild
from bot.growth.standards import Sex
from bot.settings import CHINA
from bot.store.children import Told
from content.child.ages import Gestation
from content.child.child import Child

NAMELESS = "宝宝"


@dataclass(frozen=True)
class Kid:
    """``id``: of the row; None for one that is only told of. ``rough``: the birth is reckoned from
    an age. ``reckoned``: doses that were given on a day nobody knows, by vaccine."""

    id: int | None
    name: str
    birth: date
    sex: Sex | None = None
    gestation: Gestation | None = None
    given: Mapping[str, Sequence[date]] = field(default_factory=dict)
    reckoned: Mapping[str, Sequence[date]] = field(default_factory=dict)
    done: Mapping[str, date | None] = field(default_factory=dict)
    history: Sequence[Measured] = ()
    reminders: bool = False
    since: date | None = None
    feed: str | None = None
    rough: bool = False

    @property
    def label(self) -> str:
        """How we call the child."""
        return self.name or NAMELESS

    @property
    def subject(self) -> str:
        """The child in keys of occurrences."""
        return f"child:{self.id or 0}"

    def child(self) -> Child:
        """For the calendar."""
        return Child(
            id=self.subject, birth=self.birth, name=self.name, gestation=self.gestation,
            given=self.given, done=self.done, since=self.since,
        )  # fmt: skip

    def growing(self, sex: Sex) -> GrowthChild:
        """For the growth standards, which differ by sex."""
        weeks = self.gestation
        days = weeks.weeks * 7 + weeks.days if weeks else None
        return GrowthChild(sex, self.birth, days, self.name)


def kept(told: Told) -> Kid:
    """The child of a row."""
    row = told.child
    sex: Sex | None = "male" if row.sex == "male" else "female" if row.sex == "female" else None
    return Kid(
        id=row.id,
        name=row.name,
        birth=row.birth,
        sex=sex,
        gestation=None if row.weeks is None else Gestation(row.weeks, row.days or 0),
        given=_by_vaccine(told, exact=None),
        reckoned=_by_vaccine(told, exact=False),
        done={check.key: check.day for check in told.checks},
        history=[
            Measured(m.day, m.weight_kg, m.length_cm, m.head_cm, m.lying)
            for m in told.measurements
        ],
        reminders=row.reminders,
        since=row.created_at.astimezone(CHINA).date(),
        feed=row.feed,
    )  # fmt: skip


def _by_vaccine(told: Told, exact: bool | None) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for dose in told.doses:
        if exact is None or dose.exact is exact:
            days = found.setdefault(dose.vaccine, [])
            days += [dose.day] if dose.day else []
    return found
