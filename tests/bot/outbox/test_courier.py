"""The courier against a platform that refuses, asks to wait, blocks, moves and falls silent."""

import asyncio
import itertools
from datetime import timedelta

import pytest

from bot.errors import StoreUnavailable
from bot.outbox.courier import Courier, Terms
from bot.outbox.outcome import Later, Letter, Moved, Outcome, Refused, Sent, Unreachable
from bot.store.database import Database
from bot.store.letters import Letters
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


class Stuck(Platform):
    """Nothing comes back for contact 「a」 until ``free``."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.free = asyncio.Event(), asyncio.Event()
        self.others = asyncio.Semaphore(0)

    async def send(self, letter: Letter) -> Outcome:
        if letter.address == "a":
            self.begun.set()
            await self.free.wait()
        else:
            self.others.release()
        return await super().send(letter)


async def test_one_that_hangs_holds_up_nobody_else(database: Database) -> None:
    platform = Stuck()
    await write(database, [("a", "a1"), ("a", "a2")])
    sender = courier(database, platform, Clock())
    async with asyncio.timeout(60):
        hanging = asyncio.create_task(sender.tick())
        await platform.begun.wait()
        for number in range(1, 4):
            await write(database, [("b", f"b{number}")])
            assert await sender.tick() == 0  # the tick that hangs does it
            await platform.others.acquire()
        assert (await states(database))["a1"] == "sending"
        platform.free.set()
        assert await hanging == 5
    assert [text for to, text in platform.arrived if to == "b"] == ["b1", "b2", "b3"]
    assert [text for to, text in platform.arrived if to == "a"] == ["a1", "a2"]
    assert {row.claims for row in (await ledger(database)).values()} == {1}


async def test_while_one_hangs_a_database_that_is_away_stops_nothing(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = Stuck()
    await write(sqlite, [("a", "a1")])
    sender = courier(sqlite, platform, Clock())
    claim, away = Letters.claim, asyncio.Event()

    async def gone(*given: object) -> None:
        away.set()
        raise StoreUnavailable("away")

    async with asyncio.timeout(60):
        hanging = asyncio.create_task(sender.tick())
        await platform.begun.wait()
        monkeypatch.setattr(Letters, "claim", gone)
        await sender.tick()
        await away.wait()
        monkeypatch.setattr(Letters, "claim", claim)
        platform.free.set()
        assert await hanging == 1
    assert await states(sqlite) == {"a1": "sent"}


async def test_calls_that_come_at_once_are_one_look(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    resting, go_on, looks = asyncio.Event(), asyncio.Event(), 0

    async def rest(seconds: float) -> None:
        resting.set()
        await go_on.wait()

    async def look() -> int:
        nonlocal looks
        looks += 1
        return 0

    sender = Courier(sqlite, Platform(), Clock(), lambda: 1.0, sleep=rest)
    monkeypatch.setattr(sender, "tick", look)
    sender.call()
    await resting.wait()
    for _ in range(20):
        sender.call()
    go_on.set()
    await sender.stop()
    assert looks == 2


async def test_what_is_on_its_way_is_not_taken_up_again_when_its_lease_is_over(
    database: Database,
) -> None:
    """A long outage: one letter waits to be settled while another still hangs."""
    platform, clock = Stuck(), Clock()
    await write(database, [("a", "a1")])
    sender = courier(database, platform, clock)
    async with asyncio.timeout(60):
        hanging = asyncio.create_task(sender.tick())
        await platform.begun.wait()
        clock.forward(500)
        await write(database, [("b", "b1")])
        await sender.tick()
        await platform.others.acquire()
        platform.free.set()
        await hanging
    assert sorted(platform.arrived) == [("a", "a1"), ("b", "b1")]
