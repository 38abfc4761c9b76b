"""YAML read strictly: a key twice is an error, and every value knows its line.

Flows are parsed here too and handed to ``flows.load`` as data: the pure engine opens no
file, and the two packages need no common ground.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.reader import Reader

from content.errors import ContentInvalid, Problem

T = TypeVar("T")
Loc = Sequence[int | str]

# libyaml reads the library some ten times faster; the pure loader serves where it is absent.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The safe loader, refusing a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _at(key_node, "a key is a word, not a list or a mapping")
            if key in seen:
                raise _at(key_node, f"key {key!r} stands twice")
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        # PyYAML lets what Python says of 2026-02-30 or of `!!int x` through as it is.
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, AttributeError) as error:
            raise _at(node, f"cannot read {node.value!r}: {error}") from error


def _at(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: ``name`` as people call it, ``data``, and where each value stands."""

    name: str
    text: str
    data: Any

    def line(self, loc: Loc) -> int:
        """The 1-based line of the value at ``loc`` (keys and indexes), or of its nearest parent.

        Steps that the file does not have are passed over: pydantic names the member of a union.
        """
        node, line = self._root, 1
        for step in loc:
            child = _child(node, step)
            if child is not None:
                line, node = child
        return line

    @cached_property
    def _root(self) -> yaml.Node | None:
        # Only errors need lines, so the node tree is built when the first one turns up.
        return yaml.compose(self.text, Loader=_Loader)


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


def parse(name: str, text: str) -> YamlFile:
    """Read ``text``; raises ContentInvalid with the line of a syntax error or a double key."""
    if bad := Reader.NON_PRINTABLE.search(text):
        message = f"character {bad.group()!r} is not allowed"
        raise ContentInvalid([Problem(name, text.count("\n", 0, bad.start()) + 1, message)])
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader's subclass)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or str(error)
        raise ContentInvalid([Problem(name, mark.line + 1 if mark else 1, message)]) from error
    return YamlFile(name, text, data)


def read(path: Path, root: Path | None = None) -> YamlFile:
    """Read a file; its name is the path below ``root``. Raises ContentInvalid."""
    name = path.relative_to(root).as_posix() if root else path.name
    return parse(name, decoded(name, path.read_bytes()))


def decoded(name: str, raw: bytes) -> str:
    """The text of a file; raises ContentInvalid with the first line that is not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentInvalid([Problem(name, line, "the file is not UTF-8")]) from error


def validated(file: YamlFile, shape: TypeAdapter[T]) -> T:
    """The file's data in ``shape``; raises ContentInvalid naming each wrong line."""
    try:
        return shape.validate_python(file.data)
    except ValidationError as error:
        raise ContentInvalid([_problem(file, e["loc"], e) for e in error.errors()]) from error


def _problem(file: YamlFile, loc: Loc, error: Any) -> Problem:
    where = ".".join(str(step) for step in loc)
    if error["type"] == "extra_forbidden":
        return Problem(file.name, file.line(loc), f"unknown key '{loc[-1]}' ({where})")
    return Problem(file.name, file.line(loc), f"{where}: {error['msg']}".removeprefix(": "))
