"""The value of a parsed condition for the facts at hand.

One small function per kind of node. Null is never an error here: whatever is compared with
it is false, and only ``is null``, ``is undefined`` and ``is empty`` ask for it.
"""

import operator
import re
from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Any

from pypred import ast

Context = Mapping[str, Mapping[str, Any]]
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@singledispatch
def value(node: Any, context: Context) -> Any:
    """The value of one node of the tree. Here numbers and constants, which are their own."""
    return node.value


@value.register(ast.Undefined)
@value.register(ast.Empty)
def _nothing(node: Any, context: Context) -> None:
    return None


@value.register(ast.Literal)
def _literal(node: Any, context: Context) -> Any:
    word: str = node.value
    if word[0] in "'\"":
        return word[1:-1]
    found: Any = context
    for part in word.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


@value.register(ast.LiteralSet)
def _members(node: Any, context: Context) -> tuple[Any, ...]:
    return tuple(value(child, context) for child in node.value)


@value.register(ast.NegateOperator)
def _negate(node: Any, context: Context) -> bool:
    return not value(node.left, context)


@value.register(ast.LogicalOperator)
def _combine(node: Any, context: Context) -> bool:
    left, right = node.left, node.right
    if node.type == "and":
        return bool(value(left, context)) and bool(value(right, context))
    return bool(value(left, context)) or bool(value(right, context))


@value.register(ast.CompareOperator)
def _compare(node: Any, context: Context) -> bool:
    left, right = value(node.left, context), value(node.right, context)
    if node.type in _ORDER:
        return _comparable(left, right) and _ORDER[node.type](left, right)
    negated: bool = node.type == "!="
    for test, tested in ((node.right, left), (node.left, right)):
        if _tests_null(test):
            return _is_null(test, tested) != negated
    if left is None or right is None:
        return False
    return _equal(left, right) != negated


@value.register(ast.ContainsOperator)
def _contains(node: Any, context: Context) -> bool:
    left, right = value(node.left, context), value(node.right, context)
    if left is None or right is None:
        return False
    try:
        return bool(right in left)
    except TypeError:  # a number has no members, and a text none that are not text
        return False


@value.register(ast.MatchOperator)
def _matches(node: Any, context: Context) -> bool:
    text = value(node.left, context)
    return isinstance(text, str) and re.search(node.right.value, text) is not None


def _tests_null(node: ast.Node) -> bool:
    return isinstance(node, ast.Undefined | ast.Empty) or (
        isinstance(node, ast.Constant) and node.value is None
    )


def _is_null(test: ast.Node, tested: Any) -> bool:
    """``null`` and ``undefined`` are one thing; ``empty`` is also a text or list without length."""
    if isinstance(test, ast.Empty) and isinstance(tested, str | list | tuple | dict):
        return not tested
    return tested is None


def _comparable(left: Any, right: Any) -> bool:
    return (_is_number(left) and _is_number(right)) or (
        isinstance(left, str) and isinstance(right, str)
    )


def _is_number(operand: Any) -> bool:
    return isinstance(operand, int | float) and not isinstance(operand, bool)


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, tuple) or isinstance(right, tuple):
        return _same_members(left, right)  # a set in the condition: order says nothing
    return bool(left == right)


def _same_members(left: Any, right: Any) -> bool:
    if not isinstance(left, list | tuple) or not isinstance(right, list | tuple):
        return False
    return all(x in right for x in left) and all(x in left for x in right)
