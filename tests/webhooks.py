"""Webhook calls as platforms make them, and how long each waits for its answer."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """``status`` 0: none came. ``seconds``: from the connection's opening to its end."""

    status: int
    body: str
    seconds: float


@dataclass(frozen=True)
class Post:
    """A request to send; ``headers`` as they stand in HTTP."""

    path: str
    query: dict[str, str]
    body: bytes
    headers: str = ""

    def written(self) -> bytes:
        head = (
            f"POST {self.path}?{urlencode(self.query)} HTTP/1.1\r\nHost: bench\r\n{self.headers}"
            f"Content-Length: {len(self.body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + self.body


async def posted(address: str, post: Post) -> Answer:
    """On a connection of its own, with hardly any work on our side: the machine is the server's."""
    where, begun = urlsplit(address), time.perf_counter()
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        writer.write(post.written())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        status = int(head.split(b" ")[1]) if head else 0
    except OSError:
        status, body = 0, b""
    finally:
        writer.close()
    return Answer(status, body.decode(), time.perf_counter() - begun)


async def all_posted(address: str, posts: Iterable[Post], at_once: int) -> list[Answer]:
    room = asyncio.Semaphore(at_once)

    async def one(post: Post) -> Answer:
        async with room:
            return await posted(address, post)

    return await asyncio.gather(*(one(post) for post in posts))
