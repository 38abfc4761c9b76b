"""Flows as Mermaid diagrams, for the docs."""

from functools import singledispatch

from flows.load import Definitions
from flows.model import Flow
from flows.step import END, Action, Call, Collect, Else, Link, SetSlots, Step

_ENTITIES = {'"': "'", "#": "#35;", "<": "#lt;", ">": "#gt;"}
_LENGTH = 60  # characters of a label; a box is no place for a paragraph


def mermaid(definitions: Definitions, flow: Flow) -> str:
    """One flow as a Mermaid flowchart: questions are rounded, forks carry their condition."""
    lines = ["flowchart TD"]
    for step in flow.steps:
        key = _key(flow, step.id)
        lines.append(f"    {key}{_box(step, definitions)}")
        lines += [f"    {key} {arrow} {_key(flow, to)}" for arrow, to in _arrows(step)]
    if any(_key(flow, to) == END for step in flow.steps for _, to in _arrows(step)):
        lines.append("    END((完))")
    return "\n".join(lines) + "\n"


@singledispatch
def _box(step: Step, definitions: Definitions) -> str:
    return '{"…"}'


@_box.register
def _question(step: Collect, definitions: Definitions) -> str:
    wordings = definitions.domain.responses.get(step.response)
    return f'(["{_label(wordings[0].text if wordings else step.collect)}"])'


@_box.register
def _action(step: Action, definitions: Definitions) -> str:
    return f'["{_label(step.action)}"]'


@_box.register
def _assignment(step: SetSlots, definitions: Definitions) -> str:
    pairs = "，".join(f"{name} = {_plain(value)}" for name, value in step.values.items())
    return f'["{_label(pairs)}"]'


@_box.register
def _call(step: Call, definitions: Definitions) -> str:
    return f'[["{_label(step.call)}"]]'


@_box.register
def _link(step: Link, definitions: Definitions) -> str:
    return f'[["{_label(step.link)}"]]'


def _arrows(step: Step) -> list[tuple[str, str]]:
    if isinstance(step, Link):
        return []
    if isinstance(step.next, str):
        return [("-->", step.next)]
    return [
        ("-->|else|", o.else_) if isinstance(o, Else) else (f'-->|"{_label(o.if_)}"|', o.then)
        for o in step.next
    ]


def _key(flow: Flow, step_id: str) -> str:
    """A key Mermaid can read: ids may hold spaces and signs that mean something to it.

    A step that does not exist ends the flow, as it does when the flow is run.
    """
    if step_id == END or flow.step(step_id) is None:
        return END
    return f"s{[step.id for step in flow.steps].index(step_id)}"


def _plain(value: object) -> str:
    return "null" if value is None else str(value)


def _label(text: str) -> str:
    line = text.split("\n", maxsplit=1)[0]
    short = line if len(line) <= _LENGTH else f"{line[: _LENGTH - 1]}…"
    return "".join(_ENTITIES.get(sign, sign) for sign in short)
