"""/metrics, for Prometheus; not for the public."""

import hmac
import ipaddress

from fastapi import HTTPException, Request, Response

from bot.conversation.service import Service
from bot.errors import StoreUnavailable
from bot.metrics import CONTENT_TYPE
from bot.web.operation import Operation

# Whatever a proxy adds. A request that came through one is not from this machine, even where the
# proxy stands on it.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


async def metrics(request: Request) -> Response:
    """Counts, latencies and the outbox's depth in Prometheus' text format.

    From this machine only; where `TUOYU_METRICS_TOKEN` is set, from anywhere, but with it.
    """
    operation: Operation = request.app.state.operation
    admit(request, operation.metrics_token)
    service: Service = request.app.state.service
    try:
        async with service.database.unit() as rows:
            depth = await rows.letters.depth()
    except StoreUnavailable:
        depth = None
    operation.metrics.outbox(depth, request.app.state.clock(), operation.channels)
    return Response(operation.metrics.text(), media_type=CONTENT_TYPE)


def admit(request: Request, token: str | None) -> None:
    """Raises HTTPException (401, 403) for who may not read the metrics."""
    if not token:
        if not _local(request):
            raise HTTPException(403, "这里只给管理员看。")
        return
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    if kind.lower() != "bearer" or not same:
        raise HTTPException(401, "这里只给管理员看。", headers={"WWW-Authenticate": "Bearer"})


def _local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
