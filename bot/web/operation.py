"""What those who run the server can see of it."""

from dataclasses import dataclass, field

from bot.metrics import Metrics


@dataclass(frozen=True)
class Operation:
    """``metrics_token``: who gives it may read the metrics; without one, this machine alone.

    ``channels``: those that are delivered through the outbox.
    """

    metrics: Metrics = field(default_factory=Metrics)
    metrics_token: str | None = None
    channels: tuple[str, ...] = ()
