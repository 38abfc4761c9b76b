"""What is wrong with a checklist: unknown topics and steps, and an order nobody can keep."""

from collections.abc import Container, Iterator
from graphlib import CycleError, TopologicalSorter

from content.schema import Checklist
from content.strict_yaml import Loc

Finding = tuple[Loc, str]


def check_steps(checklist: Checklist, topics: Container[str]) -> Iterator[Finding]:
    """Findings with their place below ``steps``."""
    places = {step.id: index for index, step in reversed([*enumerate(checklist.steps)])}
    for index, step in enumerate(checklist.steps):
        if places[step.id] != index:
            yield (index, "id"), f"step '{step.id}' is defined twice"
        for at, topic in enumerate(step.topics):
            if topic not in topics:
                yield (index, "topics", at), f"step '{step.id}' names unknown topic '{topic}'"
        for at, name in enumerate(step.after):
            if name not in places:
                yield (index, "after", at), f"step '{step.id}' names unknown step '{name}'"
    yield from _cycle(checklist, places) or _order(checklist, places)


def _cycle(checklist: Checklist, places: dict[str, int]) -> list[Finding]:
    try:
        TopologicalSorter({step.id: step.after for step in checklist.steps}).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        first = min(places[name] for name in ring)
        return [((first, "after"), f"steps wait for each other: {' → '.join(reversed(ring))}")]
    return []


def _order(checklist: Checklist, places: dict[str, int]) -> list[Finding]:
    """Steps stand in the order in which people take them, so none waits for a later one."""
    return [
        ((index, "after", at), f"step '{step.id}' stands before '{name}', which it waits for")
        for index, step in enumerate(checklist.steps)
        for at, name in enumerate(step.after)
        if places.get(name, -1) > index
    ]
