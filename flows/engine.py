"""The engine: ``advance(definitions, session, command, now) → (session, events)``.

No I/O, no clock, no state of its own. The session that comes in is not touched. Actions are
pure functions named in the definitions; what they want said is handed to the host.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import singledispatchmethod
from typing import Any

from flows import scope
from flows.events import (
    Ask,
    Back,
    Cancel,
    Command,
    Correct,
    Corrected,
    Event,
    Fill,
    FlowEnded,
    FlowStarted,
    NothingToUndo,
    Restart,
    Skip,
    Start,
)
from flows.load import Definitions
from flows.model import Flow
from flows.replay import adapt, rework
from flows.runner import MAX_STEPS, Runner
from flows.session import Session
from flows.stack import Thread, add_last, thread_of, threads, without

__all__ = ["MAX_STEPS", "advance"]

UNKNOWN = "unknown"


def advance(
    definitions: Definitions, session: Session, command: Command, now: datetime
) -> tuple[Session, list[Event]]:
    """Apply one command and run until a question or the end.

    Raises UnknownName for a flow, slot or action that is not defined, RunawayFlow for a flow
    that loops without asking, BadPredicate for a condition that lint would have found.
    """
    run = _Commands(definitions, session.model_copy(deep=True), now)
    lost = adapt(run)
    # What was said to a flow that is gone must not hit the one below it.
    run.apply(Ask() if lost and isinstance(command, Back | Skip | Cancel | Restart) else command)
    return run.session, run.events


class _Commands(Runner):
    """What each command does to the session before the flows go on."""

    def __init__(self, definitions: Definitions, session: Session, now: datetime) -> None:
        super().__init__(definitions, session, now)
        self.was_waiting = session.waiting

    @singledispatchmethod
    def apply(self, command: Command) -> None:
        raise TypeError(f"no command of the engine: {command!r}")

    @apply.register
    def start(self, command: Start) -> None:
        flow = self.flow(command.flow)
        if thread := thread_of(self.session.stack, flow.id):
            self.start_again(flow, thread, command.slots)
            return
        self.answer(command.slots)
        if self.guard(flow):
            self.begin(flow)
        else:
            self.events.append(FlowEnded(flow.id, "refused"))
        self.go()

    def start_again(self, flow: Flow, thread: Thread, slots: dict[str, Any]) -> None:
        """A flow under way comes to the top, and what is said differently now is a correction."""
        if thread[-1] is not self.session.top:
            self.begin(flow)
            self.session.waiting = None
        known = self.session.slots
        if any(known.get(name) not in (None, value) for name, value in slots.items()):
            self.correct(Correct(slots))
        else:
            self.fill(Fill(slots))

    @apply.register
    def fill(self, command: Fill) -> None:
        self.answer(command.slots)
        self.go()

    @apply.register
    def correct(self, command: Correct) -> None:
        before = dict(self.session.slots)
        self.answer(command.slots)
        after = {name: self.session.slots.get(name) for name in command.slots}
        changed = {n: (before.get(n), v) for n, v in after.items() if before.get(n) != v}
        if changed:
            self.events.append(Corrected(changed))
        self.reopen(set(command.slots))
        if changed:
            rework(self, changed.keys())
        self.go()

    def reopen(self, slots: set[str]) -> None:
        """A correction after the end begins the flow again that had asked for the slot."""
        going_on = [self.flow(frame.flow) for frame in self.session.stack]
        if any(slots & scope.asked(self.definitions, flow) for flow in going_on):
            return
        for flow_id in reversed(self.session.ended):
            flow = self.flow(flow_id)
            asked = slots & scope.asked(self.definitions, flow)
            if asked - scope.forgotten(self.definitions, flow):
                self.push(flow, given=slots).asked = sorted(asked)
                self.events.append(FlowStarted(flow_id))
                return

    @apply.register
    def back(self, command: Back) -> None:
        """Undo the last answer that leads to another question than the open one.

        The last one given may not: the flow has cleared it itself, or an edit of the flow
        has put a new question before it.
        """
        question, before = self.question(), self.session
        for index, slot in self.answered():
            self.session = before.model_copy(deep=True)
            self.session.stack[index].asked.remove(slot)
            self.session.slots[slot] = None
            rework(self, {slot})
            if self.question() != question:
                break
        else:
            self.session = before
            self.events.append(NothingToUndo())
        self.go()

    def answered(self) -> list[tuple[int, str]]:
        """The answers to questions of this thread, each with its frame's index, last first."""
        stack = self.session.stack
        thread = threads(stack)[-1] if stack else []
        indexes = range(len(stack) - 1, len(stack) - len(thread) - 1, -1)
        return [(index, slot) for index in indexes for slot in reversed(stack[index].asked)]

    @apply.register
    def skip(self, command: Skip) -> None:
        question = self.question()
        if question and self.may_be_unknown(question.collect):
            self.answer({question.collect: UNKNOWN})
        self.go()

    @apply.register
    def cancel(self, command: Cancel) -> None:
        if self.session.stack:
            thread = threads(self.session.stack)[-1]
            self.session.stack = without(self.session.stack, thread)
            self.close(self.flow(thread[0].flow), "cancelled")
            self.resume()
        self.go()

    @apply.register
    def restart(self, command: Restart) -> None:
        if self.session.stack:
            first, *called = threads(self.session.stack)[-1]
            flow = self.flow(first.flow)
            self.session.stack = without(self.session.stack, called)
            wiped = scope.owned(self.definitions, flow)
            self.forget(wiped)
            first.trail, first.asked = [], []
            self.arrive(first, flow.first)
            rework(self, wiped)
        self.go()

    @apply.register
    def ask(self, command: Ask) -> None:
        self.go()

    # --- what the person said ---------------------------------------------------------------
    def answer(self, slots: Mapping[str, Any]) -> None:
        """Take in the facts given; among them may be the answer to the open question."""
        given = {name: value for name, value in slots.items() if not self.outdated(name)}
        self.put(given)
        if top := self.session.top:
            question = self.question()
            asked = {self.session.waiting, question.collect if question else None}
            answered = [
                s for s in self.flow(top.flow).slots if s in asked and given.get(s) is not None
            ]
            top.asked = add_last(top.asked, answered)

    def outdated(self, slot: str) -> bool:
        """Whether the domain no longer has a slot that was known when it was asked for."""
        known = slot == self.was_waiting or slot in self.session.slots
        return known and slot not in self.definitions.domain.slots

    def may_be_unknown(self, slot: str) -> bool:
        declared = self.definitions.domain.slots.get(slot)
        if declared is None:
            return False
        return declared.type == "any" or (
            declared.type == "categorical" and UNKNOWN in declared.values
        )

    def guard(self, flow: Flow) -> bool:
        if flow.if_ is None or isinstance(flow.if_, bool):
            return flow.if_ is not False
        return self.holds(flow.if_, self.session.top)
