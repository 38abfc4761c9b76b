"""Children as they are told of in one sentence: names, days of birth, sex, weeks of pregnancy."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.family.kid import Kid
from bot.growth.standards import Sex
from content.child.ages import Gestation, NoGestation
from nlu.entities.births import Birth, births
from nlu.entities.gestation import gestation
from nlu.normalise import clean

LONGEST_NAME = 12
_COMMON = """
宝宝 宝贝 孩子 小孩 娃 娃娃 闺女 女儿 儿子 孙子 孙女 外孙 丫头 小子 姑娘 男孩 女孩 男宝 女宝 小家伙 宝 小宝宝 崽 囡
是 在 的 有 个 这 那 刚 今年 去年
"""
_GENERIC = frozenset(_COMMON.split())
_CALLED = re.compile(
    r"(?:小名|名字|名|她|他)?(?:就)?叫做?(?P<name>[\u4e00-\u9fff]{1,4}?)(?=[,。;\s0-9]|是|在|于|生|出|今|去|$)"
)
_ORDER = re.compile(r"老[大二三四]|[大二三小]宝(?!宝)")
_OURS = re.compile(
    r"(?:我们?家|俺们?家|咱们?家|家里)的?(?P<name>[\u4e00-\u9fff]{1,3}?)(?=的?生日|[0-9]|是|在|于|出生|生|今年|去年|前年|上上?个?月|这个?月|昨天|前天|今天|[零一二三四五六七八九〇]{2})"
)
_TWICE = re.compile(
    r"(?:^|[,。;\s])(?P<name>(?P<c>[\u4e00-\u9fff])(?P=c)|小[\u4e00-\u9fff])(?=的?生日|[0-9]|是|出生|今年|去年|前年|上个?月)"
)
_GIRL = re.compile(r"闺女|女儿|女宝|女孩|女娃|姑娘|丫头|孙女|囡|妞|小公主|女的|女生")
_BOY = re.compile(r"儿子|男宝|男孩|男娃|小子|孙子|男的|男生|小伙")


@dataclass(frozen=True)
class Newborn:
    """``hint``: what was said of the day where that is not enough. ``why``: what is missing:
    day, year, lunar, future, rough or impossible; empty where ``birth`` is known."""

    name: str = ""
    birth: date | None = None
    sex: Sex | None = None
    weeks: int | None = None
    days: int | None = None
    hint: str = ""
    why: str = ""

    def kid(self) -> Kid:
        """Raises ValueError where the birth is not known."""
        if self.birth is None:
            raise ValueError("a child without a birth")
        return Kid(None, self.name, self.birth, self.sex, self.gestation)

    @property
    def gestation(self) -> Gestation | None:
        try:
            return None if self.weeks is None else Gestation(self.weeks, self.days or 0)
        except NoGestation:
            return None


def read(text: str, today: date, asked: bool = False) -> list[Newborn]:
    """The children that a sentence tells of. ``asked``: the day of birth was asked for."""
    text = clean(text)
    found: list[Newborn] = []
    begin = 0
    mentions = births(text, today, asked=asked)
    for number, birth in enumerate(mentions):
        last = number == len(mentions) - 1
        segment = text[begin:] if last else text[begin : birth.end]
        found.append(_one(segment, text[begin : birth.start], birth, today))
        begin = birth.end
    return found


def _one(segment: str, before: str, birth: Birth, today: date) -> Newborn:
    weeks = gestation(segment)
    told = Newborn(
        name=name_in(f"{before}{birth.text}") or name_in(segment),
        sex=sex_in(segment),
        weeks=weeks.weeks if weeks else None,
        days=weeks.days if weeks and weeks.exact else None,
    )
    return dated(told, birth, today)


def dated(told: Newborn, birth: Birth, today: date) -> Newborn:
    """The child with a day of birth, or with what is missing of it."""
    if birth.problem or birth.value is None:
        return replace(told, hint=birth.text, why=birth.problem or "rough")
    if birth.precision != "day":
        return replace(told, hint=birth.value.isoformat(), why=birth.precision)
    if birth.value > today:
        return replace(told, hint=birth.text, why="future")
    return replace(told, birth=birth.value, hint="", why="")


def name_in(text: str) -> str:
    """How they call the child; empty where only a common word is said."""
    text = clean(text)
    for pattern in (_CALLED, _ORDER, _OURS, _TWICE):
        for match in pattern.finditer(text):
            name = match.groupdict().get("name") or match.group()
            if name not in _GENERIC:
                return name[:LONGEST_NAME]
    return ""


def sex_in(text: str) -> Sex | None:
    """Where just one of them is named."""
    girl, boy = bool(_GIRL.search(text)), bool(_BOY.search(text))
    if girl == boy:
        return None
    return "female" if girl else "male"


# --- between two messages -----------------------------------------------------------------------
def packed(children: Iterable[Newborn]) -> str:
    """As a fact of an errand."""
    rows = [{**vars(c), "birth": c.birth.isoformat() if c.birth else None} for c in children]
    return json.dumps(rows, ensure_ascii=False)


def unpacked(text: str) -> list[Newborn]:
    """What ``packed`` made; nothing where it cannot be read."""
    try:
        rows: list[dict[str, Any]] = json.loads(text or "[]")
        return [_restored(row) for row in rows]
    except (ValueError, TypeError, AttributeError, KeyError):
        return []


def _restored(row: dict[str, Any]) -> Newborn:
    birth = row.pop("birth")
    return Newborn(**row, birth=date.fromisoformat(birth) if birth else None)


def newborn(kid: Kid) -> Newborn:
    """The other way round."""
    weeks = kid.gestation
    return Newborn(
        kid.name, kid.birth, kid.sex, weeks.weeks if weeks else None, weeks.days if weeks else None
    )
