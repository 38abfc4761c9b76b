"""Everything that is kept of a person: as JSON, and in a few lines."""

import json
from datetime import date, datetime, time
from typing import Any

from bot.store.personal import Row
from bot.store.repository import Repository

Held = dict[str, list[Row]]
_COUNTED = (
    ("messages", "条聊天记录"),
    ("doses", "剂疫苗"),
    ("checkups", "次体检"),
    ("measurements", "次身高体重"),
    ("reminders", "条提醒"),
    ("files", "个发给您的文件"),
)


async def held(rows: Repository, channel: str, address: str) -> Held:
    """By kind, of all addresses of the person."""
    return await rows.personal.held(channel, address)


def summary(found: Held) -> str:
    """「我这里记着您的：…」."""
    lines = [_child(row) for row in found["children"]]
    lines += [f"· 绑定的机构：{row['institution']}" for row in found["bindings"]]
    lines += [f"· 管理的地区：{row['region']}" for row in found["offices"]]
    counts = [f"{len(found[kind])}{unit}" for kind, unit in _COUNTED if found[kind]]
    lines += [f"· {'、'.join(counts)}"] if counts else []
    if not lines:
        return "我这里还没有记您的什么。"
    return "\n".join(["我这里记着您的：", *lines])


def _child(row: Row) -> str:
    birth = row["birth"]
    return f"· 孩子{row['name']}：{birth.year}年{birth.month}月{birth.day}日生"


def as_json(found: Held, now: datetime) -> bytes:
    """Readable by people and programs: UTF-8, indented, moments in ISO 8601."""
    told = {"made_at": now, **found}
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
