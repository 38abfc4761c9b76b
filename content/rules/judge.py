"""The verdict on one programme: its period, its conditions, whose decision it is, the money."""

from dataclasses import replace

from content.answers import fill
from content.rules.amounts import money
from content.rules.computed import COMPUTED
from content.rules.conditions import truth
from content.rules.outcome import NO_FIGURE, Case, Money, Outcome, Verdict
from content.rules.schema import Condition, Programme

NOT_MET = "不符合"
_IF = "如果符合："
_OVER = "这一项写到{}年{}月{}日为止，之后的规定没核到。"


def judge(programme: Programme, case: Case) -> Outcome:
    """Yes, no or unknown. What a condition denies is no, whatever else is not known."""
    if programme.until and programme.until < case.as_of:
        return _over(programme)
    failed = [c for c in programme.conditions if truth(c, case.known, case.as_of) is False]
    if failed:
        return _no(failed, case)
    found = _by_itself(programme, case)
    if found.verdict is Verdict.NO:
        return replace(found, money=Money(NOT_MET))
    return _with_conditions(programme, found, case)


def _over(programme: Programme) -> Outcome:
    """A period that is over says nothing of the time after it."""
    end = programme.until
    reason = _OVER.format(end.year, end.month, end.day) if end else ""
    return Outcome(Verdict.UNKNOWN, Money("待核实"), (reason,))


def _no(failed: list[Condition], case: Case) -> Outcome:
    return Outcome(
        Verdict.NO,
        Money(NOT_MET),
        reasons=tuple(fill(case.library, c.reason, case.as_of) for c in failed),
        change=tuple(fill(case.library, c.change, case.as_of) for c in failed if c.change),
    )


def _by_itself(programme: Programme, case: Case) -> Outcome:
    """What would be so if all conditions held."""
    if programme.computed:
        found = COMPUTED[programme.computed](case)
        return replace(found, reasons=(*found.reasons, *found.money.reasons))
    paid = money(programme, case)
    return Outcome(Verdict.YES, paid, paid.reasons, missing=paid.missing)


def _with_conditions(programme: Programme, found: Outcome, case: Case) -> Outcome:
    """The outcome with what the conditions leave open; none of them is false."""
    left = [c for c in programme.conditions if truth(c, case.known, case.as_of) is None]
    unclear = [c for c in left if c.fact in case.known]
    asked = [c for c in left if c.fact not in case.known]
    blocked = bool(unclear or programme.discretion) or _hopeless(found)
    missing = [c.fact for c in asked if not blocked or c.unclear is None]
    missing += () if unclear or programme.discretion else found.missing
    if not left and not programme.discretion and found.verdict is Verdict.YES:
        return found
    return Outcome(
        Verdict.UNKNOWN,
        replace(found.money, value=_value(found.money.value)),
        reasons=(*_reasons(programme, unclear, missing, case), *found.reasons),
        change=found.change,
        missing=tuple(dict.fromkeys(missing)),
    )


def _hopeless(found: Outcome) -> bool:
    """Unknown, and no fact would settle it."""
    return found.verdict is Verdict.UNKNOWN and not found.missing


def _value(value: str) -> str:
    return value if value == NO_FIGURE else f"{_IF}{value}"


def _reasons(
    programme: Programme, unclear: list[Condition], missing: list[str], case: Case
) -> list[str]:
    said = [c.reason for c in unclear] + ([programme.discretion] if programme.discretion else [])
    said += [case.declared[fact].unknown for fact in dict.fromkeys(missing)]
    return [fill(case.library, text, case.as_of) for text in said]
