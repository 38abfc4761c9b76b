"""The slots that belong to a flow: what it and the flows it calls ask for and set."""

from collections.abc import Iterator

from flows.load import Definitions
from flows.model import Flow
from flows.step import Call, Collect, SetSlots, Step


def family(definitions: Definitions, flow: Flow) -> list[Flow]:
    """The flow and those it calls, directly or through others; unknown ones are left out."""
    found: dict[str, Flow] = {}
    todo = [flow.id]
    while todo:
        member = definitions.flows.get(todo.pop())
        if member and member.id not in found:
            found[member.id] = member
            todo += [step.call for step in member.steps if isinstance(step, Call)]
    return list(found.values())


def asked(definitions: Definitions, flow: Flow) -> set[str]:
    """The slots the flow asks for, itself or through flows it calls."""
    return {slot for member in family(definitions, flow) for slot in member.slots}


def owned(definitions: Definitions, flow: Flow) -> set[str]:
    """The slots it asks for or sets."""
    steps = _steps(definitions, flow)
    return asked(definitions, flow) | {
        name for step in steps if isinstance(step, SetSlots) for name in step.values
    }


def forgotten(definitions: Definitions, flow: Flow) -> set[str]:
    """The slots that are null again after the flow, as in Rasa.

    A called flow's slots live as long as the flow that called it.
    """
    return owned(definitions, flow) - _kept(definitions, flow)


def _kept(definitions: Definitions, flow: Flow) -> set[str]:
    persisted = {s for member in family(definitions, flow) for s in member.persisted_slots}
    return persisted | {
        step.collect
        for step in _steps(definitions, flow)
        if isinstance(step, Collect) and not step.reset_after_flow_ends
    }


def _steps(definitions: Definitions, flow: Flow) -> Iterator[Step]:
    for member in family(definitions, flow):
        yield from member.steps
