"""A child's vaccinations by the national programme: what was given, what is due, what is next.

Vaccination goes by the days since birth, for a child born early too (note ``preterm``). Only what
the programme states is reckoned; the rest is said to be the clinic's to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from content.child.doses import DoseDue, State
from content.child.earliest import Asked, Given
from content.child.series import series
from content.child.shapes import Vaccine
from content.child.shelf import ChildShelf

# The programme goes on at four, six and thirteen; this assistant is for children under three.
LAST_MONTHS = 36


@dataclass(frozen=True)
class NextUp:
    """What to do next. ``missing``: not given, as we were told, and due; ``unsure``: it should be
    given by now, and nobody told us; ``coming``: what is due on the next day that has something;
    ``waiting``: undated until another dose is given; ``doubts``: given doses to show the clinic.
    """

    missing: tuple[DoseDue, ...]
    unsure: tuple[DoseDue, ...]
    coming: tuple[DoseDue, ...]
    waiting: tuple[DoseDue, ...]
    doubts: tuple[DoseDue, ...]


def schedule(birth: date, given: Given, today: date, shelf: ChildShelf) -> list[DoseDue]:
    """Every dose up to the third birthday, in order of the days on which it was or may be given.

    ``given``: for each vaccine we were told of all dates of its doses, none of them for one that
    was not given. A vaccine that is not in it is not known, which is not the same.
    """
    found: list[DoseDue] = []
    for vaccine in _chosen(shelf.vaccines.values(), given):
        asked = _asked(birth, given, today, shelf)
        doses = _until(series(vaccine, asked), vaccine)
        found += _both(doses, _alternative(vaccine, shelf), given)
    return sorted(found, key=_order)


def next_up(doses: Iterable[DoseDue], today: date) -> NextUp:
    """What of a schedule concerns the parents now."""
    doses = list(doses)
    open_now = [d for d in doses if _open(d, today)]
    coming = [d for d in doses if not d.done and d.due is not None and d.due > today]
    first = min((d.due for d in coming if d.due), default=None)
    return NextUp(
        missing=tuple(d for d in open_now if d.known),
        unsure=tuple(d for d in open_now if not d.known),
        coming=tuple(d for d in coming if d.due == first),
        waiting=tuple(d for d in doses if d.state is State.WAITING),
        doubts=tuple(d for d in doses if d.done and d.clinic),
    )


def _open(dose: DoseDue, today: date) -> bool:
    return not dose.done and dose.due is not None and dose.due <= today


def _asked(birth: date, given: Given, today: date, shelf: ChildShelf) -> Asked:
    note = shelf.notes.get("live_apart")
    return Asked(
        birth=birth,
        given=given,
        today=today,
        apart=note.days if note else None,
        live=frozenset(v.id for v in shelf.vaccines.values() if v.live),
    )


def _chosen(vaccines: Iterable[Vaccine], given: Given) -> list[Vaccine]:
    """Of two that stand for each other the one that is given, else the first; none for girls only,
    which come at thirteen."""
    all_of_them = [v for v in vaccines if not v.girls]
    taken = {v.in_place_of for v in all_of_them if v.in_place_of and v.id in given}
    swapped = {name for name in taken if name and not given.get(name)}
    return [
        v
        for v in all_of_them
        if v.id not in swapped and (v.in_place_of is None or v.in_place_of in swapped)
    ]


def _until(doses: Sequence[DoseDue], vaccine: Vaccine) -> list[DoseDue]:
    """The doses of the first three years; one that was given early stays."""
    shapes = vaccine.doses
    return [d for d, s in zip(doses, shapes, strict=True) if s.months <= LAST_MONTHS or d.done]


def _alternative(vaccine: Vaccine, shelf: ChildShelf) -> str | None:
    """The vaccine that may be chosen in place of this one."""
    return next((v.id for v in shelf.vaccines.values() if v.in_place_of == vaccine.id), None)


def _both(doses: Sequence[DoseDue], other: str | None, given: Given) -> list[DoseDue]:
    """Doses of both kinds were given: how it goes on is not in the programme's table."""
    if other is None or not given.get(other):
        return list(doses)
    mixed = "减毒和灭活的都打过，后面怎么打请接种门诊看。"
    return [d if d.done else replace(d, clinic=mixed) for d in doses]


def _order(dose: DoseDue) -> tuple[date, str, int]:
    day = dose.given_on or dose.due or dose.late_from or date.max
    return (day, dose.vaccine, dose.number)
