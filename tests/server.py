"""The server as a process of its own, as ``tuoyu serve`` runs it, on a socket that outlives it.

What connects while no process is there waits in the socket's queue for the next one.
"""

import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.process import Process, killed, started


def listening_socket(backlog: int = 1024) -> socket.socket:
    """On a free port of 127.0.0.1."""
    return socket.create_server(("127.0.0.1", 0), backlog=backlog)


def address(of: socket.socket) -> str:
    return f"http://127.0.0.1:{of.getsockname()[1]}"


async def server_started(
    environment: dict[str, str], on: socket.socket, lease: float = 120
) -> Process:
    """``lease``: of the couriers, in seconds. It may not listen yet."""
    number = on.fileno()
    return await started(environment, "tests.server", str(number), str(lease), keep=(number,))


@asynccontextmanager
async def server(environment: dict[str, str], lease: float = 120) -> AsyncIterator[str]:
    """A server's address; it is killed afterwards."""
    with listening_socket() as on:
        process = await server_started(environment, on, lease)
        try:
            yield address(on)
        finally:
            await killed(process)


def _main(number: int, lease: float) -> None:
    from datetime import timedelta

    import uvicorn

    import bot.cli  # noqa: F401 - sets the environment of the numbers, as the command does
    from bot.outbox.courier import Terms
    from bot.settings import Settings
    from bot.web.served import listening, served

    settings = Settings(_env_file=None)
    app = served(settings, Terms(lease=timedelta(seconds=lease)))
    config = uvicorn.Config(app, **listening(settings))
    uvicorn.Server(config).run([socket.socket(fileno=number)])


if __name__ == "__main__":
    _main(int(sys.argv[1]), float(sys.argv[2]))
