"""One dose of a child's vaccination, and how it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.schema import Cite


class State(StrEnum):
    """Where a dose or a check-up stands on a day."""

    DONE = "done"
    COMING = "coming"  # its day has not come
    OPEN = "open"  # it can be done, and is not late
    LATE = "late"  # the age before which the source wants it has passed
    WAITING = "waiting"  # nobody can date it before another dose is given
    PASSED = "passed"  # the next one stands for it


@dataclass(frozen=True)
class DoseDue:
    """``number`` of ``of``. ``due``: the first day on which it may be given; None for what waits
    for another dose.

    ``late_from``: the first day on which it is late; None: the source names none. ``known``:
    whether we were told what was given of this vaccine; without it an OPEN dose may well have been
    given. ``clinic``: what only the clinic can decide, in plain words. ``why``: what the date
    rests on, in plain words.
    """

    vaccine: str
    title: str
    number: int
    of: int
    state: State
    known: bool
    due: date | None
    late_from: date | None = None
    given_on: date | None = None
    clinic: str | None = None
    why: tuple[str, ...] = ()
    note: str | None = None
    cite: tuple[Cite, ...] = ()

    @property
    def key(self) -> str:
        """The same however often it is worked out: ``dtap.2``."""
        return f"{self.vaccine}.{self.number}"

    @property
    def name(self) -> str:
        """「百白破疫苗第2剂」; 「卡介苗」 where there is but one."""
        return self.title if self.of == 1 else f"{self.title}第{self.number}剂"

    @property
    def done(self) -> bool:
        return self.state is State.DONE
