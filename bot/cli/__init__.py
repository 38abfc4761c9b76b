"""The ``tuoyu`` command: one file per group of commands, imported when it is used."""

from bot.cli.main import app

__all__ = ["app"]
