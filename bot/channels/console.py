"""The terminal channel: type, read, answer by number."""

import uuid
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape

from bot.channels.opened import opened
from bot.conversation.service import Inbound
from bot.errors import StoreUnavailable
from bot.settings import Settings

LEAVE = {"exit", "quit", "退出程序"}


async def run(settings: Settings, db: str | None) -> None:
    """Talk until the person leaves (Ctrl-C, Ctrl-D, or 「quit」)."""
    screen = Console()
    screen.print("[bold]托育通[/bold]　输入问题，回车发送；quit 离开。")
    async with opened(settings, db) as service:
        # Reading blocks the loop: nothing else runs in it, and Ctrl-C can end a read.
        while (text := _read()) is not None and text not in LEAVE:
            now = datetime.now(UTC)
            inbound = Inbound("console", "me", str(uuid.uuid4()), now, text)
            try:
                reply = await service.handle(inbound)
            except StoreUnavailable as error:
                screen.print(f"[red]这会儿记不下来，请再说一遍。{escape(str(error))}[/red]")
                continue
            screen.print(f"[green]{escape(reply['text'])}[/green]", highlight=False)


def _read() -> str | None:
    try:
        # A terminal may send bytes that are no text.
        return input("> ").strip().encode("utf-8", "replace").decode("utf-8")
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        return None
