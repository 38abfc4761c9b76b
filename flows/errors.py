"""The exceptions of this package.

FlowError
├── FlowsInvalid    definitions that do not keep to the CALM subset; carries every problem
├── BadPredicate    a condition that pypred cannot read
├── UnknownName     a command names a flow, slot or action that is not defined
└── RunawayFlow     a flow that took more steps than any honest one: a loop without a question
"""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FlowError(Exception):
    """Anything that goes wrong in this package."""


class FlowsInvalid(FlowError):
    """Definitions that cannot be loaded. ``problems`` has all of them, in order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class BadPredicate(FlowError):
    """A condition that pypred cannot read."""


class UnknownName(FlowError):
    """A command names a flow, slot or action that is not defined."""


class RunawayFlow(FlowError):
    """More steps between two messages than any flow needs: it loops without asking."""
