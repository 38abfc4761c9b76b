"""Every way in which Telegram does not take a message, and what becomes of the message."""

from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.outgoing import Outgoing, Text
from bot.channels.telegram.sending import outcome
from bot.outbox.courier import Courier, Terms
from bot.outbox.outcome import Later, Letter, Moved, Outcome, Refused, Unreachable
from tests.bot.outbox.post_office import START, ledger
from tests.bot.telegram.office import Office
from tests.bot.telegram.updates import CHAT, said
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_faults import (
    BLOCKED,
    BROKEN,
    CUT,
    NO_CHAT,
    NONSENSE,
    SILENT,
    TAKEN_AND_CUT,
    TAKEN_AND_SILENT,
    WRONG_TOKEN,
    Fault,
    bad,
    migrated,
    too_many,
)


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (RetryAfter(7), Later("too many requests", 7.0)),
        (RetryAfter(timedelta(minutes=2)), Later("too many requests", 120.0)),
        (ChatMigrated(-100), Moved("-100")),
        (Forbidden("bot was blocked by the user"), Unreachable("forbidden: bot was blocked by the user")),
        (InvalidToken("Unauthorized"), Later("the token is refused; run tuoyu doctor", 60.0)),
        (BadRequest("Chat not found"), Unreachable("bad request: Chat not found")),
        (BadRequest("PEER_ID_INVALID"), Unreachable("bad request: PEER_ID_INVALID")),
        (BadRequest("message is too long"), Refused("bad request: Message is too long")),
        (TimedOut(), Later("TimedOut: Timed out")),
        (NetworkError("x"), Later("NetworkError: X")),
        (Conflict("x"), Later("Conflict: X")),
        (EndPointNotFound("x"), Later("EndPointNotFound: X")),
        (TelegramError("x"), Later("TelegramError: X")),
    ],
)  # fmt: skip
def test_errors_as_outcomes(error: TelegramError, becomes: Outcome) -> None:
    found = outcome(error)
    assert type(found) is type(becomes)
    assert str(found).lower() == str(becomes).lower()


def letter(message: Outgoing, chat: int = CHAT) -> Letter:
    return Letter(1, "k", str(chat), message, 1, START)


@pytest.mark.parametrize(
    ("fault", "becomes"),
    [
        (too_many(37), Later("too many requests", 37.0)),
        (BLOCKED, Unreachable),
        (NO_CHAT, Unreachable),
        (bad("message is too long"), Refused),
        (migrated(-1009), Moved("-1009")),
        (WRONG_TOKEN, Later("the token is refused; run tuoyu doctor", 60.0)),
        (BROKEN, Later),
        (CUT, Later),
        (NONSENSE, Later),
        (TAKEN_AND_CUT, Later),
    ],
)
async def test_troubles_on_the_wire(
    office: Office, platform: TelegramFake, fault: Fault, becomes: Any
) -> None:
    platform.fail("sendMessage", fault)
    found = await office.door.carrier.send(letter(Text(text="您好")))
    assert found == becomes or type(found) is becomes


async def write(office: Office, *texts: str) -> None:
    async with office.database.unit() as rows:
        for text in texts:
            payload = Text(text=text).model_dump(mode="json")
            await rows.letters.put(text, ("telegram", str(CHAT)), payload, office.clock())


async def test_after_every_trouble_the_messages_arrive_in_order(
    office: Office, platform: TelegramFake
) -> None:
    platform.fail("sendMessage", too_many(3), BROKEN, CUT, NONSENSE, WRONG_TOKEN)
    await write(office, "一", "二", "三")
    await office.deliver(200)
    assert [call.shown for call in platform.sent()] == ["一", "二", "三"]
    assert {row.state for row in (await ledger(office.database)).values()} == {"sent"}


async def test_the_wait_that_telegram_asks_for_is_kept(
    office: Office, platform: TelegramFake
) -> None:
    platform.fail("sendMessage", too_many(37))
    await write(office, "一")
    await office.deliver(36)
    assert platform.sent() == []
    await office.deliver(2)
    assert len(platform.sent()) == 1


@pytest.mark.parametrize("fault", [TAKEN_AND_CUT, TAKEN_AND_SILENT])
async def test_an_answer_that_is_lost_repeats_the_message_once(
    office: Office, platform: TelegramFake, fault: Fault
) -> None:
    """Telegram knows no key of ours by which it could tell: better twice than never."""
    platform.fail("sendMessage", fault)
    courier = hasty(office)
    await write(office, "一", "二")
    for _ in range(9):
        await courier.deliver_due()
        office.clock.forward(1.01)
    assert [call.shown for call in platform.sent()] == ["一", "一", "二"]


async def test_silence_ends_in_time(office: Office, platform: TelegramFake) -> None:
    platform.fail("sendMessage", SILENT)
    await write(office, "一")
    await hasty(office).deliver_due()
    row = (await ledger(office.database))["一"]
    assert (row.state, row.failures) == ("waiting", 1)
    assert row.history[-1][1] == "no answer in time"


def hasty(office: Office) -> Courier:
    """Does not wait long for an answer that does not come."""
    terms = Terms(timeout=0.2)
    carrier, clock = office.door.carrier, office.clock
    return Courier(office.database, carrier, clock, lambda: 1.0, terms, clock.sleep)


async def test_who_blocked_us_gets_nothing_until_they_write(
    office: Office, platform: TelegramFake
) -> None:
    platform.fail("sendMessage", BLOCKED)
    await write(office, "一", "二")
    await office.deliver()
    await write(office, "三")
    await office.deliver()
    assert platform.sent() == []
    assert {row.state for row in (await ledger(office.database)).values()} == {"dropped"}
    await office.push(said(9, "你好"))
    await office.deliver()
    assert len(platform.sent()) == 1


async def test_a_chat_that_moved_gets_its_messages_at_the_new_address(
    office: Office, platform: TelegramFake
) -> None:
    platform.moved[str(CHAT)] = -1009
    await write(office, "一", "二")
    await office.deliver()
    assert [(call.chat, call.shown) for call in platform.sent()] == [(-1009, "一"), (-1009, "二")]
