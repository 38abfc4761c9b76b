"""Make definitions from parsed files. Opens no file: the caller brings data and lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from flows.errors import FlowsInvalid, Problem
from flows.lift import Lift, Loc
from flows.model import Domain, Flow, Response, Slot

T = TypeVar("T")
_FLOW = TypeAdapter(Flow)
_DOMAIN = TypeAdapter(Domain)


class Source(Protocol):
    """A parsed YAML file: its name, its data, and the line of the value at a path of keys."""

    @property
    def name(self) -> str: ...
    @property
    def data(self) -> Any: ...
    def line(self, loc: Sequence[int | str]) -> int: ...


@dataclass(frozen=True)
class ActionResult:
    """What an action wants: slots to set, and a payload for the host (messages, say)."""

    slots: dict[str, Any] = field(default_factory=dict)
    payload: Any = None


Perform = Callable[[Mapping[str, Any], datetime], ActionResult]


@dataclass(frozen=True)
class Definitions:
    """Everything the engine needs to know. ``actions`` are pure functions the host supplies."""

    flows: dict[str, Flow]
    domain: Domain
    actions: Mapping[str, Perform] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)  # flow → file, line

    def triggered_by(self, intent: str) -> Flow | None:
        """The flow an intent starts, if any."""
        for flow in self.flows.values():
            if any(trigger.name == intent for trigger in flow.nlu_trigger):
                return flow
        return None


def load(
    flow_files: Iterable[Source],
    domain_files: Iterable[Source],
    actions: Mapping[str, Perform] | None = None,
) -> Definitions:
    """Definitions from flow and domain files; raises FlowsInvalid with all their problems."""
    reading = _Reading()
    for file in flow_files:
        reading.flow_file(file)
    for file in domain_files:
        reading.domain_file(file)
    if reading.problems:
        raise FlowsInvalid(reading.problems)
    domain = Domain(slots=reading.slots, responses=reading.responses, actions=reading.actions)
    return Definitions(reading.flows, domain, actions or {}, reading.places)


class _Reading:
    """What the files held so far, and what was wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.flows: dict[str, Flow] = {}
        self.places: dict[str, tuple[str, int]] = {}
        self.slots: dict[str, Slot] = {}
        self.responses: dict[str, list[Response]] = {}
        self.actions: list[str] = []

    def wrong(self, file: Source, loc: Loc, message: str) -> None:
        self.problems.append(Problem(file.name, file.line(loc), message))

    def flow_file(self, file: Source) -> None:
        data = file.data
        if not isinstance(data, dict) or not isinstance(data.get("flows"), dict):
            message = "a flow file holds one key, 'flows', with flows below"
            self.wrong(file, ("flows",), message)
            return
        for key in data.keys() - {"flows", "version"}:
            self.wrong(file, (key,), f"unknown key '{key}'")
        for flow_id, raw in data["flows"].items():
            self.flow(file, flow_id, raw)

    def flow(self, file: Source, flow_id: Any, raw: Any) -> None:
        loc = ("flows", flow_id)
        if flow_id in self.places:
            self.wrong(file, loc, f"flow '{flow_id}' is defined twice")
            return
        self.places[flow_id] = (file.name, file.line(loc))
        if not isinstance(raw, dict) or not isinstance(raw.get("steps"), list):
            self.wrong(file, (*loc, "steps"), f"flow '{flow_id}' has no list of steps")
            return
        if "id" in raw:
            self.wrong(file, (*loc, "id"), "unknown key 'id'")
        self.build(file, flow_id, raw)

    def build(self, file: Source, flow_id: Any, raw: dict[str, Any]) -> None:
        loc, lift = ("flows", flow_id), Lift()
        lift.sequence(raw["steps"], (*loc, "steps"))
        for at, fault in lift.faults:
            self.wrong(file, at, fault)
        try:
            steps = [step.data for step in lift.steps]
            self.flows[flow_id] = _FLOW.validate_python({**raw, "id": flow_id, "steps": steps})
        except ValidationError as error:
            self.problems += _problems(file, error, lambda path: _place(path, lift, loc))

    def domain_file(self, file: Source) -> None:
        if not isinstance(file.data, dict):
            self.wrong(file, (), "a domain file is a mapping of slots, responses and actions")
            return
        try:
            domain = _DOMAIN.validate_python(file.data)
        except ValidationError as error:
            self.problems += _problems(file, error, lambda path: path)
            return
        self.merge(file, "slots", self.slots, domain.slots)
        self.merge(file, "responses", self.responses, domain.responses)
        self.actions += [name for name in domain.actions if name not in self.actions]

    def merge(self, file: Source, key: str, known: dict[str, T], more: dict[str, T]) -> None:
        for name, value in more.items():
            if name in known:
                self.wrong(file, (key, name), f"'{name}' is declared twice under '{key}'")
            known[name] = value


def _place(path: Loc, lift: Lift, flow: Loc) -> Loc:
    """Where the file has what the model knows as ``path``: steps were lifted out of branches."""
    if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int):
        return (*lift.steps[path[1]].loc, *path[2:])
    return (*flow, *path)


def _problems(
    file: Source, error: ValidationError, place: Callable[[Loc], Loc]
) -> Iterable[Problem]:
    found: dict[Loc, Problem] = {}
    for item in error.errors(include_url=False, include_context=False):
        path = _in_file(file.data, place(item["loc"]), missing=item["type"] == "missing")
        # A union of plain types reports each of them; one report is enough.
        found.setdefault(path, Problem(file.name, file.line(path), _text(item, path)))
    return found.values()


def _text(error: ErrorDetails, path: Loc) -> str:
    if error["type"] == "extra_forbidden":
        return f"unknown key '{error['loc'][-1]}'"
    if error["type"] == "missing":
        return f"missing key '{error['loc'][-1]}'"
    return f"{'.'.join(map(str, path))}: {error['msg']}"


def _in_file(data: Any, path: Loc, missing: bool) -> Loc:
    """``path`` without the tags of unions, which the file does not have."""
    kept: list[int | str] = []
    for key in path:
        if isinstance(key, str) and key.startswith("<"):
            continue
        if not _has(data, key):
            return (*kept, key) if missing else tuple(kept)
        kept.append(key)
        data = data[key]
    return tuple(kept)


def _has(data: Any, key: int | str) -> bool:
    if isinstance(data, dict):
        return key in data
    return isinstance(data, list) and isinstance(key, int)
