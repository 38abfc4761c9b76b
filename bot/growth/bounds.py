"""Which sizes a child can have at all, and which most children have."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.growth.child import Child, growth_days
from bot.growth.measure_words import Kind
from bot.growth.standards import LAST_DAY, Sex, z_score

# What WHO's own program (igrowup) marks as an error of measuring or writing.
_POSSIBLE: dict[Kind, tuple[float, float]] = {
    "weight": (-6, 5),
    "length": (-6, 6),
    "head": (-5, 5),
}
# Before the expected day there is no row: the smallest that live (kg, cm) up to a newborn's most.
_UNBORN: dict[Kind, tuple[float, float]] = {
    "weight": (0.3, 6),
    "length": (25, 60),
    "head": (18, 42),
}
_SEXES: tuple[Sex, ...] = ("male", "female")
USUAL = 2.0
RARE = 3.0


@dataclass(frozen=True)
class Frame:
    """What is known of the child: an age in days from ``youngest`` to ``oldest``, perhaps a sex."""

    youngest: int = 0
    oldest: int = 1096
    sexes: tuple[Sex, ...] = _SEXES

    @property
    def age_known(self) -> bool:
        return self.youngest == self.oldest

    @classmethod
    def of(cls, child: Child, on: date) -> "Frame":
        days = min(growth_days(child, on), LAST_DAY)
        return cls(days, days, (child.sex,))

    def possible(self, kind: Kind, value: float) -> bool:
        """Whether a child within the frame can measure ``value`` (kg or cm)."""
        low, high = _POSSIBLE[kind]
        return self._between(kind, value, low, high)

    def usual(self, kind: Kind, value: float) -> bool:
        return self._between(kind, value, -USUAL, USUAL)

    def rare(self, kind: Kind, value: float) -> bool:
        """Possible, but nearly no child has it: more than three standard deviations off."""
        return not self._between(kind, value, -RARE, RARE)

    def _between(self, kind: Kind, value: float, low: float, high: float) -> bool:
        if self.oldest < 0:
            return _UNBORN[kind][0] <= value <= _UNBORN[kind][1]
        return any(self._fits(kind, value, low, high, sex) for sex in self.sexes)

    def _fits(self, kind: Kind, value: float, low: float, high: float, sex: Sex) -> bool:
        """The youngest must not be too small, the oldest not too big."""
        smallest = _z(kind, sex, value, max(self.youngest, 0))
        biggest = _z(kind, sex, value, self.oldest)
        return smallest is not None and biggest is not None and smallest >= low and biggest <= high


@lru_cache(maxsize=4096)
def _z(kind: Kind, sex: Sex, value: float, days: int) -> float | None:
    return z_score(kind, sex, value, days)
