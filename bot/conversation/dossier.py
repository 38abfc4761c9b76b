"""A person's own checklist: the content's steps for their place and plan, and what is done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.conversation.messages import Reply, Steps, StepView
from content.answers import footnote
from content.checklist import Item, build
from content.load import Library
from content.schema import Duration, Facts

FORMS = {
    "profit": "营利性托育机构",
    "nonprofit": "非营利性托育机构（民非）",
    "public": "事业单位办的托育机构",
    "kindergarten": "幼儿园托班",
    "employer": "用人单位办的托育机构",
    "community": "社区托育机构",
    "home": "家庭托育点",
}
_REGISTERS = {"profit": "company", "nonprofit": "minfei", "public": "public", "home": "company",
              "kindergarten": "kindergarten"}  # fmt: skip
_OPEN = {
    "meals": "供餐才需要",
    "register_as": "登记成营利还是非营利还没定，两种选一种",
    "form": "看办成哪一种",
}


def facts_of(slots: Mapping[str, Any]) -> Facts:
    """The slots that content asks about, and what follows from them."""
    known = {
        k: slots[k] for k in ("form", "nature", "meals") if slots.get(k) not in (None, "unknown")
    }
    register_as = _REGISTERS.get(known.get("form", "")) or _REGISTERS.get(known.get("nature", ""))
    if register_as:
        known["register_as"] = register_as
    return known


class Dossier:
    """The checklist as data and as messages."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def items(self, slots: Mapping[str, Any], as_of: date) -> list[Item]:
        return build(self.library, "opening", slots.get("region"), facts_of(slots), as_of)

    def title(self, slots: Mapping[str, Any]) -> str:
        region = slots.get("region")
        place = self.library.regions.full_name(region) if region else ""
        return f"{place}{FORMS.get(slots.get('form') or '', '托育机构')}开办清单"

    def show(self, reply: Reply, slots: Mapping[str, Any], as_of: date) -> None:
        """Add the whole checklist to ``reply``."""
        items = self.items(slots, as_of)
        views = [self.view(reply, n, item, slots, as_of) for n, item in enumerate(items, 1)]
        reply.messages.append(Steps(self.title(slots), tuple(views), "/checklist"))

    def view(
        self, reply: Reply, n: int, item: Item, slots: Mapping[str, Any], as_of: date
    ) -> StepView:
        notes = [footnote(self.library, cite, as_of) for cite in item.cites]
        silent = "当地文件没写这一项，按全国规定：" if item.silent and slots.get("region") else ""
        online = f"网址：{item.online}。" if item.online else ""
        return StepView(
            id=item.id,
            n=n,
            title=item.title,
            done=item.id in (slots.get("done") or []),
            authority=item.authority,
            duration=spell(item.duration),
            text=f"{item.todo}{silent}{item.said}{online}",
            documents=item.documents,
            sources=tuple(dict.fromkeys(reply.note(note) for note in notes)),
            depends="；".join(_OPEN.get(f, "看情况") for f in item.open_facts) or None,
        )

    def next_items(self, slots: Mapping[str, Any], as_of: date) -> list[Item]:
        """Steps not done whose predecessors are all done, in order."""
        done = set(slots.get("done") or [])
        items = self.items(slots, as_of)
        return [i for i in items if i.id not in done and not set(i.after) - done]

    def before(self, slots: Mapping[str, Any], step: str, as_of: date) -> list[str]:
        """Steps not ticked yet that must have been done for ``step`` to be done."""
        after = {item.id: item.after for item in self.items(slots, as_of)}
        done, todo, found = set(slots.get("done") or []), [step], []
        while todo:
            for previous in after.get(todo.pop(), ()):
                if previous not in done and previous not in found:
                    found.append(previous)
                    todo.append(previous)
        return [i for i in after if i in found]

    def find(self, slots: Mapping[str, Any], text: str, as_of: date) -> list[Item]:
        """The steps a sentence speaks of, by the words people use for having done them."""
        items = self.items(slots, as_of)
        scores = {i.id: max((len(w) for w in i.done_words if w in text), default=0) for i in items}
        best = max(scores.values(), default=0)
        return [i for i in items if best and scores[i.id] == best]


def spell(duration: Duration) -> str:
    """「3～6个工作日（法定）」."""
    if not duration.max:
        return ""
    unit = "个工作日" if duration.unit == "workday" else "天"
    span = str(duration.max) if duration.min == duration.max else f"{duration.min}～{duration.max}"
    kind = "法定时限" if duration.kind == "statutory" else "估计，以当地为准"
    return f"{span}{unit}（{kind}）"
