"""By which channel a digest goes: the preferred one, or what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.duties.decision import Entry, Why
from scheduler.duties.persons import Channel


@dataclass(frozen=True)
class Way:
    channel: str
    by: Literal["chat", "template"]


def way(channels: Iterable[Channel], entries: Sequence[Entry], today: date) -> Way | Why:
    """The first channel in the order of preference that takes the digest, or why none does."""
    open_ones = [channel for channel in channels if channel.reachable]
    urgent = any(entry.item.urgent(today) for entry in entries)
    for channel in open_ones:
        if channel.free:
            return Way(channel.name, "chat")
        if channel.templates > (0 if urgent else channel.reserve):
            return Way(channel.name, "template")
    if any(channel.templates for channel in open_ones):
        return Why.TEMPLATES_SHORT
    return Why.NO_TEMPLATE
