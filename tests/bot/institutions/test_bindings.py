"""Binding by a code: once, in time, with a hand-over; and its end."""

import asyncio
from datetime import timedelta

import pytest

from bot.institutions.actors import actor, target
from bot.institutions.bind_codes import LIFE, for_institution, for_region
from bot.institutions.permissions import Action, Role, may
from bot.store.database import Database
from bot.store.institution_models import Binding, Institution, Officer
from tests.bot.institutions.books import NOW, TODAY
from tests.bot.institutions.rows import an_institution

WANG, LI = ("wechat", "wang"), ("telegram", "li")
LATER = NOW + timedelta(hours=1)


async def offered(database: Database, role: str, hashed: str = "d1") -> Institution:
    """An institution (made at the first call) with a code for this role."""
    async with database.unit() as rows:
        found = await rows.institutions.called("春苗1托育园")
        row = found[0] if found else await an_institution(rows)
        await rows.bindings.offer(for_institution(row.id, role, hashed, "operator", NOW))
    return row


async def redeem(database: Database, hashed: str, to: tuple[str, str]) -> Binding | Officer | None:
    async with database.unit() as rows:
        return await rows.bindings.redeem(hashed, to, LATER)


async def test_a_code_binds_once(database: Database) -> None:
    row = await offered(database, "director")
    bound = await redeem(database, "d1", WANG)
    assert isinstance(bound, Binding)
    assert (bound.institution_id, bound.role, bound.bound_at) == (row.id, "director", LATER)
    assert await redeem(database, "d1", LI) is None
    async with database.unit() as rows:
        assert [b.address for b in await rows.bindings.of_institution(row.id)] == ["wang"]
        assert [b.id for b in await rows.bindings.of_contact(*WANG)] == [bound.id]
        assert await rows.bindings.of_contact(*LI) == []


async def test_two_at_once_with_one_code(database: Database) -> None:
    await offered(database, "deputy")
    done = await asyncio.gather(*(redeem(database, "d1", ("wechat", f"u{n}")) for n in range(6)))
    assert len([bound for bound in done if bound]) == 1


async def test_an_unknown_and_an_expired_code(database: Database) -> None:
    await offered(database, "director")
    assert await redeem(database, "d2", WANG) is None
    async with database.unit() as rows:
        assert await rows.bindings.redeem("d1", WANG, NOW + LIFE) is None
        assert await rows.bindings.purge_codes(NOW + LIFE - timedelta(seconds=1)) == 0
        assert await rows.bindings.purge_codes(NOW + LIFE) == 1


async def test_a_new_code_ends_the_one_before(database: Database) -> None:
    await offered(database, "director", "d1")
    await offered(database, "deputy", "d2")
    await offered(database, "director", "d3")
    assert await redeem(database, "d1", WANG) is None
    assert await redeem(database, "d2", WANG) is not None
    assert await redeem(database, "d3", LI) is not None


async def test_a_new_director_takes_over(database: Database) -> None:
    row = await offered(database, "director", "d1")
    await redeem(database, "d1", WANG)
    await offered(database, "deputy", "d2")
    await redeem(database, "d2", ("wechat", "zhao"))
    await offered(database, "director", "d3")
    async with database.unit() as rows:
        before = await rows.bindings.of_institution(row.id)
    await redeem(database, "d3", LI)
    async with database.unit() as rows:
        after = await rows.bindings.of_institution(row.id)
    assert {(b.role, b.address) for b in before} == {("director", "wang"), ("deputy", "zhao")}
    assert {(b.role, b.address) for b in after} == {("director", "li"), ("deputy", "zhao")}


async def test_the_same_person_with_a_second_code_changes_role(database: Database) -> None:
    row = await offered(database, "deputy", "d1")
    await redeem(database, "d1", WANG)
    await offered(database, "director", "d2")
    await redeem(database, "d2", WANG)
    async with database.unit() as rows:
        assert [b.role for b in await rows.bindings.of_institution(row.id)] == ["director"]


async def test_officers_of_a_region(database: Database) -> None:
    async with database.unit() as rows:
        for region, hashed in (("330700", "d1"), ("330703", "d2"), ("140525", "d3")):
            await rows.bindings.offer(for_region(region, hashed, "operator", NOW))
    for hashed, address in (("d1", "city"), ("d2", "county"), ("d3", "far")):
        assert isinstance(await redeem(database, hashed, ("wechat", address)), Officer)
    async with database.unit() as rows:
        told = {o.address for o in await rows.bindings.officers("330700")}
        assert told == {"city", "county"}
        assert [o.region for o in await rows.bindings.posts("wechat", "far")] == ["140525"]


async def test_an_officer_bound_twice_is_one(database: Database) -> None:
    for hashed in ("d1", "d2"):
        async with database.unit() as rows:
            await rows.bindings.offer(for_region("330703", hashed, "operator", NOW))
        assert await redeem(database, hashed, WANG) is not None
    async with database.unit() as rows:
        (post,) = await rows.bindings.posts(*WANG)
        assert await rows.bindings.dismiss(post.id)
        assert not await rows.bindings.dismiss(post.id)
        assert await rows.bindings.posts(*WANG) == []


async def test_unbinding_and_forgetting(database: Database) -> None:
    row = await offered(database, "director", "d1")
    bound = await redeem(database, "d1", WANG)
    assert bound is not None
    async with database.unit() as rows:
        assert await rows.bindings.unbind(bound.id)
        assert not await rows.bindings.unbind(bound.id)
    await offered(database, "director", "d2")
    await redeem(database, "d2", WANG)
    async with database.unit() as rows:
        await rows.forget(*WANG)
        assert await rows.bindings.of_institution(row.id) == []


@pytest.mark.parametrize("role", ["director", "health_officer", "deputy"])
async def test_who_is_bound_may_what_the_table_says(database: Database, role: str) -> None:
    row = await offered(database, role)
    bound = await redeem(database, "d1", WANG)
    async with database.unit() as rows:
        who, stranger = [await actor(rows.bindings, *c) for c in (WANG, LI)]
    assert bound is not None
    assert (who.label, stranger.label) == (f"{role}:{bound.id}", "stranger")
    assert who.roles == {row.id: frozenset({Role(role)})}
    assert may(who, Action.CONFIRM, target(row, TODAY))
    assert not may(stranger, Action.SEE, target(row, TODAY))


async def test_an_officer_may_see_what_lies_in_the_region(database: Database) -> None:
    row = await offered(database, "director")
    async with database.unit() as rows:
        await rows.bindings.offer(for_region("330700", "d9", "operator", NOW))
    post = await redeem(database, "d9", LI)
    assert post is not None
    async with database.unit() as rows:
        who = await actor(rows.bindings, *LI)
    assert who.label == f"officer:{post.id}"
    assert may(who, Action.SEE, target(row, TODAY))
    assert not may(who, Action.CONFIRM, target(row, TODAY))


def test_closed_from_the_day_after() -> None:
    row = Institution(id=1, region="330703", closed_on=TODAY)
    assert not target(row, TODAY).closed
    assert target(row, TODAY + timedelta(days=1)).closed
