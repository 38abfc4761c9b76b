"""One thing that was looked at: whether it is as it must be, and how to put it right."""

from typing import NamedTuple


class Check(NamedTuple):
    """``told``: what was found; where it is not ``ok``, what is wrong and what to do about it."""

    name: str
    ok: bool
    told: str = ""
