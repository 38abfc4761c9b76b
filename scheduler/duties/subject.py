"""Whose duties they are: an institution, or somebody of its staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from content.schema import Facts


@dataclass(frozen=True)
class Subject:
    """``facts``: what a duty's ``applies`` may ask (form, meals …).

    ``dates``: dates printed on certificates and contracts, by the name a duty gives them.
    ``done``: by duty, the days on which it was done. ``since``: registered, or started to work;
    ``until``: the last day it counts (closed, left). ``suspended``: spans, both ends included.
    ``known``: since when its records are kept here: what fell due before, and is on no record, may
    have been done or not.
    """

    kind: Literal["institution", "staff"]
    id: str
    facts: Facts = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    done: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    suspended: tuple[tuple[date, date], ...] = ()
    known: date | None = None
