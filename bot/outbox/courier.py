"""The courier of one channel: takes up what is due, has it sent, and writes down what became of it.

Claim and outcome are transactions of their own, and the sending lies between them. So a crash
while sending repeats that message once when its lease has ended, and loses none.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.outgoing import restored
from bot.errors import StoreUnavailable
from bot.logs import log, trace
from bot.outbox.outcome import Later, Letter, Moved, Outcome, Refused, Sent, Unreachable
from bot.store.database import Database
from bot.store.letters import ClaimTerms
from bot.store.post_models import REASON, OutboxMessage
from bot.store.repository import Repository

# While the database is away: how often to look whether it is back, in seconds.
_LOOK_AGAIN = 1.0
# Between two looks that were called for, in seconds: calls of many messages are one look.
_REST = 0.05


class Carrier(Protocol):
    """Brings a letter to its platform. Never raises for what the platform does."""

    channel: str
    gap: timedelta  # between two messages to one contact

    async def send(self, letter: Letter) -> Outcome: ...


@dataclass(frozen=True)
class Terms:
    """How long to try. ``lease`` must be longer than ``timeout``, or others would send it too."""

    most: int = 50  # taken up at once
    timeout: float = 30.0  # seconds for one attempt
    lease: timedelta = timedelta(seconds=120)
    first_wait: float = 2.0  # seconds; doubles with each failure
    longest_wait: float = 600.0
    failures: int = 12
    give_up_after: timedelta = timedelta(hours=24)


class Courier:
    """Delivers the messages of one channel.

    ``jitter``: a factor around 1 for each wait, so that not everything is tried again at once.
    ``sleep`` and ``clock`` come from outside for the tests.
    """

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        terms: Terms = Terms(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.carrier = carrier
        self.on_settled: Callable[[str, str], None] = lambda channel, outcome: None
        self._database, self._clock, self._jitter = database, clock, jitter
        self._terms, self._sleep = terms, sleep
        self._turn, self._wake = asyncio.Lock(), asyncio.Event()
        self._called: asyncio.Task[None] | None = None
        self._wanted = False

    def call(self) -> None:
        """Something was written: deliver it now, in the background."""
        self._wanted = True
        if self._called is None or self._called.done():
            self._called = asyncio.get_running_loop().create_task(self._while_wanted())

    async def stop(self, grace: float = 5.0) -> None:
        """Let what is being sent be finished; what is left is delivered after the next start."""
        if self._called and not self._called.done():
            with suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(self._called, grace)

    async def _while_wanted(self) -> None:
        while self._wanted:
            self._wanted = False
            await self.tick()
            await self._sleep(_REST)

    async def tick(self) -> int:
        """``deliver_due`` for a ticker: trouble is logged, and the next tick tries again.

        Returns at once where a delivery is under way: that one then looks for more.
        """
        if self._turn.locked():
            self._wake.set()
            return 0
        try:
            return await self.deliver_due()
        except StoreUnavailable as error:
            log.warning("outbox_waits", channel=self.carrier.channel, reason=str(error))
        except Exception as error:
            log.error("outbox_failed", channel=self.carrier.channel, **trace(error))
        return 0

    async def deliver_due(self) -> int:
        """Deliver until nothing is due; returns how many messages were tried.

        Raises StoreUnavailable when the database is gone and nothing was claimed.
        """
        async with self._turn:
            return await self._deliver({})

    async def _deliver(self, sending: dict[asyncio.Task[Outcome], Letter]) -> int:
        """Send many at once and settle each soon after it was sent: one that hangs holds up none."""
        tried = 0
        while True:
            letters = await self._more(sending)
            tried += len(letters)
            sending |= {asyncio.create_task(self._send(letter)): letter for letter in letters}
            if sending:
                await self._settle(await self._ended(sending))
            elif not self._wake.is_set():
                return tried

    async def _more(self, sending: dict[asyncio.Task[Outcome], Letter]) -> list[Letter]:
        """What can be taken up beside those on their way; these are settled whatever happens."""
        if len(sending) > self._terms.most // 2 and not self._wake.is_set():
            return []
        self._wake.clear()
        try:
            return await self._claim(self._terms.most - len(sending), sending.values())
        except StoreUnavailable as error:
            if not sending:
                raise
            log.warning("outbox_waits", channel=self.carrier.channel, reason=str(error))
            return []

    async def _claim(self, most: int, ours: Iterable[Letter]) -> list[Letter]:
        """``ours``: on their way. After a long outage their lease is over, and they are not lost."""
        terms = ClaimTerms(self._terms.lease, self.carrier.gap)
        busy = [letter.id for letter in ours]
        async with self._database.unit() as rows:
            found = await rows.letters.claim(self.carrier.channel, self._clock(), terms, most, busy)
            return [letter for row in found if (letter := _letter(row, self._clock()))]

    async def _ended(
        self, sending: dict[asyncio.Task[Outcome], Letter]
    ) -> list[tuple[Letter, Outcome]]:
        """What ended meanwhile, together; none where we were called to look for more first."""
        called = asyncio.create_task(self._wake.wait())
        try:
            await asyncio.wait({*sending, called}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            called.cancel()
        ended = [task for task in sending if task.done()]
        return [(sending.pop(task), task.result()) for task in ended]

    async def _send(self, letter: Letter) -> Outcome:
        try:
            async with asyncio.timeout(self._terms.timeout):
                return await self.carrier.send(letter)
        except TimeoutError:
            return Later("no answer in time")
        except Exception as error:
            # A mistake of ours; the message must not be lost for it, nor stop the others.
            log.error("carrier_failed", channel=self.carrier.channel, **trace(error))
            return Later(f"failed: {type(error).__name__}")

    async def _settle(self, outcomes: list[tuple[Letter, Outcome]]) -> None:
        """Write down what became of them; while the database is away, wait: they were sent."""
        while outcomes:
            try:
                async with self._database.unit() as rows:
                    await self._write(rows, {pair[0].id: pair for pair in outcomes})
                break
            except StoreUnavailable as error:
                log.warning("outbox_waits", channel=self.carrier.channel, reason=str(error))
                await self._sleep(_LOOK_AGAIN)
        for _, outcome in outcomes:
            self.on_settled(self.carrier.channel, type(outcome).__name__.lower())

    async def _write(self, rows: Repository, outcomes: dict[int, tuple[Letter, Outcome]]) -> None:
        now, channel = self._clock(), self.carrier.channel
        claims = [(letter.id, letter.claim) for letter, _ in outcomes.values()]
        for row in await rows.letters.claimed(claims):
            outcome, address = outcomes[row.id][1], row.address
            row.lease_until = None
            self._record(row, outcome, now)
            if isinstance(outcome, Unreachable):
                await rows.contacts.lost(channel, address, outcome.why, now)
                await rows.letters.drop_all(channel, address, outcome.why, now)
            elif isinstance(outcome, Moved):
                await rows.letters.moved(channel, address, outcome.address)

    def _record(self, row: OutboxMessage, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Sent(external_id, how):
                row.external_id = external_id
                _end(row, "sent", how, now)
            case Refused(why):
                _end(row, "failed", why, now)
            case Unreachable(why):
                _end(row, "dropped", why, now)
            case Moved(address):
                row.state, row.due_at = "waiting", now
                _note(row, now, "moved to another address")
                row.address = address
            case Later(why, seconds):
                self._again(row, why, seconds, now)

    def _again(self, row: OutboxMessage, why: str, asked: float | None, now: datetime) -> None:
        terms = self._terms
        row.failures += asked is None
        if row.failures >= terms.failures or now - row.created_at > terms.give_up_after:
            _end(row, "failed", f"given up: {why}", now)
            return
        wait = terms.first_wait * 2 ** min(row.failures - 1, 20) if asked is None else asked
        seconds = max(min(wait, terms.longest_wait) * self._jitter(), asked or 0)
        row.state, row.due_at = "waiting", now + timedelta(seconds=seconds)
        _note(row, now, why)


def _end(row: OutboxMessage, state: str, why: str, now: datetime) -> None:
    row.state, row.settled_at, row.reason = state, now, why[:REASON]
    _note(row, now, f"{state}: {why}" if state != why else state)


def _note(row: OutboxMessage, now: datetime, what: str) -> None:
    row.history = [*row.history, [now.isoformat(), what[:REASON]]]


def _letter(row: OutboxMessage, now: datetime) -> Letter | None:
    """The row for its carrier; one that cannot be read is ended."""
    try:
        message = restored(row.payload or {})
    except ValueError:
        _end(row, "failed", "the message cannot be read", now)
        return None
    return Letter(row.id, row.key, row.address, message, row.claims, row.created_at)
