"""/files/<id>: a stored file, for who has its address."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Path, Request, Response

from bot.conversation.service import Service
from bot.store.files import Content
from bot.web.pages import notice
from bot.web.refusals import FILE, refusals

# An id is all that guards a file. One that somebody could hit upon is not served at all:
# 16 characters of token_urlsafe are 96 random bits.
_ID = re.compile(r"[A-Za-z0-9_-]{16,40}")
_GONE = ("这个文件没有了", "文件没有了，或者过期了。请在聊天里再要一次。")
_MEDIA = re.compile(r"[A-Za-z0-9][\w.+-]*/[A-Za-z0-9][\w.+-]*")
# Shown in the browser; everything else is saved, so that no page of a file's runs as ours.
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}
_PLAIN = re.compile(r'[^ -~]|["\\%;]')

FileId = Annotated[
    str, Path(description="As in the link that was sent.", examples=["8Zk0qVYhR3yT1mWb5nXcDg"])
]


def add_files(app: FastAPI) -> None:
    app.get(
        "/files/{file_id}",
        response_class=Response,
        responses={**FILE, **refusals(404, 422, 503)},
        operation_id="file",
        summary="A file that was sent",
        tags=["files"],
    )(file)
    app.head("/files/{file_id}", include_in_schema=False)(file)


async def file(file_id: FileId, request: Request) -> Response:
    """Until it expires; HEAD works too. Not to be cached: it must be gone when it has expired."""
    service: Service = request.app.state.service
    found = None
    if _ID.fullmatch(file_id):
        async with service.database.unit() as rows:
            found = await rows.files.read(file_id, request.app.state.clock())
    if found:
        return served(found, head=request.method == "HEAD")
    if "text/html" in request.headers.get("accept", ""):
        return notice(request, *_GONE, 404)
    raise HTTPException(404, _GONE[1])


def served(found: Content, head: bool) -> Response:
    """The answer; to HEAD the same without the content."""
    media = found.media_type if _MEDIA.fullmatch(found.media_type) else "application/octet-stream"
    headers = {
        "Content-Disposition": disposition(found.name, shown=media in _SHOWN),
        "Content-Length": str(len(found.content)),
    }
    return Response(b"" if head else found.content, media_type=media, headers=headers)


def disposition(name: str, shown: bool) -> str:
    """Content-Disposition with the name in full for browsers, in ASCII for very old ones."""
    kind = "inline" if shown else "attachment"
    whole = "".join(c for c in name if c.isprintable()).replace("/", "_") or "file"
    plain = _PLAIN.sub("_", whole)
    full = quote(whole.encode("utf-8", "replace"), safe="")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{full}"
