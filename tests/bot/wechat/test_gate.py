"""Who is let in: signature, moment, size, replays, keys; and what no parser may ever see."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.wechat import gate
from bot.channels.wechat.door import WeChatDoor
from bot.channels.wechat.keys import keys
from bot.conversation.talk import Talk
from bot.errors import Misconfigured
from bot.store.database import Database
from tests.bot.outbox.post_office import Clock
from tests.bot.wechat.town import Deadline, Town, content, opened_town, town_settings
from tests.fakes.wechat import (
    AES_KEY,
    OTHER_AES_KEY,
    FakeWeChat,
    aes_push,
    opened,
    plain_push,
    sign,
    text_xml,
)

HELLO = "您好，我是托育通"


# --- the check of our address ---------------------------------------------------------------
async def test_the_server_page_gets_its_echo(town: Town) -> None:
    query, _ = plain_push("", town.now)
    response = await town.client.get("/wechat", params={**query, "echostr": "8123456789"})
    assert (response.status_code, response.text) == (200, "8123456789")
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"signature": "0" * 40}, 403),
        ({"signature": "ü"}, 403),
        ({"timestamp": "1"}, 403),
        ({"echostr": "<script>"}, 400),
        ({"echostr": ""}, 400),
    ],
)
async def test_a_wrong_echo_is_refused(town: Town, more: dict[str, str], status: int) -> None:
    query, _ = plain_push("", town.now)
    response = await town.client.get("/wechat", params={**query, "echostr": "812", **more})
    assert response.status_code == status


# --- fault 3: signature, moment and size before anything is parsed ----------------------------
@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
@pytest.mark.parametrize("value", ["", "0" * 40, "1", "ü", None])
async def test_a_changed_query_is_refused(town: Town, name: str, value: str | None) -> None:
    query, body = aes_push(text_xml("你好", 1, town.now), town.now, "n1")
    changed = {k: v for k, v in {**query, name: value}.items() if v is not None}
    assert (await town.send(changed, body)).status_code in (400, 403)
    assert await town.ledger() == []
    assert (await town.send(query, body)).status_code == 200


async def test_another_ciphertext_under_the_signature_is_refused(town: Town) -> None:
    query, _ = aes_push(text_xml("你好", 1, town.now), town.now)
    _, other = aes_push(text_xml("再见", 2, town.now), town.now)
    assert (await town.send(query, other)).status_code == 403


async def test_signatures_are_compared_in_constant_time(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def remember(given: bytes, expected: bytes) -> bool:
        compared.append((given, expected))
        return given == expected

    monkeypatch.setattr("bot.channels.wechat.cipher.hmac.compare_digest", remember)
    query, body = aes_push(text_xml("你好", 1, town.now), town.now)
    assert (await town.send(query, body)).status_code == 200
    assert compared == [(query["msg_signature"].encode(),) * 2]


@pytest.mark.parametrize("aes", [True, False])
@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (-299, 200), (301, 403), (-301, 403)])
async def test_a_push_is_taken_within_five_minutes(
    plain: Town, town: Town, aes: bool, seconds: int, status: int
) -> None:
    where, make = (town, aes_push) if aes else (plain, plain_push)
    response = await where.send(*make(text_xml("你好", 1, where.now), where.now + seconds))
    assert response.status_code == status


@pytest.mark.parametrize("stamp", ["", "abc", "１２３", "-1", "1e9", "9" * 30, "1 "])
async def test_a_timestamp_that_is_none_is_malformed(plain: Town, stamp: str) -> None:
    query = {"signature": sign(stamp, "1"), "timestamp": stamp, "nonce": "1"}
    assert (await plain.send(query, b"<xml/>")).status_code == 400


async def test_a_nonce_that_could_break_out_of_the_answer_is_malformed(town: Town) -> None:
    query, body = aes_push(text_xml("你好", 1, town.now), town.now, "]]><Evil>")
    assert (await town.send(query, body)).status_code == 400


@pytest.mark.parametrize("aes", [True, False])
async def test_reading_stops_at_64_kilobytes(plain: Town, town: Town, aes: bool) -> None:
    where, make = (town, aes_push) if aes else (plain, plain_push)
    query, _ = make("", where.now)
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1024
            yield b"x" * 1024

    with pytest.raises(gate.NotLetIn) as refused:
        await where.door._gate.push(query, endless())
    assert refused.value.status == 413
    assert given == gate.MAX_BODY + 1024
    assert (await where.send(query, b"x" * (gate.MAX_BODY + 1))).status_code == 413


async def test_an_unsigned_body_is_not_even_read(plain: Town) -> None:
    async def body() -> AsyncIterator[bytes]:
        pytest.fail("read")
        yield b""

    query, _ = plain_push("", plain.now)
    with pytest.raises(gate.NotLetIn):
        await plain.door._gate.push({**query, "signature": "0"}, body())


async def test_nothing_unsigned_reaches_a_parser(
    town: Town, plain: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*args: Any, **more: Any) -> None:
        pytest.fail("parsed")

    monkeypatch.setattr("xmltodict.parse", parsed)
    monkeypatch.setattr("bot.channels.wechat.door.understood", parsed)
    for where, make in ((town, aes_push), (plain, plain_push)):
        query, body = make(text_xml("你好", 1, where.now), where.now)
        wrong = {**query, "signature": "0" * 40, "msg_signature": "0" * 40}
        assert (await where.send(wrong, body)).status_code == 403


# --- plain text -------------------------------------------------------------------------------
async def test_plain_text_is_refused_unless_it_was_allowed(town: Town, plain: Town) -> None:
    query, body = plain_push(text_xml("你好", 1, town.now), town.now)
    assert (await town.send(query, body)).status_code == 403
    assert HELLO in content(await plain.send(query, body), aes=False)
    encrypted = aes_push(text_xml("你好", 2, plain.now), plain.now)
    assert (await plain.send(*encrypted)).status_code == 403  # it has no key


# --- replays ----------------------------------------------------------------------------------
async def test_a_signature_is_good_for_one_body(plain: Town) -> None:
    query, body = plain_push(text_xml("你好", 1, plain.now), plain.now)
    first = content(await plain.send(query, body), aes=False)
    forged = text_xml("我想开托育机构", 2, plain.now).encode()
    assert (await plain.send(query, forged)).status_code == 403
    # The same again is what WeChat does when it did not hear us.
    assert content(await plain.send(query, body), aes=False) == first
    assert len(await plain.ledger()) == 1


async def test_a_push_that_is_encrypted_anew_is_let_in_again(town: Town) -> None:
    """It is signed with all that is in it, so who could make one needs no nonce used before."""
    xml = text_xml("你好", 1, town.now)
    query, body = aes_push(xml, town.now)
    first = content(await town.send(query, body))
    query, again = aes_push(xml, town.now)
    assert again != body
    assert content(await town.send(query, again)) == first
    assert len(await town.ledger()) == 1


async def test_what_is_remembered_of_replays_is_forgotten_when_it_is_too_old_anyway() -> None:
    seen = gate.Seen()
    assert seen.fits("a", b"1", 0)
    assert not seen.fits("a", b"2", 2 * gate.WINDOW)
    assert seen.fits("b", b"1", 2 * gate.WINDOW + 1)
    assert list(seen._uses) == ["b"]


async def test_what_is_remembered_of_replays_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_REMEMBERED", 10)
    seen = gate.Seen()
    assert all(seen.fits(str(n), b"", 0) for n in range(100))
    assert len(seen._uses) == 11


# --- keys ---------------------------------------------------------------------------------------
async def test_while_keys_change_both_are_taken_and_the_answer_uses_the_same(
    talker: Talk,
    sqlite: Database,
    wechat: tuple[FakeWeChat, str],
    clock: Clock,
    deadline: Deadline,
) -> None:
    settings = town_settings(
        wechat[1],
        wechat_aes_key=SecretStr(OTHER_AES_KEY),
        wechat_old_aes_key=SecretStr(AES_KEY),
    )
    async with opened_town(talker, sqlite, settings, wechat[0], clock, deadline) as town:
        for number, key in enumerate((OTHER_AES_KEY, AES_KEY), 1):
            response = await town.push(text_xml("你好", number, town.now), key=key)
            assert response.status_code == 200
            assert HELLO in opened(response.text, key)
            other = AES_KEY if key == OTHER_AES_KEY else OTHER_AES_KEY
            with pytest.raises((AssertionError, UnicodeDecodeError)):
                opened(response.text, other)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"wechat_aes_key": None}, "wechat_aes_key"),
        ({"wechat_aes_key": SecretStr("short")}, "wechat_aes_key"),
        ({"wechat_old_aes_key": SecretStr("短" * 43)}, "wechat_old_aes_key"),
        ({"wechat_app_secret": None}, "wechat_app_secret"),
        ({"wechat_token": None}, "wechat_token"),
    ],
)
def test_settings_that_cannot_work_are_said_at_the_start(
    sqlite: Database, clock: Clock, more: dict[str, Any], name: str
) -> None:
    with pytest.raises(Misconfigured, match=f"^{name}: "):
        WeChatDoor(town_settings("http://x", **more), sqlite, clock, lambda: None)
    assert keys(town_settings("http://x")).aes == (AES_KEY,)
