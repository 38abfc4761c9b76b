"""What money comes to, put into words: the sum first, then a table, then what is left open."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation.answering import Answering
from bot.conversation.messages import Reply, Table
from content.answers import footnote, plain_number
from content.rules.programmes import Assessment, Item, Verdict

_IF = "如果符合："
_FIGURE = re.compile(r"\d.*元")
_MOST_HOPED = 3
HEAD = ("项目", "能不能", "多少", "条件依据", "怎样会变")
_VERDICTS = {Verdict.YES: "能", Verdict.NO: "不能", Verdict.UNKNOWN: "还不知道"}
# Longer cells fill a phone's screen alone; what matters stands at their beginning.
_CELL = 60
_MOST_CHANGED = 4
_MOST_UNSAID = 2
_ASKED = {"chinese": "孩子的户口在哪里"}
_STALE = "标了“待核实”的依据已经过了复核日期，办之前先问当地主管部门。"


@dataclass(frozen=True)
class Period:
    """What the first twelve months and each year after them are called."""

    first: str
    after: str


class MoneyView:
    """Says an assessment; footnotes are numbered in the reply."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering

    def table(
        self, reply: Reply, title: str, found: Assessment, as_of: date, tellable: Container[str]
    ) -> None:
        """Add a row for each item; ``tellable``: facts that a person may tell us."""
        if not found.items:
            return
        rows = tuple(
            self._row(reply, item, as_of, tellable) for item in sorted(found.items, key=_rank)
        )
        reply.messages.append(Table(title, HEAD, rows))

    def _row(
        self, reply: Reply, item: Item, as_of: date, tellable: Container[str]
    ) -> tuple[str, ...]:
        marks = self.answering.marks(reply, item.cites, as_of)
        return (
            item.programme.title,
            _VERDICTS[item.verdict],
            item.value if item.verdict is not Verdict.NO else "",
            shortened(item.reasons) + marks,
            shortened(item.change) or self._asked(item, tellable),
        )

    def _asked(self, item: Item, tellable: Container[str]) -> str:
        """What the person could tell to settle it."""
        facts = self.answering.library.facts
        titles = [_ASKED.get(f) or facts[f].title for f in item.missing if f in tellable]
        return f"告诉我{'、'.join(titles)}。" if titles else ""

    def stale(self, reply: Reply, found: Assessment, as_of: date) -> None:
        """Warn where a source of something that may come is past its review."""
        cites = [c for item in _hopeful(found) for c in item.cites]
        if any(footnote(self.answering.library, cite, as_of).due for cite in cites):
            reply.say(_STALE)


def lead(found: Assessment, given: str, period: Period, supposed: bool = False) -> str:
    """The sum, or that there is none to name; ``given``: the facts it rests on, in words."""
    opening = "假如这样" if supposed else "按您说的"
    start = f"{opening}（{given}），" if given else ""
    if found.first_year:
        open_ = sum(item.verdict is Verdict.UNKNOWN for item in found.items)
        more = f"另有{open_}项还不知道。" if open_ else ""
        return f"{start}能算出数的，{period.first}合计{yuan(found.first_year)}。{more}"
    if hoped := _if_fitting(found):
        return f"{start}还说不准，要是符合条件：{hoped}。看下面每一项还差什么。"
    if any(item.verdict is Verdict.YES for item in found.items):
        return f"{start}有能享受的，但都没有能算的数额，说不出合计多少钱。"
    if found.uncounted:
        return f"{start}现在还说不准能拿多少，看下面每一项还差什么。"
    return f"{start}收录的文件里，没有能享受的。"


def _if_fitting(found: Assessment) -> str:
    """「增设班补助15万元，一次」 for what has a figure and is not sure."""
    values = [
        (item.programme.title, item.value.removeprefix(_IF))
        for item in found.items
        if item.verdict is Verdict.UNKNOWN and _FIGURE.search(item.value)
    ]
    return "；".join(f"{title}{value}" for title, value in values[:_MOST_HOPED])


def total(found: Assessment, period: Period) -> str:
    """「第一年合计226800元（…＋…），以后每年76800元（没数的和还不知道的没算进去）。」"""
    counted = [item for item in found.items if item.first_year]
    if not counted:
        return ""
    parts = "＋".join(f"{i.programme.title}{yuan(i.first_year or 0)}" for i in counted)
    sum_ = f"（{parts}）" if len(counted) > 1 else ""
    known = all(item.per_year_after is not None for item in counted)
    after = yuan(found.after) if known else "还说不准"
    return (
        f"{period.first}合计{yuan(found.first_year)}{sum_}，{period.after}{after}"
        "（没数的和还不知道的没算进去）。"
    )


def left_unsaid(found: Assessment) -> str:
    """What the documents do not state of the likeliest programmes, in one line."""
    told: list[str] = []
    seen: set[str] = set()
    for item in sorted(_hopeful(found), key=_rank):
        new = [text.rstrip("。；;") for text in item.not_stated if text not in seen]
        seen |= set(item.not_stated)
        told += [f"{item.programme.title}，{'、'.join(new)}"] if new else []
    return f"文件没写的：{'；'.join(told[:_MOST_UNSAID])}。申请前先问清楚。" if told else ""


def snapshot(found: Assessment) -> dict[str, Any]:
    """What is kept of an assessment, to say later what has changed; plain JSON."""
    items = {i.programme.id: [_VERDICTS[i.verdict], i.value] for i in found.items}
    return {"first": found.first_year, "after": found.after, "items": items}


def difference(
    found: Assessment, before: Mapping[str, Any] | None, label: str, period: Period
) -> str:
    """How the sums and verdicts differ from those kept; nothing where they do not."""
    if not before or snapshot(found) == before:
        return ""
    first = _more(period.first, found.first_year - before["first"])
    after = _more(period.after, found.after - before["after"])
    moved = [_moved(i, before["items"]) for i in found.items]
    told = [part for part in (first, after) if part] or ["合计的钱数没变"]
    changed = [text for text in moved if text]
    rows = f"变了的：{'；'.join(changed[:_MOST_CHANGED])}。" if changed else ""
    return f"和{label}比：{'，'.join(told)}。{rows}"


def _more(what: str, yuan_more: float) -> str:
    if not yuan_more:
        return ""
    return f"{what}{'多' if yuan_more > 0 else '少'}{yuan(abs(yuan_more))}"


def _moved(item: Item, before: Mapping[str, list[str]]) -> str:
    old, new = before.get(item.programme.id), [_VERDICTS[item.verdict], item.value]
    if old is None or old == new:
        return ""
    words = (new[0], old[0]) if new[0] != old[0] else (new[1], old[1])
    return f"{item.programme.title}从“{words[1]}”变成“{words[0]}”"


def yuan(amount: float) -> str:
    return f"{plain_number(amount)}元"


def shortened(texts: tuple[str, ...]) -> str:
    """As many of the texts as fit a cell; the first in any case, cut where a clause ends."""
    told = ""
    for text in texts:
        if told and len(told) + len(text) > _CELL:
            break
        told += text if text.endswith(("。", "！", "？")) else f"{text}。"
    if len(told) <= _CELL * 1.5:
        return told
    cut = max(told.rfind(mark, 0, _CELL) for mark in "。；，")
    return told[: cut if cut > 0 else _CELL] + "……"


def _hopeful(found: Assessment) -> list[Item]:
    return [item for item in found.items if item.verdict is not Verdict.NO]


def _rank(item: Item) -> int:
    """Yes with a figure, yes, not known, no."""
    order = (Verdict.YES, Verdict.UNKNOWN, Verdict.NO)
    return 2 * order.index(item.verdict) + (item.verdict is Verdict.YES and not item.first_year)
