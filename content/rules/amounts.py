"""What a programme pays: the variant for the facts, times the number it is paid for."""

from collections.abc import Iterable

from content.answers import fill
from content.rules.conditions import fits
from content.rules.money import payment_words, unit_words, yuan_words
from content.rules.outcome import NO_FIGURE, NOT_TODAY, Case, Money
from content.rules.schema import Amount, Programme

PER_YEAR = {"once": 1, "year": 1, "month": 12}


def money(programme: Programme, case: Case) -> Money:
    """The benefit, or the amount as far as the facts settle it."""
    if programme.benefit:
        return Money(fill(case.library, programme.benefit, case.as_of))
    possible = _possible(programme.amounts, case)
    if not possible:
        return Money(NO_FIGURE)
    if fits(possible[0].when, case.known):
        return _paid(possible[0], case)
    return Money(
        "；或者".join(_words(a, case) for a in possible), missing=_undecided(possible, case)
    )


def _possible(amounts: Iterable[Amount], case: Case) -> list[Amount]:
    """Variants that may fit, up to the first that surely does: those behind it never count."""
    found: list[Amount] = []
    for amount in amounts:
        fit = fits(amount.when, case.known)
        if fit is not False:
            found.append(amount)
        if fit:
            break
    return found


def _undecided(amounts: list[Amount], case: Case) -> tuple[str, ...]:
    keys = [key for a in amounts for key in (*a.when, *([a.per] if a.per else []))]
    return tuple(dict.fromkeys(key for key in keys if key not in case.known))


def _count(amount: Amount, case: Case) -> int | None:
    """How many things the amount is paid for; 1 if it is paid as such."""
    count = case.known.get(amount.per, None) if amount.per else 1
    return count if isinstance(count, int) else None


def _counter(amount: Amount, case: Case) -> str:
    declared = case.declared.get(amount.per or "")
    return (declared.counter if declared else None) or "一份"


def _words(amount: Amount, case: Case) -> str:
    """The amount in words; for a number we do not know, what one of them brings."""
    rate, count = case.figure(amount.parameter), _count(amount, case)
    if rate is None:
        return NOT_TODAY
    if count is None:
        return unit_words(rate, amount.pays, _counter(amount, case))
    return payment_words(rate * count, amount.pays)


def _paid(amount: Amount, case: Case) -> Money:
    """The amount of the one variant that fits."""
    rate, count, words = case.figure(amount.parameter), _count(amount, case), _words(amount, case)
    if rate is None:
        return Money(words, pays=amount.pays)
    if count is None:
        return Money(words, pays=amount.pays, missing=(amount.per or "",))
    year = rate * count * PER_YEAR[amount.pays]
    return Money(
        value=words,
        amount=rate * count,
        pays=amount.pays,
        first_year=year,
        after=0 if amount.pays == "once" else year,
        reasons=_reckoned(amount, rate, count, case) if amount.per else (),
    )


def _reckoned(amount: Amount, rate: float, count: int, case: Case) -> tuple[str, ...]:
    """「2个班，每个5万元，一共10万元。」"""
    each = f"{count}个{_counter(amount, case)}，每个{yuan_words(rate)}"
    return (f"{each}，一共{yuan_words(rate * count)}。",)
