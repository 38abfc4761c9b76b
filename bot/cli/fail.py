"""How commands fail: one line that says what is wrong, exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from bot.errors import BotError
from content.errors import ContentError
from flows.errors import FlowError
from nlu.errors import NluError

# What a command may raise for reasons outside the program.
FAILURES = (BotError, ContentError, FlowError, NluError, OSError, ValidationError)


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what we can explain into a message on stderr."""
    try:
        yield
    except FAILURES as error:
        typer.secho(told(error), err=True, fg="red")
        raise typer.Exit(1) from error


def told(error: Exception) -> str:
    """What went wrong, in one line if possible; settings by the variables that hold them."""
    if not isinstance(error, ValidationError):
        return str(error)
    if error.title != "Settings":
        raise error
    problems = [f"TUOYU_{'_'.join(map(str, p['loc'])).upper()}: {p['msg']}" for p in error.errors()]
    return "; ".join(problems)
