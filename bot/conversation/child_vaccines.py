"""A child's vaccinations in plain words: what is next, what is missing, what nobody told us of."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.child_said import CLINIC, Said, day, said
from content.child.child import Child
from content.child.doses import DoseDue, State
from content.child.schedule import NextUp, next_up, schedule
from content.child.shelf import ChildShelf

NOTHING_LEFT = "3岁前免费疫苗的日子都过完了，4岁、6岁还有，到时问接种门诊。"
_MOST_LINES = 6
_MARKS = {State.DONE: "✓", State.LATE: "!", State.OPEN: "□", State.COMING: "□", State.WAITING: "□"}


def next_vaccines(child: Child, today: date, shelf: ChildShelf) -> Said:
    """What to have given next; what is missing, and what we were not told of."""
    doses = schedule(child.birth, child.given, today, shelf)
    up = next_up(doses, today)
    parts = [_missing(up, today), _coming(up, today), _unsure(up), _doubts(up)]
    if not any(parts):
        parts = [NOTHING_LEFT]
    notes = _vaccine_notes(child, up, today)
    texts = [part for part in parts if part] + [shelf.note(n).text for n in notes] + [CLINIC]
    shown = [*up.missing, *up.coming, *up.waiting, *up.unsure, *up.doubts]
    cites = [c for d in shown or doses for c in d.cite]
    return said(texts, [*cites, *(c for n in notes for c in shelf.note(n).cite)])


def _missing(up: NextUp, today: date) -> str:
    lines = [f"· {d.name}：{_when_missing(d, today)}" for d in up.missing]
    lines += [f"· {d.name}：{''.join(d.why)}。" for d in up.waiting if d.known]
    return "\n".join(["现在可以打、还没打的：", *_cut(lines)]) if lines else ""


def _when_missing(dose: DoseDue, today: date) -> str:
    if dose.clinic:
        return dose.clinic
    if dose.state is State.LATE:
        return "晚了，尽快去补。"
    if dose.late_from is None:
        return "到时间了，尽早打。"
    return f"{day(dose.late_from, today)}前打完。"


def _coming(up: NextUp, today: date) -> str:
    if not up.coming or up.coming[0].due is None:
        return ""
    head = f"下一次：{day(up.coming[0].due, today)}起可以打"
    lines = [f"· {d.name}{f'（{d.clinic}）' if d.clinic else ''}" for d in up.coming]
    return "\n".join([f"{head}：", *_cut(lines)])


def _unsure(up: NextUp) -> str:
    """By vaccine, how many doses there should be by now."""
    most: dict[str, int] = {}
    for dose in up.unsure:
        most[dose.title] = max(most.get(dose.title, 0), dose.number)
    if not most:
        return ""
    names = "、".join(f"{title}{number}剂" for title, number in most.items())
    told = f"打没打过还没告诉我（不等于没打），翻接种证对一对，到今天该有：{names}。"
    cases = list(dict.fromkeys(d.clinic for d in up.unsure if d.clinic))
    return told + ("少了的问接种门诊怎么补。" if cases else "少了的尽早补。")


def _doubts(up: NextUp) -> str:
    return "\n".join(f"· {d.name}：{d.clinic}" for d in up.doubts)


def _vaccine_notes(child: Child, up: NextUp, today: date) -> list[str]:
    late = any(d.state is State.LATE for d in up.missing)
    early = child.gestation is not None and child.gestation.preterm
    return [*(["catch_up"] if late else []), *(["preterm"] if early else [])]


def all_vaccines(child: Child, today: date, shelf: ChildShelf) -> Said:
    """Every dose up to the third birthday, a line each, and the sentences that hold for all."""
    doses = schedule(child.birth, child.given, today, shelf)
    notes = ["catch_up", "live_apart", "combined", "observe", "booklet"]
    lines = [_row(dose, today) for dose in doses]
    texts = ["3岁前的免费疫苗（2026年版）：", *lines, *(shelf.note(n).text for n in notes), CLINIC]
    cites = [*(c for d in doses for c in d.cite), *(c for n in notes for c in shelf.note(n).cite)]
    return said(texts, cites)


def _row(dose: DoseDue, today: date) -> str:
    if dose.given_on is not None:
        told = f"{day(dose.given_on, today)}打了。{dose.clinic or ''}"
    elif dose.due is None:
        told = "".join(dose.why) + "。"
    else:
        asked = "" if dose.known or dose.due > today else "打了没有没告诉我。"
        told = f"{day(dose.due, today)}起。{asked}{dose.clinic or ''}"
    mark = _MARKS[dose.state] if dose.known or dose.state is State.COMING else "?"
    return f"{mark} {dose.name}：{told}"


def _cut(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST_LINES
    return [
        *lines[:_MOST_LINES],
        *([f"还有{more}剂，说「疫苗全表」都列出来。"] if more > 0 else []),
    ]
