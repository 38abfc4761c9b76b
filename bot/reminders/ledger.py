"""The ledger: every reminder with what became of it, one line each. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.settings import CHINA
from content.duties import Duty


@dataclass(frozen=True)
class Line:
    """``whom``: the role with the person's number; empty where it is for nobody."""

    institution: str
    who: str
    duty: str
    due: date
    stage: str
    on: date
    whom: str
    outcome: str

    def __str__(self) -> str:
        subject = f"{self.institution} {self.who}".strip()
        return (
            f"{self.due}  {self.stage:<6} {self.on}  {subject}：{self.duty}"
            f"  {self.whom or '-'}  {self.outcome}"
        )


def lines(rows: Iterable[Any], duties: Mapping[str, Duty], today: date) -> list[Line]:
    """From the rows of ``Reminders.ledger``: for each stage of each occurrence at least a line."""
    found: list[Line] = []
    by_key: dict[str, list[Any]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for some in by_key.values():
        found += sorted(_of_one(some, duties, today), key=lambda line: line.on)
    return found


def _of_one(rows: list[Any], duties: Mapping[str, Duty], today: date) -> Iterable[Line]:
    first = rows[0]
    title = duties[first.duty].title if first.duty in duties else first.duty
    told = {row.stage for row in rows if row.stage}
    head = (first.institution, first.staff or "", title, first.due)
    for row in rows:
        if row.stage:
            whom = f"{row.role}:{row.person_id}" if row.person_id else ""
            yield Line(*head, row.stage, row.on, whom, _outcome(row))
    for name, on in first.stages:
        if name not in told:
            day = date.fromisoformat(on)
            yield Line(*head, name, day, "", _untold(first, day, today))
    for name, on, why in first.dropped:
        yield Line(*head, name, date.fromisoformat(on), "", f"not told: {why}")


def _outcome(row: Any) -> str:
    """What became of a reminder, and of the duty after it."""
    tried = f", {row.tries} letters did not arrive" if row.tries else ""
    when = f" {_moment(row.told_at)}" if row.told_at else ""
    if row.told == "sent":
        return f"delivered{when}{_confirmed(row)}{tried}"
    if row.told == "queued":
        return f"in the outbox{when}{tried}"
    if row.told == "skipped":
        return f"not told: {row.reason}{tried}"
    return f"waits: {row.reason or 'for its digest'}{tried}"


def _untold(row: Any, on: date, today: date) -> str:
    if row.state == "closed":
        return f"not needed: {row.why} {row.closed_on}"
    return "to come" if on >= today else "waits: not looked at since"


def _confirmed(row: Any) -> str:
    return f", confirmed {row.closed_on}" if row.why == "done" else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
