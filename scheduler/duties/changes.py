"""What differs between the occurrences that are stored and those planned now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scheduler.duties.occurrence import Occurrence
from scheduler.duties.reasons import Why


@dataclass(frozen=True)
class Changes:
    """New, moved and kept together are what was planned; ``moved`` as it is now.

    ``obsolete``: keys of stored occurrences that are planned no more, each with its reason.
    A key may come back: a record that is taken back opens its cycle again.
    """

    new: list[Occurrence]
    moved: list[Occurrence]
    obsolete: list[tuple[str, Why]]
    kept: list[Occurrence]


def reconcile(
    stored: Sequence[Occurrence],
    planned: Sequence[Occurrence],
    why_gone: Callable[[Occurrence], Why] | None = None,
) -> Changes:
    """Compare what is stored as open with what is planned, for one subject or for several.

    ``why_gone`` is asked for the reason of each obsolete one: ``Agenda.why_gone`` knows it.
    Without it the reason is only whether another cycle of the same duty is planned.
    """
    before = {occurrence.key: occurrence for occurrence in stored}
    now = {occurrence.key for occurrence in planned}
    ask = why_gone or _guess(planned)
    return Changes(
        new=[o for o in planned if o.key not in before],
        moved=[o for o in planned if o.key in before and before[o.key] != o],
        obsolete=[(key, ask(o)) for key, o in before.items() if key not in now],
        kept=[o for o in planned if before.get(o.key) == o],
    )


def _guess(planned: Sequence[Occurrence]) -> Callable[[Occurrence], Why]:
    asked = {(o.subject, o.duty) for o in planned}
    return lambda o: Why.REPLACED if (o.subject, o.duty) in asked else Why.WITHDRAWN
