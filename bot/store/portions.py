"""Long lists in portions: a statement takes only so many parameters; and plain rows."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V", bound=Hashable)
# Plain rows of a query, with the columns as attributes.
Rows = Sequence[Any]


def portions(values: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), most):
        yield values[start : start + most]


def by_value(values: Mapping[K, V], most: int) -> Iterator[tuple[V, Sequence[K]]]:
    """Each value with the keys that have it, in portions: one statement writes it to all of them."""
    keys: dict[V, list[K]] = {}
    for key, value in values.items():
        keys.setdefault(value, []).append(key)
    for value, some in keys.items():
        yield from ((value, portion) for portion in portions(some, most))
