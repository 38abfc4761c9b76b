"""Nested steps lifted into one list, every step with an id and a ``next``, as Rasa does it.

A default id is the step's number in the file, branches counted where they stand, and what it
does: ``2_collect_region``. The default ``next`` is the following step, END after the last; a
branch must say where it goes on.
"""

from dataclasses import dataclass, field
from typing import Any

from flows.step import END

Loc = tuple[int | str, ...]
_LABELS = {"collect": "collect_{}", "action": "{}", "call": "call_{}", "link": "link_{}"}


@dataclass(frozen=True)
class Lifted:
    """A step as the model wants it, and the path of keys to it in the file."""

    data: dict[str, Any]
    loc: Loc


@dataclass
class Lift:
    """Collects steps depth first, and what is wrong with how they hang together."""

    steps: list[Lifted] = field(default_factory=list)
    faults: list[tuple[Loc, str]] = field(default_factory=list)

    def sequence(self, raw: list[Any], loc: Loc, branch: bool = False) -> str:
        """Lift the steps of one list; the id of the first."""
        ids: list[str] = []
        before: Lifted | None = None
        for index, raw_step in enumerate(raw):
            step = self._step(raw_step, (*loc, index))
            ids.append(str(step.data["id"]))
            if before:
                self._follow(before, ids[-1])
            before = step
        if branch:
            self._check_end(before, loc)
        return ids[0] if ids else END

    def _step(self, raw: Any, loc: Loc) -> Lifted:
        keys = raw if isinstance(raw, dict) else {}
        step = Lifted({"id": f"{len(self.steps)}_{_label(keys)}", **keys}, loc)
        self.steps.append(step)
        self._check_next(step)
        if isinstance(keys.get("next"), list):
            step.data["next"] = self._branches(step, keys["next"])
        return step

    def _check_next(self, step: Lifted) -> None:
        if "link" in step.data and "next" in step.data:
            self.faults.append(((*step.loc, "next"), "a link ends the flow: it takes no 'next'"))
        if "noop" in step.data and "next" not in step.data:
            self.faults.append((step.loc, f"step '{step.data['id']}' does nothing without 'next'"))

    def _check_end(self, last: Lifted | None, loc: Loc) -> None:
        if last is None:
            self.faults.append((loc, "a branch has no steps"))
        elif last.data.keys().isdisjoint({"next", "link"}):
            message = f"step '{last.data['id']}' ends a branch: it needs 'next'"
            self.faults.append((last.loc, message))

    def _branches(self, step: Lifted, options: list[Any]) -> list[Any]:
        loc = (*step.loc, "next")
        if not any(isinstance(option, dict) and "else" in option for option in options):
            self.faults.append((loc, f"the branches after '{step.data['id']}' need an 'else'"))
        return [self._branch(option, (*loc, index)) for index, option in enumerate(options)]

    def _branch(self, option: Any, loc: Loc) -> Any:
        if not isinstance(option, dict):
            return option
        key = "then" if "then" in option else "else"
        if not isinstance(option.get(key), list):
            return option
        return {**option, key: self.sequence(option[key], (*loc, key), branch=True)}

    def _follow(self, step: Lifted, step_id: str) -> None:
        if "link" not in step.data:
            step.data.setdefault("next", step_id)


def _label(step: dict[Any, Any]) -> str:
    for kind, label in _LABELS.items():
        if kind in step:
            return label.format(step[kind])
    return next((kind for kind in ("set_slots", "noop") if kind in step), "step")
