"""A talk with the engine for tests: the session goes through JSON before every command."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import yaml

from content.strict_yaml import parse
from flows.engine import advance
from flows.events import (
    Ask,
    Asked,
    Back,
    Cancel,
    Command,
    Correct,
    Event,
    Fill,
    Restart,
    Skip,
    Start,
)
from flows.load import Definitions, Perform, load
from flows.session import Session

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
Types = Mapping[str, str | list[str]]


def domain(slots: Types) -> str:
    """A domain file: each slot with its type, a list standing for the values of a category."""
    declared = {
        name: {"type": "categorical", "values": kind} if isinstance(kind, list) else {"type": kind}
        for name, kind in slots.items()
    }
    return yaml.safe_dump({"slots": declared})


def define(
    flows: str, slots: Types | None = None, actions: Mapping[str, Perform] | None = None
) -> Definitions:
    return load([parse("flows.yml", flows)], [parse("domain.yml", domain(slots or {}))], actions)


def ask(slot: str) -> Asked:
    """The event of a question with the default response."""
    return Asked(slot, f"utter_ask_{slot}")


def check(session: Session, happened: list[Event]) -> None:
    """What holds after every command."""
    assert Session.model_validate_json(session.model_dump_json()) == session
    assert (session.waiting is None) == (not session.stack)
    questions = [event for event in happened if isinstance(event, Asked)]
    if session.waiting is None:
        assert not questions
    else:
        assert [q.slot for q in questions] == [session.waiting]
        assert happened[-1] is questions[-1]


def turn(
    definitions: Definitions, session: Session, command: Command
) -> tuple[Session, list[Event]]:
    """One command after a round trip through JSON; the session that goes in is not changed."""
    stored = session.model_dump_json()
    before = Session.model_validate_json(stored)
    after, happened = advance(definitions, before, command, NOW)
    assert before.model_dump_json() == stored
    check(after, happened)
    return after, happened


class Talk:
    """Commands in, events out."""

    def __init__(self, definitions: Definitions, session: Session | None = None) -> None:
        self.definitions = definitions
        self.session = session or Session()

    def say(self, command: Command) -> list[Event]:
        self.session, happened = turn(self.definitions, self.session, command)
        return happened

    def start(self, flow: str, **slots: Any) -> list[Event]:
        return self.say(Start(flow, slots))

    def fill(self, **slots: Any) -> list[Event]:
        return self.say(Fill(slots))

    def correct(self, **slots: Any) -> list[Event]:
        return self.say(Correct(slots))

    def back(self) -> list[Event]:
        return self.say(Back())

    def skip(self) -> list[Event]:
        return self.say(Skip())

    def cancel(self) -> list[Event]:
        return self.say(Cancel())

    def restart(self) -> list[Event]:
        return self.say(Restart())

    def ask(self) -> list[Event]:
        return self.say(Ask())

    @property
    def slots(self) -> dict[str, Any]:
        """What is known; null is the same as nothing."""
        return {name: value for name, value in self.session.slots.items() if value is not None}

    @property
    def flows(self) -> list[str]:
        return [frame.flow for frame in self.session.stack]
