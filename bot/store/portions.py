"""Long lists in portions: a statement takes only so many parameters; and plain rows."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
# Plain rows of a query, with the columns as attributes.
Rows = Sequence[Any]


def portions(values: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), most):
        yield values[start : start + most]
