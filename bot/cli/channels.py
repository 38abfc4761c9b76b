"""``tuoyu channels``: Telegram and WeChat, as far as the settings name them."""

import asyncio

import typer

from bot.cli.fail import plainly

app = typer.Typer(help="Telegram and WeChat.", no_args_is_help=True)


@app.command()
def setup() -> None:
    """Set webhook, commands, profile and menu of each configured channel; may be run again."""
    with plainly():
        done = asyncio.run(_set_up())
    for line in done:
        typer.secho(f"✓ {line}", fg="green")


async def _set_up() -> list[str]:
    from datetime import UTC, datetime

    from bot.channels.setup import configured, set_up
    from bot.errors import Misconfigured
    from bot.settings import Settings
    from bot.store.database import Database
    from bot.store.migrate import upgrade
    from bot.web.identity import secret_of

    settings = Settings()
    if not configured(settings):
        raise Misconfigured(
            "没有配置渠道：TUOYU_TELEGRAM_TOKEN 或 TUOYU_WECHAT_APP_ID，见 docs/deployment.md"
        )
    database = Database(settings.database_url)
    try:
        await upgrade(database)  # WeChat's token is kept there
        return await set_up(settings, database, secret_of(settings), lambda: datetime.now(UTC))
    finally:
        await database.close()
