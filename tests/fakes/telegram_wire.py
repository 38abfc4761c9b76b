"""HTTP on a real socket for the fake of the Bot API: a request in, an answer or trouble out."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Upload:
    """A file as it came in a multipart body."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Request:
    path: str
    arguments: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """``body`` None: close the connection without an answer. ``late``: never answer at all."""

    status: int = 200
    body: bytes | None = b""
    late: bool = False


class Wire:
    """Listens on a free port of 127.0.0.1 between ``open`` and ``close``."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None
        self.address = ""

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"

    async def close(self) -> None:
        assert self._server
        self._server.close()
        for writer in self._open.values():
            writer.close()
        # Those that wait for a request find the connection closed, and end.
        if self._open:
            await asyncio.wait(self._open, timeout=5)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open[task] = writer
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._exchange(reader, writer):
                    pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            del self._open[task]

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        response = await self._answer(await _request(reader))
        if response.late:
            await reader.read()  # until the other side gives up
        if response.late or response.body is None:
            return False
        head = (
            f"HTTP/1.1 {response.status} -\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(response.body)}\r\n\r\n"
        )
        writer.write(head.encode() + response.body)
        await writer.drain()
        return True


async def _request(reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(b"\r\n\r\n")
    first, _, fields = head.partition(b"\r\n")
    headers = BytesParser(policy=HTTP).parsebytes(fields, headersonly=True)
    body = await reader.readexactly(int(headers.get("Content-Length", "0")))
    path = first.decode().split(" ")[1]
    kind = str(headers.get("Content-Type", ""))
    if kind.startswith("multipart/"):
        return Request(path, *_parts(kind, body))
    return Request(path, dict(parse_qsl(body.decode(), keep_blank_values=True)))


def _parts(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    arguments, files = {}, {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        fields = dict(re.findall(r'(\w+)="([^"]*)"', head.decode()))
        if "filename" in fields:
            media_type = head.decode().partition("Content-Type: ")[2].strip()
            files[fields["name"]] = Upload(fields["filename"], media_type, content)
        else:
            arguments[fields["name"]] = content.decode()
    return arguments, files


def as_json(status: int, value: Any) -> Response:
    return Response(status, json.dumps(value).encode())
