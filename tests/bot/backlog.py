"""A backlog for both platforms, what arrived of it there, and what the ledger says."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from bot.channels.outgoing import Text
from bot.store.database import Database
from bot.store.post_models import OutboxMessage
from tests.fakes.telegram import TelegramFake
from tests.fakes.wechat import FakeWeChat

# Contacts, and letters to each: Telegram takes thirty letters a second in all.
SIZES = {"telegram": (50, 3), "wechat": (30, 20)}
_EVERYTHING = 10_000
Key = tuple[str, str]  # address, text


async def write(database: Database) -> set[Key]:
    """Letters whose texts are their keys; followers' windows are open."""
    now = datetime.now(UTC)
    async with database.unit() as rows:
        for channel, (people, each) in SIZES.items():
            for person in range(people):
                to = (channel, str(person))
                await rows.contacts.open_window(to, "message", now + timedelta(days=1), 1000)
                for number in range(each):
                    text = f"{channel}-{person}-{number:03}"
                    payload = Text(text=text).model_dump(mode="json")
                    await rows.letters.put(text, to, payload, now)
    return set(await ledger(database))


async def ledger(database: Database) -> dict[Key, OutboxMessage]:
    async with database.unit() as rows:
        return {(row.address, row.key): row for row in await rows.letters.ledger(_EVERYTHING)}


async def on_their_way(database: Database) -> set[Key]:
    """Taken up and not settled: what a process that is gone may or may not have sent."""
    return {key for key, row in (await ledger(database)).items() if row.state == "sending"}


def arrived(telegram: TelegramFake, wechat: FakeWeChat) -> list[Key]:
    """In the order of each platform."""
    chats = [(str(call.chat), call.shown) for call in list(telegram.sent())]
    return chats + [(b["touser"], b["text"]["content"]) for _, b in list(wechat.arrived)]


def in_order(came: list[Key]) -> bool:
    """Whether each contact got theirs in the order of writing, repeats right after the first."""
    of: dict[str, list[str]] = defaultdict(list)
    for address, text in came:
        of[f"{text.split('-')[0]}/{address}"].append(text)
    return all(texts == sorted(texts) for texts in of.values())


def repeats(came: list[Key]) -> Counter[Key]:
    """How often each letter came after its first time."""
    return Counter(came) - Counter(set(came))
