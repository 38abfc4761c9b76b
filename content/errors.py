"""The exceptions of this package.

ContentError
├── ContentInvalid   files that do not keep to the schema; carries every problem
└── UnknownKey       a caller names a topic, source, parameter or place we do not have
"""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file: where it stands and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """Anything that goes wrong in this package."""


class ContentInvalid(ContentError):
    """The files do not keep to the schema. ``problems`` has all of them, in order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class UnknownKey(ContentError, KeyError):
    """A topic, source, parameter or place that the library does not have."""

    def __str__(self) -> str:
        return str(self.args[0])
