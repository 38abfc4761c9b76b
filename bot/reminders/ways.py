"""Which channels there are for reminders, and what each allows a person today."""

from dataclasses import dataclass
from datetime import date

from bot.store.persons import Reach
from scheduler.duties.persons import Channel

# Template messages that one person gets in a day at most.
_A_DAY = 2


@dataclass(frozen=True)
class Ways:
    """``free``: channels on which a message may go out at any time. ``windowed``: those where a
    window must be open, else a template is used up, if ``templates`` of them are left today."""

    free: frozenset[str] = frozenset()
    windowed: frozenset[str] = frozenset()
    templates: bool = False

    @property
    def names(self) -> frozenset[str]:
        return self.free | self.windowed

    def channel(self, reach: Reach, last_digest: date | None, today: date) -> Channel | None:
        """The address as the policy sees it; None on a channel that nothing can be sent by."""
        if reach.channel not in self.names:
            return None
        templates = _A_DAY if self.templates and last_digest != today else 0
        return Channel(
            reach.channel,
            free=reach.channel in self.free or reach.window,
            templates=0 if reach.channel in self.free else templates,
            reserve=0,
            reachable=not reach.lost,
        )
