"""How often one client may write: a bucket of messages that fills up again with time."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable

# Behind one address may stand a whole office, or a street's mobile network.
SHARED = 20


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


class Limits:
    """A bucket for each session, and one ``SHARED`` times as large for each address.

    Sessions are given to whoever asks, so alone they would hold nobody back.
    """

    def __init__(
        self, clock: Callable[[], float], burst: int = 20, per_second: float = 1.0
    ) -> None:
        self._sessions = RateLimit(clock, burst, 1 / per_second)
        self._addresses = RateLimit(clock, burst * SHARED, 1 / (per_second * SHARED))

    def wait(self, session: str | None, address: str) -> float:
        """Seconds until this client may write again; 0 if now.

        ``session``: None for who brought no cookie; the address then stands for the person.
        """
        network = _network(address)
        shared = self._addresses.wait(network) if network else 0.0
        return shared or self._sessions.wait(session or f"address {network or address}")


def _network(address: str) -> str | None:
    """What one subscriber has: an IPv4 address, or the /64 of an IPv6 one.

    None for this machine itself: that is a developer, or a proxy we were not told of.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address or None
    if ip.is_loopback:
        return None
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((int(ip), 64), strict=False))
