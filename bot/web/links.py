"""Signed links to somebody's own pages, for channels whose users bring no cookie."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bot.web.identity import Identity

LIFE = timedelta(days=7)
_PURPOSE = "checklist link"


@dataclass(frozen=True)
class Talker:
    """Somebody on a channel."""

    channel: str
    sender: str


def checklist_link(
    identity: Identity, public_url: str, channel: str, sender: str, now: datetime
) -> str:
    """The address of somebody's checklist to print, good for ``LIFE`` from ``now``.

    Whoever has it can read that checklist, and do nothing else.
    """
    until = int((now + LIFE).timestamp())
    told = json.dumps([channel, sender, until], separators=(",", ":")).encode()
    packed = base64.urlsafe_b64encode(told).decode().rstrip("=")
    # A key of its own: such a link is no cookie, nor a cookie a link.
    who = identity.derived(_PURPOSE).sign(packed)
    return f"{public_url}/checklist?{urlencode({'who': who})}"


def talker(identity: Identity, who: str, now: datetime) -> Talker | None:
    """Whose link it is; None for one that we did not sign or that has expired."""
    packed = identity.derived(_PURPOSE).person(who)
    if packed is None:
        return None
    told = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    channel, sender, until = json.loads(told)
    return Talker(channel, sender) if now.timestamp() < until else None
