"""Conditions of flows: pypred's syntax, our own evaluation.

pypred 0.4 parses what Rasa's flows are written in, but raises TypeError when a null is
compared with a number, and lets ``!=`` hold for null. Here a comparison with null is false,
whatever the operator; ``is null`` and ``is not null`` are the tests for it. Note pypred's
grammar: ``and`` and ``or`` bind alike and to the right, so mixing them needs parentheses
(lint says so).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ply import yacc
from pypred import ast, parser

from flows.errors import BadPredicate
from flows.evaluate import Context, value

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_INNERMOST = re.compile(r"\(([^()]*)\)")
_AND_OR = re.compile(r"(?<![\w.:;-])(and|or)(?![\w.:;-])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _parser() -> Any:
    # pypred ships stale tables and PLY warns about them on stderr; they are rebuilt here.
    return yacc.yacc(module=parser, debug=False, write_tables=False, errorlog=yacc.NullLogger())


@lru_cache(maxsize=1024)
def parse(text: str) -> ast.Node:
    """The syntax tree of a condition; raises BadPredicate."""
    machine, lexer = _parser(), parser.get_lexer()
    machine.errors = []
    lexer.parser = machine
    try:
        tree = machine.parse(text, lexer=lexer)
    # What pypred's own actions raise on operands they do not expect, e.g. a set within a set.
    except (SyntaxError, AttributeError, TypeError) as error:
        raise BadPredicate(f"cannot read the condition {text!r}: {error}") from error
    if machine.errors or lexer.errors or tree is None:
        raise BadPredicate(f"cannot read the condition {text!r}")
    valid, info = tree.validate()
    if not valid:
        raise BadPredicate(f"cannot read the condition {text!r}: {'; '.join(info['errors'])}")
    return tree


def holds(text: str, context: Context) -> bool:
    """Whether the condition is true of ``context`` ({"slots": …, "context": …})."""
    return bool(value(parse(text), context))


def names(text: str) -> Iterator[str]:
    """The identifiers a condition refers to, e.g. ``slots.region``."""
    yield from _names(parse(text))


def mixes_and_or(text: str) -> bool:
    """Whether ``and`` and ``or`` stand side by side without parentheses."""
    bare = _QUOTED.sub("''", text)
    while group := _INNERMOST.search(bare):
        if _mixed(group[1]):
            return True
        bare = f"{bare[: group.start()]} {bare[group.end() :]}"
    return _mixed(bare)


def _mixed(text: str) -> bool:
    return len({word.lower() for word in _AND_OR.findall(text)}) == 2


def _names(node: ast.Node) -> Iterator[str]:
    if isinstance(node, ast.Literal) and node.value[0] not in "'\"":
        yield node.value
    children = list(node.value) if isinstance(node, ast.LiteralSet) else []
    for child in [getattr(node, "left", None), getattr(node, "right", None), *children]:
        if isinstance(child, ast.Node):
            yield from _names(child)
