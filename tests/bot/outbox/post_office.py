"""A platform that does what a test tells it to, a clock that stands, and letters to send."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from bot.channels.outgoing import Text
from bot.outbox.courier import Courier, Terms
from bot.outbox.outcome import Letter, Outcome, Sent
from bot.store.database import Database
from bot.store.post_models import OutboxMessage

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved; sleeping moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.forward(seconds)


class Platform:
    """A carrier: keeps what arrived; ``answer`` says what becomes of a letter."""

    channel = "test"

    def __init__(self, gap: timedelta = timedelta(0)) -> None:
        self.gap = gap
        self.arrived: list[tuple[str, str]] = []
        self.answer: Callable[[Letter], Outcome] = lambda letter: Sent(f"n{letter.id}")

    async def send(self, letter: Letter) -> Outcome:
        outcome = self.answer(letter)
        if isinstance(outcome, Sent):
            assert isinstance(letter.message, Text)
            self.arrived.append((letter.address, letter.message.text))
        return outcome


def courier(
    database: Database, platform: Platform, clock: Clock, terms: Terms = Terms()
) -> Courier:
    return Courier(database, platform, clock, lambda: 1.0, terms, clock.sleep)


async def write(
    database: Database, letters: Iterable[tuple[str, str]], at: datetime = START
) -> None:
    """(address, text) each; the text is the key as well."""
    async with database.unit() as rows:
        for address, text in letters:
            payload = Text(text=text).model_dump(mode="json")
            await rows.letters.put(text, ("test", address), payload, at)


async def ledger(database: Database) -> dict[str, OutboxMessage]:
    async with database.unit() as rows:
        return {row.key: row for row in await rows.letters.ledger(1000)}


async def states(database: Database) -> dict[str, str]:
    return {key: row.state for key, row in (await ledger(database)).items()}
