"""The carrier against a WeChat that refuses, fails, hangs up and falls silent; windows, quota."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.channels.outgoing import Card, Notice, Outgoing, Text
from bot.channels.wechat.api import Api, ApiError
from bot.channels.wechat.codes import outcome, until_tomorrow
from bot.channels.wechat.door import account
from bot.channels.wechat.sending import CUSTOM, TEMPLATE, WeChatCarrier
from bot.channels.wechat.token import Account, Tokens
from bot.channels.wechat.windows import Slots
from bot.outbox.courier import Courier
from bot.outbox.outcome import Later, Letter, Outcome, Refused, Sent, Unreachable
from bot.settings import CHINA
from bot.store.database import Database
from tests.bot.outbox.post_office import START, Clock
from tests.bot.wechat.town import town_settings
from tests.fakes.wechat import (
    APP_ID,
    SECRET,
    Answer,
    FakeWeChat,
    code,
    garbage,
    half_closed,
    hang_up,
    silent,
    status,
)

WeChat = tuple[FakeWeChat, str]
NOTICE = Notice(template="reminder", fields={"thing1": "体检"}, text="该体检了", url="https://u")


@pytest.fixture
async def carrier(wechat: WeChat, sqlite: Database, clock: Clock) -> AsyncIterator[WeChatCarrier]:
    api = Api(APP_ID, wechat[1], timeout=(5.0, 0.3))
    of = Account(api, Tokens(api, SECRET, sqlite, clock))
    templates = {"reminder": "tpl-1"}
    yield WeChatCarrier(of, Slots(sqlite, clock), templates, lambda file: None, clock)
    await api.close()


def letter(message: Outgoing | None = None, number: int = 1) -> Letter:
    return Letter(number, f"key{number}", "o1", message or Text(text="你好"), 1, START)


async def open_window(
    database: Database, clock: Clock, left: int = 5, kind: str = "message"
) -> None:
    until = clock.now + timedelta(hours=48 if kind == "message" else 0, minutes=1)
    async with database.unit() as rows:
        await rows.contacts.open_window(("wechat", "o1"), kind, until, left)


async def left(database: Database, clock: Clock) -> int:
    """How many more may be sent; uses them up."""
    count = 0
    async with database.unit() as rows:
        while await rows.contacts.take("wechat", "o1", clock.now):
            count += 1
    return count


# --- ways ---------------------------------------------------------------------------------------
async def test_in_a_window_by_customer_service(
    carrier: WeChatCarrier, wechat: WeChat, sqlite: Database, clock: Clock
) -> None:
    await open_window(sqlite, clock)
    assert await carrier.send(letter()) == Sent(None, "customer service")
    card = Card(title="题", description="述", url="https://u")
    assert isinstance(await carrier.send(letter(card, 2)), Sent)
    assert isinstance(await carrier.send(letter(NOTICE, 3)), Sent)
    (_, text), (_, news), (_, notice) = wechat[0].arrived
    assert text == {"touser": "o1", "msgtype": "text", "text": {"content": "你好"}}
    assert news["news"]["articles"][0]["url"] == "https://u"
    assert notice["text"]["content"] == "该体检了\nhttps://u"
    assert await left(sqlite, clock) == 2


async def test_outside_a_window_notices_go_as_templates(
    carrier: WeChatCarrier, wechat: WeChat
) -> None:
    assert await carrier.send(letter(NOTICE)) == Sent("101", "template")
    ((path, body),) = wechat[0].arrived
    assert (path, body["template_id"], body["url"]) == (TEMPLATE, "tpl-1", "https://u")
    assert body["data"] == {"thing1": {"value": "体检"}}
    # WeChat takes one with the same number once: it stands for the letter, not for the try.
    assert len(body["client_msg_id"]) == 32
    await carrier.send(letter(NOTICE))
    await carrier.send(letter(NOTICE, 2))
    ids = [body["client_msg_id"] for _, body in wechat[0].arrived]
    assert ids[0] == ids[1] != ids[2]


async def test_outside_a_window_nothing_else_goes(carrier: WeChatCarrier, wechat: WeChat) -> None:
    refused = await carrier.send(letter())
    assert isinstance(refused, Refused)
    assert "no window open" in refused.why
    unknown = Notice(template="other", fields={}, text="x")
    refused = await carrier.send(letter(unknown))
    assert isinstance(refused, Refused)
    assert "wechat_templates has no other" in refused.why
    assert wechat[0].calls == []


# --- windows and quota ----------------------------------------------------------------------------
async def test_five_messages_then_no_more(
    carrier: WeChatCarrier, wechat: WeChat, sqlite: Database, clock: Clock
) -> None:
    await open_window(sqlite, clock)
    outcomes = [await carrier.send(letter(number=n)) for n in range(1, 8)]
    assert [type(o) for o in outcomes] == [Sent] * 5 + [Refused] * 2
    assert len(wechat[0].texts()) == 5


async def test_the_short_window_is_used_first_and_closes_by_itself(
    carrier: WeChatCarrier, sqlite: Database, clock: Clock
) -> None:
    await open_window(sqlite, clock, 1)
    await open_window(sqlite, clock, 3, "touch")
    for number in (1, 2):
        assert isinstance(await carrier.send(letter(number=number)), Sent)
    clock.forward(61)
    assert isinstance(await carrier.send(letter(number=3)), Sent)
    assert isinstance(await carrier.send(letter(number=4)), Refused)
    await open_window(sqlite, clock)
    clock.forward(48 * 3600 + 61)
    assert isinstance(await carrier.send(letter(number=5)), Refused)


async def test_a_letter_that_is_tried_again_uses_up_one(
    carrier: WeChatCarrier, wechat: WeChat, sqlite: Database, clock: Clock
) -> None:
    await open_window(sqlite, clock, 1)
    wechat[0].answers[CUSTOM] = [code(-1, "busy")] * 5
    outcomes = [await carrier.send(letter()) for _ in range(6)]
    assert [type(o) for o in outcomes] == [Later] * 5 + [Sent]
    assert isinstance(await carrier.send(letter(number=2)), Refused)
    assert carrier._slots._held == {}


@pytest.mark.parametrize("number", [45015, 45047])
async def test_a_window_that_is_closed_after_all(
    carrier: WeChatCarrier, wechat: WeChat, sqlite: Database, clock: Clock, number: int
) -> None:
    for message, expected in ((NOTICE, Sent), (Text(text="x"), Refused)):
        await open_window(sqlite, clock)
        wechat[0].answers[CUSTOM] = [code(number, "out of response count limit")]
        assert isinstance(await carrier.send(letter(message)), expected)
        assert await left(sqlite, clock) == 0
    assert [path for path, _ in wechat[0].arrived] == [TEMPLATE]


# --- codes ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (-1, Later),
        (45011, Later),
        (40164, Later),
        (45009, Later),
        (40013, Later),
        (99999, Later),
        (48001, Refused),
        (40037, Refused),
        (47003, Refused),
        (43101, Refused),
        (45002, Refused),
        (43004, Unreachable),
        (43019, Unreachable),
        (40003, Unreachable),
    ],
)
async def test_codes(
    carrier: WeChatCarrier, wechat: WeChat, number: int, expected: type[Outcome]
) -> None:
    wechat[0].answers[TEMPLATE] = [code(number)]
    found = await carrier.send(letter(NOTICE))
    assert isinstance(found, expected)
    assert len([path for path, _ in wechat[0].calls if path == TEMPLATE]) == 1


async def test_an_address_that_is_not_listed_is_named(
    carrier: WeChatCarrier, wechat: WeChat
) -> None:
    words = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist"
    wechat[0].answers["stable_token"] = [code(40164, words)]
    found = await carrier.send(letter(NOTICE))
    assert found == Later("add 203.0.113.7 to the account's IP list (40164)", 60.0)


@pytest.mark.parametrize(
    ("hour", "expected"), [(10, 14 * 3600 + 300), (0, 24 * 3600 + 300), (23, 3600 + 300)]
)
async def test_a_daily_quota_waits_for_the_next_day_in_china(
    carrier: WeChatCarrier, wechat: WeChat, clock: Clock, hour: int, expected: float
) -> None:
    clock.now = datetime(2026, 11, 22, hour, tzinfo=CHINA)
    wechat[0].answers[TEMPLATE] = [code(45009, "reach max api daily quota limit")]
    found = await carrier.send(letter(NOTICE))
    assert found == Later("today's quota is used up", expected)
    assert until_tomorrow(clock.now) == expected


# --- trouble on the way -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "answer",
    [
        status(500), status(502), status(404), half_closed, hang_up, silent,
        garbage(b"<html>"), garbage(b"[]"), garbage(b""), garbage(b'{"errcode": "x"}'),
        garbage(b'{"errcode": null}'), garbage(b"\xff\xfe"),
    ],
)  # fmt: skip
async def test_trouble_is_tried_again(
    carrier: WeChatCarrier, wechat: WeChat, answer: Answer
) -> None:
    wechat[0].answers[TEMPLATE] = [answer]
    found = await carrier.send(letter(NOTICE))
    assert isinstance(found, Later)
    assert found.seconds is None  # it counts as a failure, and the waits grow
    assert "token-1" not in found.why
    assert isinstance(await carrier.send(letter(NOTICE)), Sent)


async def test_what_is_sent_while_the_server_stops_is_left_for_later(
    carrier: WeChatCarrier, wechat: WeChat
) -> None:
    await carrier.send(letter(NOTICE))
    await carrier._account.api.close()
    assert await carrier.send(letter(NOTICE)) == Later("the server is stopping")
    assert len(wechat[0].arrived) == 1


async def test_nobody_at_the_address(sqlite: Database, clock: Clock) -> None:
    of = account(town_settings("http://127.0.0.1:1"), sqlite, clock)
    carrier = WeChatCarrier(of, Slots(sqlite, clock), {"reminder": "t"}, lambda f: None, clock)
    found = await carrier.send(letter(NOTICE))
    await of.api.close()
    assert isinstance(found, Later)
    assert SECRET not in found.why


async def test_an_outage_of_weeks_loses_only_what_is_given_up(
    carrier: WeChatCarrier, wechat: WeChat, sqlite: Database, clock: Clock
) -> None:
    """With the courier: twelve failures, then the next letter has its turn."""
    await open_window(sqlite, clock)
    for text in ("a", "b"):
        payload = Text(text=text).model_dump(mode="json")
        async with sqlite.unit() as rows:
            await rows.letters.put(text, ("wechat", "o1"), payload, clock.now)
    wechat[0].answers[CUSTOM] = [status(503)] * 12
    courier = Courier(sqlite, carrier, clock, lambda: 1.0, sleep=clock.sleep)
    for _ in range(40):
        await courier.deliver_due()
        clock.forward(600)
    async with sqlite.unit() as rows:
        states = {row.key: row.state for row in await rows.letters.ledger(9)}
    assert states == {"a": "failed", "b": "sent"}
    assert wechat[0].texts() == ["b"]


def test_every_code_has_an_outcome() -> None:
    found = [outcome(ApiError(number, "x"), START) for number in (*range(-2, 100_000, 7), None)]
    assert {type(o) for o in found} <= {Later, Refused, Unreachable}
