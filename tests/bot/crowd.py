"""People on both platforms who talk with a server process, and what became of what they said."""

import asyncio
from collections import Counter, defaultdict
from itertools import groupby

from bot.store.database import Database
from bot.store.post_models import OutboxMessage
from tests.bot.pushes import telegram_update, wechat_push
from tests.bot.said import conversations, messages
from tests.fakes.telegram import TelegramFake
from tests.fakes.wechat import FakeWeChat
from tests.webhooks import Answer, Post, posted

PEOPLE = range(1, 11)
PASSIVE = "passive"


class Crowd:
    """``answers``: what the platforms were told for each message, by (sender, number of it)."""

    def __init__(self, address: str) -> None:
        self.answers: dict[tuple[str, int], Answer] = {}
        self._address = address

    async def by_telegram(self, *texts: str) -> None:
        """Everybody says all of them, one after the other."""
        await asyncio.gather(*(self._say(str(chat), texts) for chat in PEOPLE))

    async def by_wechat(self, *texts: str) -> None:
        await asyncio.gather(*(self._say(f"o{person}", texts) for person in PEOPLE))

    async def _say(self, sender: str, texts: tuple[str, ...]) -> None:
        for text in texts:
            number = len([who for who, _ in self.answers if who == sender])
            post = _post(sender, number, text)
            self.answers[sender, number] = Answer(0, "", 0)
            self.answers[sender, number] = await self._taken(post)

    async def _taken(self, post: Post) -> Answer:
        """Sent again until the server has it, as the platforms do."""
        while (answer := await posted(self._address, post)).status != 200:
            assert answer.status in (0, 503)
            await asyncio.sleep(0.2)
        return answer

    @property
    def taken(self) -> int:
        return sum(answer.status == 200 for answer in self.answers.values())


def _post(sender: str, number: int, text: str) -> Post:
    if sender.startswith("o"):
        return wechat_push(sender, int(sender[1:]) * 1000 + number, text)
    return telegram_update(int(sender), int(sender) * 1000 + number, text)


def _number(external_id: str) -> int:
    """Of the message, as its sender counts."""
    return int(external_id.lstrip("um")) % 1000


async def letters(database: Database) -> dict[str, list[OutboxMessage]]:
    """Of each address, in the order of writing."""
    async with database.unit() as rows:
        found = await rows.letters.ledger(10_000)
    of = defaultdict(list)
    for row in reversed(found):
        of[row.address].append(row)
    return dict(of)


async def all_settled(database: Database) -> bool:
    return all(row.settled_at for of in (await letters(database)).values() for row in of)


async def each_was_recorded_once(database: Database, crowd: Crowd) -> None:
    """Every message, in the order of saying, and the state has seen each of them."""
    kept = await messages(database)
    for person in await conversations(database):
        ids = [_number(m.external_id) for m in kept if m.conversation_id == person.id]
        assert ids == [number for who, number in crowd.answers if who == person.sender]
        assert person.version == len(ids)
    assert len(kept) == len(crowd.answers)


async def each_was_answered(
    database: Database, telegram: TelegramFake, wechat: FakeWeChat, hit: Counter[str]
) -> None:
    """All letters came, in order. ``hit``: how many may have come again, by address."""
    for address, rows in (await letters(database)).items():
        assert {row.state for row in rows} == {"sent"}
        sent = [row for row in rows if row.reason != PASSIVE]
        if rows[0].channel == "telegram":
            came = [call.shown for call in telegram.sent(int(address))]
            numbers = [int(row.external_id or 0) for row in rows]
            assert numbers == sorted(numbers)
        else:
            came = [b["text"]["content"] for _, b in list(wechat.arrived) if b["touser"] == address]
        # Repeats come right after the first.
        assert len([text for text, _ in groupby(came)]) == len(sent)
        assert len(came) - len(sent) <= hit[address]


async def passive_are_those_that_got_an_answer(database: Database, crowd: Crowd) -> None:
    """A push that was answered with words is settled so, and nothing else was sent for it."""
    for address, rows in (await letters(database)).items():
        for row in rows:
            if row.channel == "wechat" and row.key.endswith("/0"):
                number = _number(row.key.split("/")[2])
                told = crowd.answers[address, number].body
                assert (told != "success") == (row.reason == PASSIVE)
