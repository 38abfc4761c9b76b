"""``tuoyu serve``: the web page, the API and the scheduler in one process."""

import asyncio
from typing import Annotated

import typer

from bot.cli.db import upgraded
from bot.cli.fail import plainly


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
) -> None:
    """Serve the web chat (http://127.0.0.1:8000 by default)."""
    import uvicorn

    from bot.logs import configure
    from bot.settings import Settings
    from bot.web.served import listening, served

    with plainly():
        settings = Settings()
        configure(settings.log_level)
        # Again when it starts; here it still ends in one line that says what is wrong.
        asyncio.run(upgraded(settings.database_url))
        app = served(settings)
        address, number = host or settings.host, port or settings.port
        typer.echo(f"托育通在 http://{address}:{number} ，按 Ctrl-C 停止。")
        uvicorn.run(app, **listening(settings) | {"host": address, "port": number})
