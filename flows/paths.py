"""The ways through a flow."""

from flows.model import Flow
from flows.step import END, Else, Link, Step


def targets(step: Step) -> list[str]:
    """Where a step may lead."""
    if isinstance(step, Link):
        return []
    if isinstance(step.next, str):
        return [step.next]
    return [o.else_ if isinstance(o, Else) else o.then for o in step.next]


def reachable(flow: Flow) -> set[str]:
    """Ids of the steps that can be reached from the first."""
    seen: set[str] = set()
    todo = [flow.first]
    while todo:
        step = flow.step(todo.pop())
        if step and step.id not in seen:
            seen.add(step.id)
            todo += targets(step)
    return seen


def ends(flow: Flow) -> bool:
    """Whether some way leads out of the flow."""
    met = reachable(flow)
    steps = [step for step in flow.steps if step.id in met]
    return any(END in targets(step) or isinstance(step, Link) for step in steps)
