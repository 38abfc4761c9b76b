"""A push of WeChat as what our service takes, or as news of a follower or of a template."""

import hashlib
import math
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wechatpy import events, messages
from wechatpy.parser import parse_message

from bot.channels.wechat import CHANNEL
from bot.conversation.service import Inbound
from content.positions.gcj02 import to_wgs84

# What following the account says on behalf of the follower.
GREETING = "你好"
_NAME = re.compile(r"[A-Za-z0-9_@.-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_MOMENT = re.compile(r"[0-9]{1,11}")
_CODE = 128
_MEDIA = 300  # characters of an id
# What WeChat writes in place of what it does not pass on to accounts (stickers, red packets).
_WITHHELD = "【收到不支持的消息类型，暂无法显示】"


@dataclass(frozen=True)
class Delivery:
    """What became of a template message. ``status``: success, failed:user block, …"""

    message: str
    status: str


@dataclass(frozen=True)
class Push:
    """``inbound``: what was said; ``gone``: they unfollowed. None of them: nothing for us.

    ``account``: our own name, the sender of the answer. ``created``: seconds of WeChat's clock.
    """

    follower: str
    account: str
    created: int
    inbound: Inbound | None = None
    gone: bool = False
    delivery: Delivery | None = None


def understood(xml: str, now: datetime) -> Push:
    """What a push tells us. Raises ValueError for what is none."""
    try:
        message = parse_message(xml)
        return _read(message, now)
    except ValueError:
        raise
    except Exception as error:
        # The library trusts its platform: whatever is missing or of another kind, it trips over.
        raise ValueError(f"not a push: {type(error).__name__}") from error


def _read(message: Any, now: datetime) -> Push:
    data = message._data
    follower = _matching(_NAME, data, "FromUserName")
    account = _matching(_NAME, data, "ToUserName")
    created = int(_matching(_MOMENT, data, "CreateTime"))
    if data["MsgType"].lower() != "event":
        bare = Inbound(CHANNEL, follower, f"m{_matching(_NUMBER, data, 'MsgId')}", now)
        return Push(follower, account, created, _said(message, bare))
    if isinstance(message, events.UnsubscribeEvent):
        return Push(follower, account, created, gone=True)
    if isinstance(message, events.TemplateSendJobFinishEvent):
        delivery = Delivery(_matching(_NUMBER, data, "MsgID"), _text(data, "Status"))
        return Push(follower, account, created, delivery=delivery)
    bare = Inbound(CHANNEL, follower, _event_id(data, created), now, opens="touch")
    return Push(follower, account, created, _touched(message, bare))


def _said(message: Any, bare: Inbound) -> Inbound:
    """A message; of what we cannot read (and of speech, which comes without its words) that."""
    data = message._data
    if isinstance(message, messages.LocationMessage):
        north, east = _degrees(data, "Location_X", 90), _degrees(data, "Location_Y", 180)
        return replace(bare, position=to_wgs84(north, east))
    if isinstance(message, messages.ImageMessage):
        return replace(bare, unread=True, picture=_text(data, "MediaId")[:_MEDIA] or None)
    if not isinstance(message, messages.TextMessage):
        return replace(bare, unread=True)
    text = _text(data, "Content")
    if text == _WITHHELD:
        return replace(bare, unread=True)
    # The number of the choice that was pressed in a menu; the library does not know of it.
    pressed = _text(data, "bizmsgmenuid")
    if pressed:
        return replace(bare, text=text, choice=pressed[:_CODE], label=text or None)
    return replace(bare, text=text)


def _touched(message: Any, bare: Inbound) -> Inbound | None:
    """A click, a scan, a new follower; None for events that nobody expects an answer to.

    LOCATION is one of these: it comes by itself whenever somebody opens the chat. It is not
    remembered either: nobody asked for it, and who wants to be found sends a location.
    """
    key = _text(message._data, "EventKey")
    if isinstance(message, events.SubscribeScanEvent | events.ScanEvent) and key:
        return replace(bare, choice=f"bind={key[:_CODE]}", label="扫码")
    if isinstance(message, events.SubscribeEvent | events.SubscribeScanEvent):
        return replace(bare, text=GREETING)
    if isinstance(message, events.ClickEvent) and key:
        return replace(bare, choice=key) if "=" in key else replace(bare, text=key)
    return None


def _event_id(data: Any, created: int) -> str:
    """Events have no number: their moment and kind, and which button, as two may be one second's."""
    key = hashlib.sha256(_text(data, "EventKey").encode("utf-8", "replace")).hexdigest()[:12]
    return f"e{created}-{_text(data, 'Event').lower()[:40]}-{key}"


def _text(data: Any, name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value


def _matching(pattern: re.Pattern[str], data: Any, name: str) -> str:
    value = _text(data, name)
    if not pattern.fullmatch(value):
        raise ValueError(f"{name} is missing or has another shape")
    return value


def _degrees(data: Any, name: str, most: float) -> float:
    value = float(_text(data, name))
    if not math.isfinite(value) or abs(value) > most:
        raise ValueError(f"{name} is no place on earth")
    return value
