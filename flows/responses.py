"""The words of a response for the facts at hand."""

import re
from collections.abc import Mapping
from typing import Any

from flows.errors import UnknownName
from flows.model import Domain, Response

_FIELD = re.compile(r"\{(\w+)\}")


def choose(domain: Domain, name: str, slots: Mapping[str, Any]) -> Response:
    """The first wording whose conditions all hold, else the first without any.

    Raises UnknownName where the domain has no such response.
    """
    wordings = domain.responses.get(name)
    if not wordings:
        raise UnknownName(f"no response '{name}' is declared in the domain")
    fitting = [w for w in wordings if w.condition and _met(w, slots)]
    return (fitting or [w for w in wordings if not w.condition] or wordings)[0]


def fill(text: str, slots: Mapping[str, Any]) -> str:
    """Put slots into ``{slot}`` fields; a slot that is not known leaves nothing behind."""
    return _FIELD.sub(lambda m: _plain(slots.get(m.group(1))), text)


def fields(text: str) -> list[str]:
    """The slots a text has fields for."""
    return _FIELD.findall(text)


def _met(wording: Response, slots: Mapping[str, Any]) -> bool:
    return all(slots.get(c.name) == c.value for c in wording.condition)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_plain(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
