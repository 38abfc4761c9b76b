"""Whatever is sent to the webhook: taken or refused, never a fault of ours.

TUOYU_FUZZ says how many examples each test tries (300 without it).
"""

import asyncio
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.talk import Talk
from bot.store.database import Database
from bot.store.migrate import upgrade
from tests.bot.fuzzing import examples
from tests.bot.telegram.office import Office, opened
from tests.bot.telegram.updates import PHOTO, member, message, pressed, said
from tests.fakes.telegram import TelegramFake

PATIENT = settings(
    max_examples=examples(300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    print_blob=True,
)
ALLOWED = {200, 400, 403, 413}

anything = st.text(st.characters(exclude_categories=[]), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=8,
)
numbers = st.integers(0, 10**9)
good = st.one_of(
    st.builds(said, numbers, anything | st.sampled_from(["/start bind_x", "/menu", "消防", "1"])),
    st.builds(
        pressed, numbers, st.sampled_from(["topic=fire", "form=profit"]) | anything, anything
    ),
    st.builds(member, numbers, st.sampled_from(["kicked", "member", "left"])),
    st.builds(message, numbers, photo=st.just(PHOTO)),
    st.builds(message, numbers, location=st.just({"latitude": 1.5, "longitude": 2})),
)


class Pusher:
    """Sends bodies one after another, in one event loop."""

    def __init__(self, runner: asyncio.Runner, office: Office) -> None:
        self._runner, self.office = runner, office

    def status(self, body: bytes, secret: str | None = None) -> int:
        return self._runner.run(self.office.push(body, secret)).status_code


@pytest.fixture(scope="module")
def pusher(talker: Talk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pusher]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    database, platform = Database(f"sqlite:///{folder / 'fuzz.db'}"), TelegramFake()
    with asyncio.Runner() as runner:
        runner.run(upgrade(database))
        runner.run(platform.__aenter__())
        opening = opened(talker, database, platform)
        yield Pusher(runner, runner.run(opening.__aenter__()))
        runner.run(opening.__aexit__(None, None, None))
        runner.run(platform.__aexit__())
        runner.run(database.close())


@PATIENT
@given(st.binary(max_size=300), st.none() | anything)
def test_bytes(pusher: Pusher, body: bytes, secret: str | None) -> None:
    status = pusher.status(body, secret and secret.encode("utf-8", "replace").hex())
    assert status == (400 if secret is None else 403)


@PATIENT
@given(values)
def test_json_of_any_shape(pusher: Pusher, value: Any) -> None:
    assert pusher.status(json.dumps(value).encode()) in ALLOWED


@PATIENT
@given(good)
def test_good_updates(pusher: Pusher, update: dict[str, Any]) -> None:
    assert pusher.status(json.dumps(update).encode()) == 200


@PATIENT
@given(good, st.data())
def test_updates_with_one_thing_wrong(
    pusher: Pusher, update: dict[str, Any], data: st.DataObject
) -> None:
    # A copy: the next example is made of the same pieces.
    at: Any = (update := deepcopy(update))
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], (dict, list)) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    at[key] = data.draw(values)
    assert pusher.status(json.dumps(update).encode()) in ALLOWED
