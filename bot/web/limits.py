"""How often one client may write: a bucket of messages that fills up again with time."""

from collections import OrderedDict
from collections.abc import Callable


class RateLimit:
    """``burst`` messages at once, then one every ``every`` seconds, per client."""

    def __init__(
        self, clock: Callable[[], float], burst: int = 20, every: float = 1.0, clients: int = 10_000
    ) -> None:
        self._clock, self._burst, self._every, self._most = clock, burst, every, clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Seconds until the client may write again; 0 if now (and that one is counted)."""
        now = self._clock()
        left, since = self._buckets.pop(client, (float(self._burst), now))
        left = min(float(self._burst), left + (now - since) / self._every)
        allowed = left >= 1
        self._buckets[client] = (left - 1 if allowed else left, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) * self._every
