"""Programmes that take more than a table: worked out here, by the name a programme gives."""

from collections.abc import Callable
from datetime import date

from content.answers import plain_number
from content.rules.ages import month_number, third_birthday
from content.rules.allowance import START, Part, deduction_months, last_first_claim, parts, yuan
from content.rules.money import payment_words, yuan_words
from content.rules.outcome import NOT_TODAY, Case, Money, Outcome, Verdict

# Figures these read: lint has no other way to know.
PARAMETERS = frozenset({"allowance.year", "allowance.month", "tax_deduction.month"})
_UNBORN = "孩子还没出生。"
_CLAIM = "每年要申请一次，不申请不发；今年的领过了，不会重复发。"
_DEADLINE = "头一次申请要在{}年底以前。"
_EXTENDED = "2025年以前出生的，头一次申请的截止日延长过，新的日子没核到。"
_LATE = "还没申请过的，现在申请还收不收没核到：赶快问户口所在地的乡镇政府或街道办。"
_REST = "今年满3岁以前的{}如果还没领，赶快问户口所在地的乡镇政府或街道办。"
_THIRD = "晚一年才头一次申请、只领过2次的，问户口所在地的乡镇政府或街道办。"


def allowance(case: Case) -> Outcome:
    """育儿补贴: yes, no or unknown by the day of birth and whether it was ever claimed.

    There is one payment a calendar year, so the first year is the one of ``as_of``.
    """
    birth = case.known.get("birth_date")
    year, month = case.figure("allowance.year"), case.figure("allowance.month")
    if year is None or month is None:
        return Outcome(Verdict.UNKNOWN, Money(NOT_TODAY))
    if not isinstance(birth, date):
        return Outcome(Verdict.UNKNOWN, Money(payment_words(year, "year")), missing=("birth_date",))
    if birth > case.as_of:
        value = f"出生后每年{yuan_words(year)}"
        return Outcome(Verdict.UNKNOWN, Money(value), (_UNBORN,), ("出生、上户口以后就能申请。",))
    return _Allowance(case, birth, year, month).outcome()


class _Allowance:
    """The allowance of one child that is born."""

    def __init__(self, case: Case, birth: date, year: float, month: float) -> None:
        self.birth = birth
        self.today = case.as_of
        self.claimed = case.known.get("claimed")
        self.year, self.month = year, month
        self.parts = parts(birth)

    def outcome(self) -> Outcome:
        if not self.parts:
            return self._no("孩子2025年1月以前就满3岁了，补贴从2025年1月才算起。")
        over = self.today >= third_birthday(self.birth)
        if over and (self.birth >= START or self.claimed is True):
            return self._no("孩子满3岁了，以后没有了。", *self._rest())
        if self.birth >= START:
            return self._from_2025()
        return self._yes() if self.claimed is True else self._unclaimed()

    def _from_2025(self) -> Outcome:
        """Three payments; the first is claimed in the year of birth or the next."""
        deadline = last_first_claim(self.birth)
        if self.today.year <= deadline:
            return self._yes()
        late = _DEADLINE.format(deadline)
        if self.today.year > self.parts[-1].year:
            return Outcome(Verdict.UNKNOWN, self._total(), ("3次可能已经领完了。" + late,))
        return self._yes() if self.claimed is True else self._unclaimed(late)

    def _unclaimed(self, late: str = _EXTENDED) -> Outcome:
        """Whether a late first claim is still taken is not known; an earlier one settles it."""
        missing = ("claimed",) if self.claimed is None else ()
        return Outcome(Verdict.UNKNOWN, self._total(), (late + _LATE,), missing=missing)

    def _yes(self) -> Outcome:
        after = self._in(self.today.year + 1)
        # Who claimed first in the year after birth has one more year, which we do not know.
        known = self.birth < START or self.today.year < self.parts[-1].year
        first = self._in(self.today.year)
        money = Money(
            value=self._value(first, after),
            amount=first,
            pays="year",
            first_year=first,
            after=after if known else None,
            reasons=(self._sum_words(), *self._first_claim(), _CLAIM),
        )
        return Outcome(Verdict.YES, money)

    def _first_claim(self) -> tuple[str, ...]:
        """Until when to claim, for who may not have done so yet."""
        if self.birth < START or self.claimed is True:
            return ()
        return (_DEADLINE.format(last_first_claim(self.birth)),)

    def _in(self, year: int) -> float:
        """What is due for a calendar year."""
        months = sum(part.months for part in self.parts if part.year == year)
        return yuan(months, self.year, self.month)

    def _value(self, first: float, after: float) -> str:
        if self.birth >= START:
            return f"{payment_words(self.year, 'year')}，共{len(self.parts)}次"
        rest = f"，明年{yuan_words(after)}" if after else "，是最后一年"
        return f"今年{yuan_words(first)}{rest}"

    def _total(self) -> Money:
        return Money(self._sum_words().removesuffix("。"))

    def _sum_words(self) -> str:
        total = yuan_words(sum(self._in(part.year) for part in self.parts))
        if self.birth >= START:
            return f"前后{len(self.parts)}次，一共{total}。"
        return f"从2025年1月算到满3岁的那个月，{_months(self.parts)}个月，一共{total}。"

    def _rest(self) -> tuple[str, ...]:
        """What may still be due: this year's part, or the third payment of who began late."""
        if self.birth >= START:
            return (_THIRD,) if self.today.year == self.parts[-1].year + 1 else ()
        due = self._in(self.today.year)
        return (_REST.format(yuan_words(due)),) if due else ()

    def _no(self, reason: str, *change: str) -> Outcome:
        return Outcome(Verdict.NO, Money(""), (reason,), change)


def _months(found: tuple[Part, ...]) -> int:
    return sum(part.months for part in found)


def tax_deduction(case: Case) -> Outcome:
    """3岁以下照护扣除: what is taken off the taxed income each month; it is never paid out."""
    birth, rate = case.known.get("birth_date"), case.figure("tax_deduction.month")
    money = Money(f"每月扣{plain_number(rate)}元再算税" if rate else NOT_TODAY)
    if not isinstance(birth, date):
        return Outcome(Verdict.UNKNOWN, money, missing=("birth_date",))
    if birth > case.as_of:
        return Outcome(Verdict.UNKNOWN, money, (_UNBORN,), ("从出生那个月起就能扣。",))
    left = deduction_months(birth).stop - month_number(case.as_of)
    if left <= 0:
        return Outcome(Verdict.NO, money, ("孩子满3岁的那个月起，这一项就不扣了。",))
    return Outcome(Verdict.YES, money, (f"连这个月，还能扣{left}个月，扣到满3岁的前一个月。",))


COMPUTED: dict[str, Callable[[Case], Outcome]] = {
    "allowance": allowance,
    "tax_deduction": tax_deduction,
}
