"""The audit log of one institution as lines to read. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile, takewhile
from typing import Any

from bot.settings import CHINA
from bot.store.audits import DELETED
from bot.store.institution_models import AuditEntry


def of_living(entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Newest first, without those of one before that had the same number."""
    return list(takewhile(lambda entry: entry.action != DELETED, entries))


def of_deleted(entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Newest first, from its deletion back, without those of one before with its number."""
    from_the_end = list(dropwhile(lambda entry: entry.action != DELETED, entries))
    return from_the_end[:1] + of_living(from_the_end[1:])


def line(entry: AuditEntry) -> str:
    """「2026-11-22 10:00  director:3  duty.done  staff:5  staff.health_check: → 2026-11-20」."""
    when = f"{entry.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    parts = [when, entry.actor, entry.action, entry.subject or "", _changes(entry)]
    return "  ".join(part for part in parts if part)


def _changes(entry: AuditEntry) -> str:
    before, after = entry.before or {}, entry.after or {}
    names: Sequence[str] = list(dict.fromkeys([*before, *after]))
    return "; ".join(f"{name}: {_side(before, name)}→{_side(after, name)}" for name in names)


def _side(fields: Mapping[str, Any], name: str) -> str:
    """Nothing, and a space, where there was no such field."""
    if name not in fields:
        return " "
    shown = " ".join(str(fields[name]).split())
    return "".join(c for c in shown if c.isprintable())
