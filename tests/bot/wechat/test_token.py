"""One token for all: fetched once, kept in the database, renewed before and when it ends."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from wechatpy.client import WeChatClient

from bot.channels.wechat.api import Api, ApiError
from bot.channels.wechat.token import Account, Tokens
from bot.store.database import Database
from tests.bot.outbox.post_office import Clock
from tests.fakes.wechat import APP_ID, SECRET, FakeWeChat, code, garbage, silent

WeChat = tuple[FakeWeChat, str]
SEND = "message/custom/send"


@pytest.fixture
async def api(wechat: WeChat) -> AsyncIterator[Api]:
    made = Api(APP_ID, wechat[1], timeout=(5.0, 0.3))
    yield made
    await made.close()


@pytest.fixture
def tokens(api: Api, database: Database, clock: Clock) -> Tokens:
    return Tokens(api, SECRET, database, clock)


def another(api: Api, database: Database, clock: Clock) -> Account:
    return Account(api, Tokens(api, SECRET, Database(database.url), clock))


async def test_eight_callers_on_a_cold_start_fetch_one(tokens: Tokens, wechat: WeChat) -> None:
    got = await asyncio.gather(*(tokens.get() for _ in range(8)))
    assert set(got) == {"token-1"}
    assert wechat[0].fetches == 1
    ((path, body),) = wechat[0].calls
    assert (path, body["force_refresh"]) == ("stable_token", False)


async def test_two_replicas_share_it(
    tokens: Tokens, api: Api, database: Database, clock: Clock, wechat: WeChat
) -> None:
    assert await tokens.get() == "token-1"
    other = Database(database.url)
    assert await Tokens(api, SECRET, other, clock).get() == "token-1"
    await other.close()
    assert wechat[0].fetches == 1


async def test_it_is_renewed_some_minutes_before_its_end(
    tokens: Tokens, wechat: WeChat, clock: Clock
) -> None:
    await tokens.get()
    clock.forward(7200 - 301)
    await tokens.get()
    assert wechat[0].fetches == 1
    clock.forward(2)
    wechat[0].expire()
    assert await tokens.get() == "token-2"
    assert wechat[0].forced == 0


async def test_one_that_ends_soon_is_not_fetched_for_every_call(
    tokens: Tokens, wechat: WeChat, clock: Clock
) -> None:
    wechat[0].expires_in = 60
    for _ in range(5):
        await tokens.get()
        clock.forward(5)
    assert wechat[0].fetches == 1


async def test_a_token_that_ends_in_the_middle_is_renewed_once(
    tokens: Tokens, api: Api, wechat: WeChat
) -> None:
    account = Account(api, tokens)
    await account.call(SEND, {"n": 1})
    wechat[0].expire()
    await asyncio.gather(*(account.call(SEND, {"n": n}) for n in range(2, 10)))
    assert sorted(body["n"] for _, body in wechat[0].arrived) == list(range(1, 10))
    assert (wechat[0].fetches, wechat[0].forced) == (2, 0)


@pytest.mark.parametrize("number", [40001, 40014, 42001])
async def test_codes_that_renew_it(tokens: Tokens, api: Api, wechat: WeChat, number: int) -> None:
    """WeChat still hands out the one that it refuses: that one has to be forced away."""
    wechat[0].answers[SEND] = [code(number)]
    await Account(api, tokens).call(SEND, {})
    assert (wechat[0].fetches, wechat[0].forced) == (3, 1)
    assert len(wechat[0].arrived) == 1


async def test_fault_1_a_persistent_40001_is_bounded(
    tokens: Tokens, api: Api, wechat: WeChat, clock: Clock
) -> None:
    account = Account(api, tokens)
    wechat[0].always[SEND] = code(40001)
    with pytest.raises(ApiError, match="40001"):
        await account.call(SEND, {})
    assert len([path for path, _ in wechat[0].calls if path == SEND]) == 2
    for _ in range(20):
        with pytest.raises(ApiError):
            await account.call(SEND, {})
    assert wechat[0].forced == 1  # of twenty a day
    clock.forward(301)
    with pytest.raises(ApiError):
        await account.call(SEND, {})
    assert wechat[0].forced == 2


async def test_another_ones_refresh_is_not_undone(
    tokens: Tokens, wechat: WeChat, database: Database, clock: Clock
) -> None:
    await tokens.get()
    wechat[0].expire()
    async with database.unit() as rows:
        later = clock.now.replace(hour=23)
        await rows.contacts.keep_token(f"wechat/{APP_ID}", "token-2", later)
    assert await tokens.renewed("token-1") == "token-2"
    assert wechat[0].fetches == 1


async def test_fault_2_fetching_ends_when_the_time_is_up(tokens: Tokens, wechat: WeChat) -> None:
    wechat[0].answers["stable_token"] = [silent]
    with pytest.raises(ApiError, match="ReadTimeout"):
        await tokens.get()
    assert await tokens.get() == "token-1"


@pytest.mark.parametrize(
    "answer",
    [
        garbage(b"{}"),
        garbage(b'{"access_token": "", "expires_in": 7200}'),
        garbage(b'{"access_token": "a", "expires_in": -1}'),
        garbage(b'{"access_token": "a", "expires_in": "7200"}'),
        garbage(b'{"access_token": ["a"], "expires_in": 7200}'),
    ],
)
async def test_an_answer_without_a_token_is_an_error(
    tokens: Tokens, wechat: WeChat, answer: object
) -> None:
    wechat[0].answers["stable_token"] = [answer]  # type: ignore[list-item]
    with pytest.raises(ApiError, match="without a token"):
        await tokens.get()
    assert await tokens.get() == "token-1"


async def test_the_librarys_own_way_to_a_token_is_never_used(
    tokens: Tokens, api: Api, wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetched(*args: object) -> None:
        pytest.fail("the library fetched a token")

    monkeypatch.setattr(WeChatClient, "fetch_access_token", fetched)
    await Account(api, tokens).call(SEND, {})
    assert len(wechat[0].arrived) == 1
