"""The courier against a platform that refuses, asks to wait, blocks, moves and falls silent."""

import asyncio
import itertools
from datetime import timedelta

import pytest

from bot.errors import StoreUnavailable
from bot.outbox.courier import Terms
from bot.outbox.outcome import Later, Letter, Moved, Outcome, Refused, Sent, Unreachable
from bot.store.database import Database
from tests.bot.outbox.post_office import Clock, Platform, courier, ledger, states, write


async def test_letters_arrive_once_and_in_the_order_of_each_contact(database: Database) -> None:
    platform = Platform()
    await write(database, [("a", "a1"), ("b", "b1"), ("a", "a2"), ("a", "a3")])
    sender = courier(database, platform, Clock())
    assert await sender.deliver_due() == 4
    assert await sender.deliver_due() == 0
    assert [text for to, text in platform.arrived if to == "a"] == ["a1", "a2", "a3"]
    assert sorted(platform.arrived)[3:] == [("b", "b1")]
    rows = await ledger(database)
    assert {row.state for row in rows.values()} == {"sent"}
    assert rows["a1"].external_id == f"n{rows['a1'].id}"


async def test_a_letter_with_a_known_key_is_not_written_again(database: Database) -> None:
    platform = Platform()
    for _ in range(2):
        await write(database, [("a", "a1")])
        await courier(database, platform, Clock()).deliver_due()
    assert platform.arrived == [("a", "a1")]


async def test_the_wait_a_platform_asks_for_is_kept_and_no_failure(database: Database) -> None:
    platform, clock = Platform(), Clock()
    await write(database, [("a", "a1"), ("a", "a2")])
    platform.answer = lambda letter: Later("too many", seconds=37)
    sender = courier(database, platform, clock)
    assert await sender.deliver_due() == 1
    platform.answer = lambda letter: Sent()
    clock.forward(36)
    assert await sender.deliver_due() == 0
    clock.forward(2)
    await sender.deliver_due()
    assert platform.arrived == [("a", "a1"), ("a", "a2")]
    assert (await ledger(database))["a1"].failures == 0


async def test_failures_are_tried_again_ever_later_and_given_up(database: Database) -> None:
    platform, clock = Platform(), Clock()
    tried = []

    def fail(letter: Letter) -> Outcome:
        tried.append((clock.now - letter.created_at).total_seconds())
        return Later("server error")

    platform.answer = fail
    await write(database, [("a", "a1"), ("a", "a2")])
    sender = courier(database, platform, clock, Terms(failures=4))
    while (await states(database))["a1"] != "failed":
        await sender.deliver_due()
        clock.forward(1)
    waits = [later - sooner for sooner, later in itertools.pairwise(tried)][:3]
    assert waits == [2, 4, 8]
    row = (await ledger(database))["a1"]
    assert row.reason == "given up: server error"
    assert len(row.history) == 4
    platform.answer = lambda letter: Sent()
    clock.forward(60)
    await sender.deliver_due()
    assert platform.arrived == [("a", "a2")]  # the next one does not wait for ever


async def test_what_is_too_old_is_not_tried_for_ever(database: Database) -> None:
    platform, clock = Platform(), Clock()
    platform.answer = lambda letter: Later("closed", seconds=3600)
    await write(database, [("a", "a1")])
    sender = courier(database, platform, clock)
    for _ in range(26):
        await sender.deliver_due()
        clock.forward(3601)
    assert await states(database) == {"a1": "failed"}


async def test_a_refused_letter_ends_and_the_next_goes_out(database: Database) -> None:
    platform = Platform()
    platform.answer = lambda letter: Refused("bad") if letter.key == "a1" else Sent()
    await write(database, [("a", "a1"), ("a", "a2")])
    await courier(database, platform, Clock()).deliver_due()
    assert await states(database) == {"a1": "failed", "a2": "sent"}


async def test_who_cannot_be_reached_gets_nothing_until_they_write(database: Database) -> None:
    platform, clock = Platform(), Clock()
    platform.answer = lambda letter: Unreachable("blocked")
    sender = courier(database, platform, clock)
    await write(database, [("a", "a1"), ("a", "a2")])
    await sender.deliver_due()
    await write(database, [("a", "a3")])
    assert set((await states(database)).values()) == {"dropped"}
    assert (await ledger(database))["a3"].reason == "blocked"
    async with database.unit() as rows:
        await rows.contacts.heard("test", "a")
    platform.answer = lambda letter: Sent()
    await write(database, [("a", "a4")])
    await sender.deliver_due()
    assert platform.arrived == [("a", "a4")]


async def test_a_contact_that_moved_gets_the_rest_at_the_new_address(database: Database) -> None:
    platform = Platform()
    asked = []

    def moved(letter: Letter) -> Outcome:
        asked.append(letter.address)
        return Moved("b") if letter.address == "a" else Sent()

    platform.answer = moved
    await write(database, [("a", "a1"), ("a", "a2")])
    await courier(database, platform, Clock()).deliver_due()
    assert platform.arrived == [("b", "a1"), ("b", "a2")]
    assert asked.count("a") == 1  # the second goes straight to the new address


async def test_one_contact_is_not_written_to_too_fast(database: Database) -> None:
    platform, clock = Platform(gap=timedelta(seconds=1)), Clock()
    sender = courier(database, platform, clock)
    await write(database, [("a", "a1"), ("a", "a2"), ("b", "b1")])
    assert await sender.deliver_due() == 2
    clock.forward(0.9)
    assert await sender.deliver_due() == 0
    clock.forward(0.2)
    assert await sender.deliver_due() == 1


async def test_a_crash_while_sending_repeats_that_message_once(database: Database) -> None:
    platform, clock = Platform(), Clock()
    await write(database, [("a", "a1"), ("a", "a2")])

    class Killed(BaseException):
        pass

    def die(letter: Letter) -> Outcome:
        platform.arrived.append(("a", letter.key))
        raise Killed

    platform.answer = die
    with pytest.raises(Killed):
        await courier(database, platform, clock).deliver_due()
    platform.answer = lambda letter: Sent()
    again = courier(database, platform, clock)
    assert await again.deliver_due() == 0  # somebody may be sending it still
    clock.forward(121)
    await again.deliver_due()
    assert [text for _, text in platform.arrived] == ["a1", "a1", "a2"]
    assert "no word of the last attempt" in str((await ledger(database))["a1"].history)


async def test_who_was_overtaken_does_not_settle_anothers_claim(database: Database) -> None:
    clock = Clock()
    slow, quick = Platform(), Platform()
    await write(database, [("a", "a1")])
    other = courier(database, quick, clock)

    async def overtaken(letter: Letter) -> Outcome:
        clock.forward(121)
        await other.deliver_due()
        return Refused("too late to say so")

    slow.send = overtaken  # type: ignore[method-assign]
    await courier(database, slow, clock).deliver_due()
    assert await states(database) == {"a1": "sent"}


async def test_two_couriers_share_the_work_and_keep_the_order(database: Database) -> None:
    platform = Platform()
    letters = [(f"p{n % 7}", f"{n:03}") for n in range(140)]
    await write(database, letters)
    clock = Clock()
    other = Database(database.url)
    both = [courier(base, platform, clock, Terms(most=5)) for base in (database, other)]
    for _ in range(3):
        await asyncio.gather(*(one.deliver_due() for one in both))
    await other.close()
    assert sorted(platform.arrived) == sorted(letters)
    for person in range(7):
        texts = [text for to, text in platform.arrived if to == f"p{person}"]
        assert texts == sorted(texts)


async def test_a_database_that_is_away_does_not_repeat_what_was_sent(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, clock = Platform(), Clock()
    await write(database, [("a", "a1")])
    sender = courier(database, platform, clock)
    away = 3

    async def fails(*args: object) -> None:
        nonlocal away
        away -= 1
        if away >= 0:
            raise StoreUnavailable("away")
        monkeypatch.undo()
        await sender._write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sender, "_write", fails)
    await sender.deliver_due()
    assert platform.arrived == [("a", "a1")]
    assert await states(database) == {"a1": "sent"}


async def test_our_own_mistake_loses_nothing(database: Database) -> None:
    platform, clock = Platform(), Clock()
    await write(database, [("a", "a1")])

    def mistake(letter: Letter) -> Outcome:
        raise KeyError("oops")

    platform.answer = mistake
    sender = courier(database, platform, clock)
    await sender.deliver_due()
    platform.answer = lambda letter: Sent()
    clock.forward(3)
    await sender.deliver_due()
    assert platform.arrived == [("a", "a1")]


async def test_a_message_that_nobody_can_read_ends(database: Database) -> None:
    async with database.unit() as rows:
        await rows.letters.put("k", ("test", "a"), {"type": "smoke"}, Clock().now)
    await write(database, [("a", "a2")])
    platform = Platform()
    sender = courier(database, platform, Clock())
    await sender.deliver_due()
    await sender.deliver_due()
    assert await states(database) == {"k": "failed", "a2": "sent"}


async def test_old_texts_are_forgotten_and_the_ledger_stays(database: Database) -> None:
    clock = Clock()
    await write(database, [("a", "a1")])
    await courier(database, Platform(), clock).deliver_due()
    await write(database, [("a", "a2")])
    async with database.unit() as rows:
        assert await rows.letters.purge(clock.now + timedelta(days=1)) == 1
    rows_now = await ledger(database)
    assert rows_now["a1"].payload is None
    assert rows_now["a1"].state == "sent"
    assert rows_now["a2"].payload is not None
