"""What is wrong with definitions that load: dead ends, unknown names, unreachable steps."""

from collections.abc import Iterable, Iterator
from functools import singledispatchmethod

from flows import predicates, scope
from flows.errors import BadPredicate, Problem
from flows.load import Definitions
from flows.model import Flow
from flows.paths import ends, reachable, targets
from flows.responses import fields
from flows.step import END, Action, Call, Collect, Else, Link, SetSlots, Step

_CONTEXT = {"context.flow"}


def lint(definitions: Definitions, intents: Iterable[str] | None = None) -> list[Problem]:
    """Every problem found, in order of file and line. ``intents``: those the NLU knows."""
    check = _Check(definitions, None if intents is None else set(intents))
    problems = [p for flow in definitions.flows.values() for p in check.flow(flow)]
    return sorted([*problems, *check.domain()])


def _filled(flow: Flow) -> set[str]:
    """The slots a flow collects or sets itself."""
    given = [step.values for step in flow.steps if isinstance(step, SetSlots)]
    return {*flow.slots, *(name for values in given for name in values)}


class _Check:
    def __init__(self, definitions: Definitions, intents: set[str] | None) -> None:
        self.definitions = definitions
        self.slots = definitions.domain.slots
        self.responses = definitions.domain.responses
        self.intents = intents

    # --- flows ------------------------------------------------------------------------------
    def flow(self, flow: Flow) -> Iterator[Problem]:
        file, line = self.definitions.places.get(flow.id, (flow.id, 1))
        for message in self.messages(flow):
            yield Problem(file, line, f"flow '{flow.id}': {message}")

    def messages(self, flow: Flow) -> Iterator[str]:
        yield from self.triggers(flow)
        if isinstance(flow.if_, str):
            yield from self.condition(flow.if_)
        for slot in flow.persisted_slots:
            if slot not in self.slots:
                yield f"unknown slot '{slot}' in persisted_slots"
            elif slot not in _filled(flow):
                yield f"persisted slot '{slot}' is neither collected nor set here; Rasa refuses it"
        for step in flow.steps:
            yield from (f"step '{step.id}': {message}" for message in self.step(flow, step))
        yield from self.ways(flow)

    def triggers(self, flow: Flow) -> Iterator[str]:
        for trigger in flow.nlu_trigger:
            if self.intents is not None and trigger.name not in self.intents:
                yield f"unknown intent '{trigger.name}' in nlu_trigger"
            first = self.definitions.triggered_by(trigger.name)
            if first and first.id != flow.id:
                yield f"intent '{trigger.name}' starts flow '{first.id}' already"

    def ways(self, flow: Flow) -> Iterator[str]:
        ids, met = [step.id for step in flow.steps], reachable(flow)
        for step_id in dict.fromkeys(i for i in ids if ids.count(i) > 1):
            yield f"two steps have the id '{step_id}'"
        for step_id in dict.fromkeys(i for i in ids if i not in met):
            yield f"step '{step_id}' can never be reached"
        if not ends(flow):
            yield "no way leads to the end"

    # --- steps ------------------------------------------------------------------------------
    def step(self, flow: Flow, step: Step) -> Iterator[str]:
        for target in targets(step):
            if target != END and flow.step(target) is None:
                yield f"next leads to '{target}', which is no step here"
        if not isinstance(step.next, str):
            for option in step.next:
                if not isinstance(option, Else):
                    yield from self.condition(option.if_)
        yield from self.names(step, flow)

    @singledispatchmethod
    def names(self, step: Step, flow: Flow) -> Iterator[str]:
        """The names a step uses, checked by kind of step; a noop uses none."""
        yield from ()

    @names.register
    def _collect(self, step: Collect, flow: Flow) -> Iterator[str]:
        yield from self.slot(step.collect)
        yield from self.response(step.response)
        for rejection in step.rejections:
            yield from self.condition(rejection.if_)
            yield from self.response(rejection.utter)

    @names.register
    def _action(self, step: Action, flow: Flow) -> Iterator[str]:
        if step.action.startswith("utter_"):
            yield from self.response(step.action)
        elif step.action not in self.definitions.domain.actions:
            yield f"action '{step.action}' is not declared in the domain"
        elif step.action not in self.definitions.actions:
            yield f"action '{step.action}' is declared, but nothing performs it"

    @names.register
    def _set_slots(self, step: SetSlots, flow: Flow) -> Iterator[str]:
        for name in step.values:
            yield from self.slot(name)

    @names.register
    def _link(self, step: Link, flow: Flow) -> Iterator[str]:
        if step.link not in self.definitions.flows:
            yield f"unknown flow '{step.link}'"

    @names.register
    def _call(self, step: Call, flow: Flow) -> Iterator[str]:
        called = self.definitions.flows.get(step.call)
        if called is None:
            yield f"unknown flow '{step.call}'"
        elif flow in scope.family(self.definitions, called):
            yield f"flow '{flow.id}' calls itself through '{called.id}'"
        elif any(isinstance(other, Link) for other in called.steps):
            yield f"flow '{called.id}' has a link, so Rasa does not let it be called"

    # --- names and conditions ---------------------------------------------------------------
    def slot(self, name: str) -> Iterator[str]:
        if name not in self.slots:
            yield f"unknown slot '{name}'"

    def response(self, name: str) -> Iterator[str]:
        if name not in self.responses:
            yield f"unknown response '{name}'"

    def condition(self, text: str) -> Iterator[str]:
        try:
            used = list(predicates.names(text))
        except BadPredicate as error:
            yield str(error)
            return
        if predicates.mixes_and_or(text):
            yield f"'and' and 'or' are mixed without parentheses in {text!r}"
        for name in used:
            if name in _CONTEXT:
                continue
            if not name.startswith("slots."):
                yield f"'{name}' in {text!r} is neither slots.… nor a quoted word"
            elif name.removeprefix("slots.") not in self.slots:
                yield f"unknown slot '{name}' in {text!r}"

    # --- domain -----------------------------------------------------------------------------
    def domain(self) -> Iterator[Problem]:
        for message in [*self.fields(), *self.categories()]:
            yield Problem("domain", 1, message)

    def fields(self) -> Iterator[str]:
        for name, wordings in self.responses.items():
            used = dict.fromkeys(f for wording in wordings for f in fields(wording.text))
            for field in used:
                if field not in self.slots:
                    yield f"response '{name}' names unknown slot '{field}'"

    def categories(self) -> Iterator[str]:
        used = {slot for flow in self.definitions.flows.values() for slot in flow.slots}
        for name in used & self.slots.keys():
            if self.slots[name].type == "categorical" and not self.slots[name].values:
                yield f"categorical slot '{name}' has no values"
