"""A region's sums by kind of duty, and what the kinds are called. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.overviews.region import DutySum
from bot.store.overviews import OWN
from content.duties import Duty

KINDS = {
    "health": "健康体检",
    "filing": "备案和证照",
    "report": "年报和报告",
    "fire": "消防",
    "food": "食品",
    "safety": "安全",
    "training": "培训",
    "contract": "合同和保险",
    "other": "其他",
}
# A duty that the content does not have any more, or that an institution set itself.
OWN_TITLE, OLD_TITLE = "园里自己加的提醒", "以前的事项"


@dataclass(frozen=True)
class KindSum:
    """``title`` as people read it; ``next_due``: the nearest day to come."""

    kind: str
    title: str
    due: int = 0
    overdue: int = 0
    confirmed: int = 0
    next_due: date | None = None


def kind_of(duty: str, duties: Mapping[str, Duty]) -> str:
    return duties[duty].kind if duty in duties else "other"


def title_of(duty: str, duties: Mapping[str, Duty]) -> str:
    """What a duty is called; those that institutions set themselves have one name."""
    if duty in duties:
        return duties[duty].title
    return OWN_TITLE if duty.startswith(OWN) else OLD_TITLE


def by_kind(sums: Iterable[DutySum], duties: Mapping[str, Duty]) -> list[KindSum]:
    """The kinds of which there is anything, the worst first."""
    found: dict[str, KindSum] = {}
    for row in sums:
        kind = kind_of(row.duty, duties)
        found[kind] = _added(found.get(kind, KindSum(kind, KINDS.get(kind, kind))), row)
    return sorted(found.values(), key=lambda k: (-k.overdue, -k.due, -k.confirmed, k.kind))


def _added(one: KindSum, row: DutySum) -> KindSum:
    days = [day for day in (one.next_due, row.next_due) if day]
    return KindSum(
        one.kind, one.title, one.due + row.due, one.overdue + row.overdue,
        one.confirmed + row.confirmed, min(days, default=None),
    )  # fmt: skip
