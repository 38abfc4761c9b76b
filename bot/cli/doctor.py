"""``tuoyu doctor``: is everything there that is needed, and what to do if not."""

import asyncio
from collections.abc import Callable

import typer
from pydantic import ValidationError

from bot.channels.check import Check
from bot.cli.fail import FAILURES, told
from bot.settings import Settings


def doctor() -> None:
    """Check content, flows, model, database and channels; exit 1 if something is wrong."""
    checks = {"内容 content": _content, "流程 flows": _flows, "模型 nlu": _model, "数据库 db": _db}
    failed = False
    for name, check in checks.items():
        failed |= not _passed(name, check)
    for found in _channels():
        mark, colour = ("✓", "green") if found.ok else ("✗", "red")
        typer.secho(f"{mark} {found.name}: {found.told}".rstrip(": "), fg=colour)
        failed |= not found.ok
    raise typer.Exit(1 if failed else 0)


def _passed(name: str, check: Callable[[], str]) -> bool:
    try:
        typer.secho(f"✓ {name}: {check()}", fg="green")
    except FAILURES as error:
        typer.secho(f"✗ {name}: {told(error)}", fg="red")
        return False
    return True


def _content() -> str:
    from bot.wiring import library

    return f"{len(library().topics)} topics"


def _flows() -> str:
    from bot.wiring import definitions, library

    return f"{len(definitions(library()).flows)} flows"


def _model() -> str:
    from bot.wiring import nlu

    settings = Settings()
    parse = nlu(settings).parse("你好")
    return f"{settings.nlu_backend}, 你好 → {parse.intent.name}"


def _channels() -> list[Check]:
    """What the configured platforms say; nothing where the settings cannot be read at all."""
    from datetime import UTC, datetime

    from bot.channels.setup import checks

    try:
        settings = Settings()
    except ValidationError:
        return []  # told with the model
    return asyncio.run(checks(settings, lambda: datetime.now(UTC)))


def _db() -> str:
    from bot.store.database import Database
    from bot.store.migrate import revisions

    async def run() -> str:
        database = Database(Settings().database_url)
        try:
            await database.ping()
            current, newest = await revisions(database)
        finally:
            await database.close()
        hint = "" if current == newest else "，请运行 tuoyu db upgrade"
        return f"revision {current}, newest {newest}{hint}"

    return asyncio.run(run())
