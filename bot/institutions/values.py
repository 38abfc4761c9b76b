"""What one cell says, by the kind of its column; or why it cannot be taken."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.institutions.columns import FORMS, NATURES, YES_NO, Column, Kind
from bot.institutions.credit_code import wrong
from bot.institutions.days import NoDay, day_of
from bot.institutions.workbook import Cell
from content.regions import Regions

_MOST = {"text": 100, "person": 40, "post": 20}
_PROVINCE = "0000"


class Bad(ValueError):
    """A cell that cannot be taken; says why to who filled it in."""


@dataclass(frozen=True)
class Context:
    """What reading a cell needs from outside."""

    regions: Regions
    today: date
    epoch: datetime


def value_of(column: Column, cell: Cell, context: Context) -> Any:
    """The value; raises Bad."""
    if cell.kind == "f":
        raise Bad("这里是公式，程序不会去算；请复制后“选择性粘贴－数值”")
    if cell.kind == "e":
        raise Bad(f"这里是错误值 {cell.value}，请重新填")
    return _READERS[column.kind](cell.value, context)


def plain(value: Any) -> str:
    """A cell as text: full-width forms made plain, blanks and invisible characters gone."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    spaced = " ".join(unicodedata.normalize("NFKC", str(value)).split())
    return "".join(c for c in spaced if not unicodedata.category(c).startswith("C"))


def _text(kind: Kind) -> Callable[[Any, Context], str]:
    def read(value: Any, context: Context) -> str:
        if isinstance(value, bool | date):
            raise Bad("这里应该写文字")
        text, most = plain(value), _MOST[kind]
        if not text or text.startswith(("=", "@", "+", "-")):
            raise Bad("这里应该写文字，不能用符号开头")
        if len(text) > most:
            raise Bad(f"太长了，最多{most}个字")
        return text

    return read


def _code(value: Any, context: Context) -> str:
    if not isinstance(value, str):
        # Excel keeps fifteen digits of a number; the rest is lost.
        raise Bad("Excel 把代码变成了数字，后几位已经丢了；请先把这一列设成“文本”，再重新填")
    code = plain(value).upper().replace(" ", "").replace("-", "")
    if why := wrong(code):
        raise Bad(why)
    return code


def _region(value: Any, context: Context) -> str:
    text = plain(value)
    regions = context.regions
    if text.isdigit():
        if text not in regions:
            raise Bad(f"没有代码是{text}的地方")
        return _narrow(text)
    found = regions.find(text)
    if len(found) != 1 or found[0].text != text.strip():
        raise Bad(f"看不出“{text[:20]}”是哪里；请写到县、区，比如“浙江省金华市金东区”")
    if found[0].code is None:
        places = "、".join(regions.full_name(code) for code in found[0].codes[:3])
        raise Bad(f"叫“{text[:20]}”的地方不止一个（{places}），请写全")
    return _narrow(found[0].code)


def _narrow(code: str) -> str:
    if code.endswith(_PROVINCE):
        raise Bad("只写到了省，请写到县、区")
    return code


def _choice(allowed: Mapping[str, Any]) -> Callable[[Any, Context], Any]:
    def read(value: Any, context: Context) -> Any:
        text = plain(value)
        if text not in allowed:
            raise Bad(f"只能填：{'、'.join(allowed)}")
        return allowed[text]

    return read


def _day(value: Any, context: Context) -> date:
    try:
        return day_of(value, context.epoch)
    except NoDay as error:
        raise Bad(str(error)) from error


def _past(value: Any, context: Context) -> date:
    day = _day(value, context)
    if day > context.today:
        raise Bad(f"{day.year}年{day.month}月{day.day}日还没到，这里要填已经过去的日子")
    return day


_READERS: dict[Kind, Callable[[Any, Context], Any]] = {
    "text": _text("text"),
    "person": _text("person"),
    "post": _text("post"),
    "code": _code,
    "region": _region,
    "form": _choice(FORMS),
    "nature": _choice(NATURES),
    "yes_no": _choice(YES_NO),
    "day": _day,
    "past": _past,
}
