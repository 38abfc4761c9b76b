"""Counts and latencies for Prometheus. Labels are names of ours: never a person, never a text."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
# Seconds. An answer takes some tens of milliseconds; WeChat waits 5 s for one.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_DECLINED = "declined"


class Metrics:
    """What one process has seen since it started, in a registry of its own.

    Not the library's global one: two applications in a process would share their counts.
    """

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._messages = Counter(
            "tuoyu_messages",
            "Messages handled, repeats included; status as in the API, or failed, unavailable.",
            ["channel", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "tuoyu_message_seconds",
            "From a message's arrival to its committed reply.",
            ["channel"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._declined = Counter(
            "tuoyu_nlu_declined",
            "Messages that were not understood well enough to answer.",
            ["channel"],
            registry=registry,
        )
        self._deliveries = Counter(
            "tuoyu_deliveries",
            "Attempts to deliver: sent, later, refused, unreachable, moved.",
            ["channel", "outcome"],
            registry=registry,
        )
        self._outages = Counter(
            "tuoyu_store_outages", "Transactions that the database did not take.", registry=registry
        )
        self._up = Gauge(
            "tuoyu_database_up", "1 if the database answered just now, else 0.", registry=registry
        )
        self._depth = Gauge(
            "tuoyu_outbox_open", "Messages not delivered yet.", ["channel"], registry=registry
        )
        self._age = Gauge(
            "tuoyu_outbox_oldest_seconds",
            "Since when the oldest of them waits; 0 for none.",
            ["channel"],
            registry=registry,
        )

    def message(self, channel: str, status: str, seconds: float) -> None:
        """A message was handled; what ``Service`` tells its observer."""
        self._messages.labels(channel, status).inc()
        self._seconds.labels(channel).observe(max(seconds, 0.0))
        if status == _DECLINED:
            self._declined.labels(channel).inc()

    def delivered(self, channel: str, outcome: str) -> None:
        """An attempt to deliver was settled; what ``Courier.on_settled`` is called with."""
        self._deliveries.labels(channel, outcome).inc()

    def outage(self) -> None:
        """The database was locked or gone."""
        self._outages.inc()

    def outbox(
        self,
        depth: Iterable[tuple[str, int, datetime]] | None,
        now: datetime,
        channels: Iterable[str] = (),
    ) -> None:
        """How full the outbox is (``Letters.depth``); None: the database did not tell.

        ``channels``: those that count as empty when ``depth`` has nothing of them.
        """
        self._depth.clear()
        self._age.clear()
        self._up.set(depth is not None)
        if depth is None:
            return
        open_now = {channel: (count, oldest) for channel, count, oldest in depth}
        for channel in {*channels, *open_now}:
            count, oldest = open_now.get(channel, (0, now))
            self._depth.labels(channel).set(count)
            self._age.labels(channel).set(max((now - oldest).total_seconds(), 0.0))

    def text(self) -> bytes:
        """Everything, in Prometheus' text format 0.0.4."""
        return generate_latest(self.registry)
