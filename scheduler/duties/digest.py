"""The words of a digest, as plain as a note on the kitchen door."""

from collections.abc import Sequence
from datetime import date

from scheduler.duties.decision import Digest, Entry
from scheduler.duties.persons import Role

MOST = 8
# WeChat takes 2048 bytes in one message; the rest is for the buttons, which it shows as lines.
BYTES = 1800
DONE, LATER, BASIS = "办好了", "晚点提醒", "看依据"
_PLACE, _SUBJECT, _TITLE, _TODO = 20, 12, 30, 60
_HINTS = {
    DONE: "办完了，点「办好了」",
    LATER: "现在没空，点「晚点提醒」",
    BASIS: "想知道是哪条规定，点「看依据」",
}


def text(digest: Digest) -> str:
    """The whole message, without the buttons."""
    return _written(digest, shown(digest))


def shown(digest: Digest) -> tuple[Entry, ...]:
    """The entries that are listed, numbered from 1: at most 8, fewer where they would not fit."""
    for count in range(min(MOST, len(digest.entries)), 1, -1):
        if len(_written(digest, digest.entries[:count]).encode()) <= BYTES:
            return digest.entries[:count]
    return digest.entries[:1]


def buttons(digest: Digest) -> tuple[str, ...]:
    """Which of the three to show.

    The bureau cannot do the institution's duty for it. Nothing can be put off past its due date.
    """
    if _roles(digest) == {"officer"}:
        return (BASIS,)
    later = any(entry.item.due > digest.day for entry in digest.entries)
    return (DONE, LATER, BASIS) if later else (DONE, BASIS)


def _written(digest: Digest, entries: Sequence[Entry]) -> str:
    """The message with only these entries listed."""
    places = {entry.item.institution for entry in digest.entries}
    named = len(places) > 1 or "officer" in _roles(digest)
    lines = [_line(n, entry, named, digest.day) for n, entry in enumerate(entries, 1)]
    more = _more(len(digest.entries) - len(entries), digest)
    return "\n\n".join([_heading(digest), *lines, *more, _hints(digest)])


def _heading(digest: Digest) -> str:
    count = f"{len(digest.entries)} 件事"
    overdue = sum(_overdue(entry, digest.day) for entry in digest.entries)
    late = f"，其中 {overdue} 件已经过期" if 0 < overdue < len(digest.entries) else ""
    roles = _roles(digest)
    if roles == {"parent"}:
        return f"宝宝有 {count}提醒您："
    if roles == {"second"}:
        return f"园长那边还没有回音，这 {count}请您接着办{late}："
    if roles == {"officer"}:
        return f"您管的托育机构有 {count}还没有回音{late}："
    return f"有 {count}提醒您{late}："


def _line(number: int, entry: Entry, named: bool, today: date) -> str:
    item = entry.item
    if entry.role == "parent":
        return _childs_line(number, entry, today)
    place = _cut(entry.place, _PLACE) if named else ""
    who = " ".join(filter(None, [place, _cut(item.subject, _SUBJECT)])) or "本园"
    days = _asking(item.due, today) if item.unrecorded else _days(item.due, today)
    if item.estimated:
        days += "放假安排还没公布，日子可能差几天。"
    todo = _cut(item.todo, _TODO).rstrip("。")
    return f"{number}. {who}：{_cut(item.title, _TITLE)}\n{days}\n怎么办：{todo}。"


def _childs_line(number: int, entry: Entry, today: date) -> str:
    """From its day on it can be done; what nobody told us of may have been, so it is not late."""
    item = entry.item
    verb = "做" if "体检" in item.title else "打"
    day, left = _day(item.due, today), (item.due - today).days
    near = {0: f"今天（{day}）起可以{verb}。", 1: f"明天（{day}）起可以{verb}。"}
    days = near.get(left, f"还有 {left} 天，{day}起可以{verb}。")
    if left < 0:
        days = f"{day}起就可以{verb}了。{verb}过了，告诉我一声；没{verb}，尽快去。"
    who = _cut(entry.place, _SUBJECT)
    todo = _cut(item.todo, _TODO).rstrip("。")
    return f"{number}. {who}：{_cut(item.title, _TITLE)}\n{days}\n{todo}。"


def _overdue(entry: Entry, today: date) -> bool:
    return entry.role != "parent" and entry.item.overdue(today)


def _asking(due: date, today: date) -> str:
    """The day is ours and no rule's: it may have been done, and nobody told us."""
    by = f"{_day(due, today)}前" if due > today else "请尽快"
    return f"没有上次的记录。办过的，点「办好了」告诉我们日期；没办的，{by}办一次。"


def _days(due: date, today: date) -> str:
    left = (due - today).days
    day = _day(due, today)
    if left < 0:
        return f"已经过期 {-left} 天（{day}到期）。"
    if left == 0:
        return f"今天（{day}）就到期。"
    if left == 1:
        return f"明天（{day}）就到期。"
    return f"还有 {left} 天，最晚{day}办好。"


def _day(day: date, today: date) -> str:
    """A date with its weekday, and with its year where that is another."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日周{'一二三四五六日'[day.weekday()]}"


def _more(count: int, digest: Digest) -> list[str]:
    if not count:
        return []
    if _roles(digest) == {"officer"}:
        return [f"另外还有 {count} 件没有列出来。"]
    if _roles(digest) == {"parent"}:
        return [f"另外还有 {count} 件没有列出来，发「下一针打啥」「该体检了没」就能看全。"]
    return [f"另外还有 {count} 件没有列出来，发「我们园还有啥没办」就能看全。"]


def _hints(digest: Digest) -> str:
    hints = [_HINTS[button] for button in buttons(digest)]
    if len(digest.entries) > 1 and DONE in buttons(digest):
        hints[0] = "办完一件，点「办好了」，再选是哪一件"
    return "；".join(hints) + "。"


def _roles(digest: Digest) -> set[Role]:
    return {entry.role for entry in digest.entries}


def _cut(words: str, most: int) -> str:
    """On one line, and with an ellipsis where it is too long."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"
