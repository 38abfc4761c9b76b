"""The doses of one vaccine: which were given, how they stand, and what only the clinic can say."""

from collections.abc import Sequence
from datetime import date

from content.child.doses import DoseDue, State
from content.child.earliest import Asked, earliest, later, months, span
from content.child.shapes import ClinicCase, Dose, Vaccine
from content.rules.ages import after_months


def series(vaccine: Vaccine, asked: Asked) -> list[DoseDue]:
    """All doses of the vaccine in order."""
    days = asked.dates(vaccine.id)
    doubt = _doubt(vaccine, days, asked)
    found: list[DoseDue] = []
    for number, dose in enumerate(vaccine.doses, 1):
        if number <= len(days):
            found.append(_given(vaccine, number, days, asked))
        else:
            found.append(_open(vaccine, dose, found, asked, doubt))
    return found


# --- doses that were given ----------------------------------------------------------------------
def _given(vaccine: Vaccine, number: int, days: Sequence[date], asked: Asked) -> DoseDue:
    dose, day = vaccine.doses[number - 1], days[number - 1]
    before = days[number - 2] if number > 1 else None
    return DoseDue(
        vaccine=vaccine.id,
        title=vaccine.title,
        number=number,
        of=len(vaccine.doses),
        state=State.DONE,
        known=True,
        due=after_months(asked.birth, dose.months),
        given_on=day,
        clinic=_wrong(dose, day, before, asked),
        cite=tuple(vaccine.cite),
    )


def _wrong(dose: Dose, day: date, before: date | None, asked: Asked) -> str | None:
    """What is odd about the day; whether the dose counts is the clinic's to say."""
    least = dose.from_months(day)
    if day < after_months(asked.birth, least):
        return f"打的时候还没满{months(least)}，算不算请接种门诊看。"
    gap = dose.gap
    if gap is None:
        return None
    if gap.after is not None:
        before = max(asked.dates(gap.after), default=None)
    if before is None:
        return None
    if day < later(before, gap):
        return f"离上一剂不到{span(gap)}，算不算请接种门诊看。"
    if gap.most is not None and (day - before).days > gap.most:
        return f"离上一剂超过{gap.most}天，后面怎么打请接种门诊看。"
    return None


def _doubt(vaccine: Vaccine, days: Sequence[date], asked: Asked) -> str | None:
    """Why the doses to come are the clinic's to decide, whatever the age."""
    if asked.odd(vaccine.id):
        return "告诉我的接种日期有对不上的（早于出生、还没到或重复），请照接种证核对。"
    if len(days) > len(vaccine.doses):
        return "打过的剂数比程序表多，请接种门诊看一下。"
    done = range(1, min(len(days), len(vaccine.doses)) + 1)
    if any(_given(vaccine, number, days, asked).clinic for number in done):
        return "前面有一剂的时间和程序表对不上，后面怎么打请接种门诊看。"
    return None


# --- doses to come ------------------------------------------------------------------------------
def _open(
    vaccine: Vaccine, dose: Dose, earlier: Sequence[DoseDue], asked: Asked, doubt: str | None
) -> DoseDue:
    begins = earliest(vaccine, dose, earlier, asked)
    late = None if dose.before is None else after_months(asked.birth, dose.before)
    case = _case(vaccine, asked)
    known = vaccine.id in asked.given
    return DoseDue(
        vaccine=vaccine.id,
        title=vaccine.title,
        number=len(earlier) + 1,
        of=len(vaccine.doses),
        state=_state(begins.day, late, asked.today),
        known=known,
        due=begins.day,
        late_from=late,
        clinic=doubt or _reason(case, known),
        why=begins.why,
        note=dose.note,
        cite=(*vaccine.cite, *begins.cite, *([case.cite] if case else [])),
    )


def _state(due: date | None, late: date | None, today: date) -> State:
    if due is None:
        return State.WAITING
    if late is not None and today >= late:
        return State.LATE
    return State.COMING if today < due else State.OPEN


def _case(vaccine: Vaccine, asked: Asked) -> ClinicCase | None:
    """The clinic's case of the highest age that is reached."""
    reached = [c for c in vaccine.clinic if after_months(asked.birth, c.months) <= asked.today]
    return reached[-1] if reached else None


def _reason(case: ClinicCase | None, known: bool) -> str | None:
    """Of a vaccine that nobody told us of, only if it was not given."""
    if case is None:
        return None
    return case.reason if known else f"要是还没打：{case.reason}"
