"""What is kept of a message: once, whole, with the right moment, until it is forgotten."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from bot.conversation.service import Inbound, Service
from bot.store.database import Database
from bot.store.models import Unanswered
from bot.store.moments import Moment
from bot.store.repository import Repository, _storable
from tests.bot.said import AT, conversations, messages, said

FIRE = "托育机构消防有什么要求"
NONSENSE = "今天的股票怎么样"


async def test_message_and_reply_are_kept(service: Service, database: Database) -> None:
    reply = await service.handle(said(FIRE))
    (kept,) = await messages(database)
    assert (kept.external_id, kept.text, kept.reply) == ("m1", FIRE, reply)
    (conversation,) = await conversations(database)
    assert conversation.version == 1
    assert conversation.state["topic"] == reply["topic"]


async def test_repeat_gets_the_first_reply_and_changes_nothing(
    service: Service, database: Database
) -> None:
    first = await service.handle(said("我想在金东区开个营利性托育机构"))
    (before,) = await conversations(database)
    again = await service.handle(said("取消"))
    (after,) = await conversations(database)
    assert again == first
    assert (after.version, after.state) == (before.version, before.state)
    assert len(await messages(database)) == 1


async def test_one_id_of_two_people_is_two_messages(service: Service, database: Database) -> None:
    await service.handle(said(FIRE, sender="u1"))
    await service.handle(said("你好", sender="u2"))
    assert [m.text for m in await messages(database)] == [FIRE, "你好"]


async def test_declined_questions_are_kept_for_the_editors(
    service: Service, database: Database
) -> None:
    reply = await service.handle(said(NONSENSE))
    assert reply["status"] == "declined"
    async with database.unit() as rows:
        (missed,) = (await rows.session.scalars(select(Unanswered))).all()
    assert (missed.text, missed.at) == (NONSENSE, AT)


@pytest.mark.parametrize("broken", ["record", "unanswered"])
async def test_an_exception_leaves_nothing_half_written(
    service: Service, database: Database, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    async def fail(*args: object, **keywords: object) -> None:
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr(Repository, broken, fail)
        with pytest.raises(RuntimeError, match="in the middle"):
            await service.handle(said(NONSENSE))
    assert await conversations(database) == []
    assert await messages(database) == []
    assert (await service.handle(said(NONSENSE)))["status"] == "declined"


async def test_forget(service: Service, database: Database) -> None:
    await service.handle(said(FIRE, sender="u1"))
    await service.handle(said("你好", sender="u2"))
    await service.forget("test", "u1", AT)
    assert [c.sender for c in await conversations(database)] == ["u2"]
    assert [m.text for m in await messages(database)] == ["你好"]
    assert await service.history("test", "u1") == {"turns": [], "choices": []}


async def test_forget_a_stranger(service: Service, database: Database) -> None:
    await service.forget("test", "nobody", AT)
    assert await conversations(database) == []


async def test_history_has_the_last_turns_and_the_open_choices(service: Service) -> None:
    for number, text in enumerate(["你好", FIRE, "我想开托育机构"]):
        last = await service.handle(said(text, number))
    told = await service.history("test", "u1", most=2)
    assert [t["text"] for t in told["turns"] if t["who"] == "user"] == [FIRE, "我想开托育机构"]
    assert told["choices"] == last["choices"]
    assert {k: told["turns"][-1][k] for k in last} == last


async def test_moments_come_back_aware(service: Service, database: Database) -> None:
    await service.handle(said(FIRE))
    (conversation,) = await conversations(database)
    (message,) = await messages(database)
    for moment in (conversation.created_at, conversation.updated_at, message.at):
        assert moment == AT
        assert moment.tzinfo is not None


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        async with database.unit() as rows:
            await rows.conversation("test", "u1", datetime(2026, 11, 21))  # noqa: DTZ001


@given(
    st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_moment_is_the_same_moment(naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        bound = Moment().process_bind_param(moment, dialect)
        assert bound is not None
        # SQLite gives it back without its zone.
        assert Moment().process_result_value(bound.replace(tzinfo=None), dialect) == moment
        assert Moment().process_result_value(bound, dialect) == moment
        assert bound.tzinfo is UTC


@given(st.text(st.characters(exclude_categories=[])))
def test_every_text_can_be_stored(text: str) -> None:
    stored = _storable(text)
    assert "\x00" not in stored
    assert stored.encode("utf-8").decode("utf-8") == stored


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "😀" * 3000, "<b>&amp;'\"\\", "\u202e\ufeff\u2028"]
)
async def test_strange_texts(service: Service, database: Database, text: str) -> None:
    strange = Inbound("test", "u1", "m1", AT, text, label=text[:200])
    reply = await service.handle(strange)
    (kept,) = await messages(database)
    assert reply["text"]
    assert kept.text == text[:200].replace("\x00", "")
    assert await service.handle(strange) == reply
