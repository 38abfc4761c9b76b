"""One turn: the session being changed, the events so far, and what the definitions say."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from flows import predicates
from flows.errors import UnknownName
from flows.events import Event
from flows.load import Definitions
from flows.model import Flow
from flows.session import Frame, Session
from flows.step import Collect, Step


class Turn:
    """Reads and writes the session by the names of the definitions."""

    def __init__(self, definitions: Definitions, session: Session, now: datetime) -> None:
        self.definitions = definitions
        self.session = session
        self.now = now
        self.events: list[Event] = []

    def put(self, slots: Mapping[str, Any]) -> None:
        for name, value in slots.items():
            if name not in self.definitions.domain.slots:
                raise UnknownName(f"no slot '{name}' is declared in the domain")
            self.session.slots[name] = value

    def forget(self, slots: AbstractSet[str]) -> None:
        self.session.slots |= dict.fromkeys(slots & self.session.slots.keys())

    def flow(self, flow_id: str) -> Flow:
        try:
            return self.definitions.flows[flow_id]
        except KeyError:
            raise UnknownName(f"no flow '{flow_id}' is defined") from None

    def step_of(self, frame: Frame) -> Step | None:
        """The step a frame is at; None at its end."""
        return self.flow(frame.flow).step(frame.step)

    def question(self) -> Collect | None:
        """The question that is open, or would be asked next."""
        step = self.step_of(self.session.top) if self.session.top else None
        return step if isinstance(step, Collect) else None

    def holds(self, condition: str, frame: Frame | None) -> bool:
        context = {"flow": frame.flow if frame else None}
        return predicates.holds(condition, {"slots": self.session.slots, "context": context})
