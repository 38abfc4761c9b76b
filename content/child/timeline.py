"""What is next for a child, with dates: vaccinations, check-ups, days to look for signs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.child.ages import CORRECTED_UNTIL_MONTHS
from content.child.checkups import checkups, screenings
from content.child.child import Child
from content.child.doses import DoseDue, State
from content.child.schedule import schedule
from content.child.shelf import ChildShelf
from content.rules.ages import after_months
from content.schema import Cite

Kind = Literal["vaccine", "checkup", "screening", "signs"]
_ORDER: dict[Kind, int] = {"vaccine": 0, "checkup": 1, "screening": 2, "signs": 3}


@dataclass(frozen=True)
class TimelineItem:
    """``key`` is the same however often it is worked out. ``until``: the last day that the source
    names; ``known``: whether we were told if it was done; ``clinic``: what the clinic decides."""

    key: str
    kind: Kind
    title: str
    due: date
    detail: str
    until: date | None = None
    known: bool = True
    clinic: str | None = None
    cite: tuple[Cite, ...] = ()


def timeline(child: Child, today: date, shelf: ChildShelf) -> list[TimelineItem]:
    """What is not done and has not passed, in order of the days.

    A dose or check-up whose day has gone by stays in it, as unknown or as missing. Nothing before
    the birth.
    """
    if today < child.birth:
        return []
    found = [*_doses(child, today, shelf), *_checkups(child, today, shelf)]
    found += [*_screenings(child, today, shelf), *_signs(child, today, shelf)]
    return sorted(found, key=lambda item: (item.due, _ORDER[item.kind], item.key))


def _doses(child: Child, today: date, shelf: ChildShelf) -> Iterator[TimelineItem]:
    for dose in schedule(child.birth, child.given, today, shelf):
        if not dose.done and dose.due is not None:
            yield _dose(dose, dose.due, shelf)


def _dose(dose: DoseDue, due: date, shelf: ChildShelf) -> TimelineItem:
    against = shelf.vaccines[dose.vaccine].against
    until = None if dose.late_from is None else date.fromordinal(dose.late_from.toordinal() - 1)
    return TimelineItem(
        key=f"vaccine.{dose.key}",
        kind="vaccine",
        title=dose.name,
        due=due,
        detail="".join([f"防{against}。", dose.note or ""]),
        until=until,
        known=dose.known,
        clinic=dose.clinic,
        cite=dose.cite,
    )


def _checkups(child: Child, today: date, shelf: ChildShelf) -> Iterator[TimelineItem]:
    for checkup in checkups(child.birth, child.done, today, shelf):
        if checkup.state in (State.COMING, State.OPEN):
            yield TimelineItem(
                key=f"checkup.{checkup.id}",
                kind="checkup",
                title=checkup.title,
                due=checkup.due,
                detail="".join(item.text for item in checkup.items),
                until=checkup.until,
                known=checkup.known,
                cite=(*checkup.cite, *(item.cite for item in checkup.items)),
            )


def _screenings(child: Child, today: date, shelf: ChildShelf) -> Iterator[TimelineItem]:
    """Those whose last day has not gone by and that are not known to be done."""
    for due in screenings(child.birth, shelf):
        if today <= due.until and child.done.get(due.id) is None:
            shape = due.screening
            who = f"（{shape.risk}宝宝）" if shape.risk else ""
            yield TimelineItem(
                key=f"screening.{due.id}",
                kind="screening",
                title=f"{shape.title}{who}",
                due=due.due,
                detail=shape.text,
                until=due.until,
                known=due.id in child.done,
                cite=tuple(shape.cite),
            )


def _signs(child: Child, today: date, shelf: ChildShelf) -> Iterator[TimelineItem]:
    """Days still to come, counted from full term while that is in use."""
    for table in shelf.warning_signs.values():
        day = _sign_day(child, table.months)
        if day >= today:
            yield TimelineItem(
                key=f"signs.{table.months}",
                kind="signs",
                title=f"{table.months}月龄发育自查",
                due=day,
                detail="有一条就去儿保看：" + "；".join(table.signs) + "。",
                cite=tuple(table.cite),
            )


def _sign_day(child: Child, months: int) -> date:
    """The day on which the table is looked at: by the corrected age where that is still used then.

    One whose corrected day lies past two years of life is due by then, when correcting ends.
    """
    actual = after_months(child.birth, months)
    counted = after_months(child.development_birth(child.birth), months)
    ends = after_months(child.birth, CORRECTED_UNTIL_MONTHS)
    return max(actual, min(counted, ends))
