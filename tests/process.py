"""Modules of the tests that run as a process of their own, to be killed."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from pathlib import Path

__all__ = ["Process", "killed", "started"]
ROOT = Path(__file__).parents[1]


async def started(
    environment: dict[str, str], module: str, *arguments: str, keep: tuple[int, ...] = ()
) -> Process:
    """``python -m module``. ``keep``: file descriptors that it gets."""
    # What it calls is on this machine; a proxy would not find it.
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        env=environment | {"NO_PROXY": "*"}, cwd=ROOT, pass_fds=keep,
        stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL,
    )  # fmt: skip


async def killed(process: Process) -> None:
    """With SIGKILL; returns when it is gone."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
