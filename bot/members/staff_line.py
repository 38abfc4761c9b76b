"""A colleague in one line: 「王芳 保育员 2026年3月5日体检」「李梅，炊事员，体检是上个月8号」."""

import re
from dataclasses import dataclass
from datetime import date

from bot.members import days
from bot.members.names import name_of
from nlu.entities.dates import DateMention, dates
from nlu.normalise import clean

_CHECK, _START = re.compile("体检|检查|健康"), re.compile("到岗|入职|上岗|上班|来的")
_NEVER = re.compile(r"(?:还)?(?:没有?|未)(?:做过?|体检过?|检过?|去)?体检(?:过)?|没体检")
# What stands around a date and is neither a name nor a post.
_FILLERS = re.compile(
    r"(?:上一?次|最近一?次|最后一?次)?(?:员工)?(?:健康)?(?:体检|检查|到岗|入职|上岗|上班|来的)(?:日期|时间)?(?:是在|是|在|于|:)?"
    r"|^(?:她|他)?(?:是在|是|在|于)$|^的$"
)
_LABEL = re.compile(r"^(?:姓名|名字|叫做?|岗位|职务|职位|是个?|做|当|干|她是|他是)[:是]?\s*(?=.)")
_PARTS = re.compile(r"[,;、。\s:/|]+")
_POSTS = "保育员|保育人员|保育老师|炊事员|炊事人员|厨师|保健医生?|保健老师|保健员|卫生保健人员|保安|门卫|老师|教师|育婴员|副园长|园长|会计|财务|出纳|保洁"
_GLUED = re.compile(rf"^(?P<name>[\u3400-\u9fff]{{2,4}}?)(?:是|做|当)?(?P<post>{_POSTS})$")


@dataclass(frozen=True)
class StaffLine:
    """``wrong``: why a date cannot be kept. ``unchecked``: they have had no health check yet."""

    name: str | None = None
    post: str | None = None
    checked: date | None = None
    started: date | None = None
    unchecked: bool = False
    wrong: str | None = None


def read(text: str, today: date) -> StaffLine:
    """What a line says of a colleague; what it does not say is None."""
    rest = clean(text)
    never = bool(_NEVER.search(rest))
    rest = _NEVER.sub(" ", rest)
    try:
        checked, started = _days(rest, today)
    except days.NoDay as error:
        return StaffLine(*_who(rest, today), wrong=str(error))
    return StaffLine(*_who(rest, today), checked=checked, started=started, unchecked=never)


def _days(rest: str, today: date) -> tuple[date | None, date | None]:
    found = dates(rest, today, past=True)
    if not found:
        days.past_day(rest if re.search(r"\d", rest) else "", today)  # raises for 2月30日
        return None, None
    checked = started = None
    for one in found:
        if _is_start(rest, one):
            started = _start(one, today)
        elif checked is None:
            checked = days.past(one, today)
    return checked, started


def _is_start(rest: str, one: DateMention) -> bool:
    """Whether a date is rather that of their first day: by the nearest word."""
    to_start, to_check = _distance(rest, _START, one), _distance(rest, _CHECK, one)
    return to_start is not None and (to_check is None or to_start < to_check)


def _distance(rest: str, words: re.Pattern[str], one: DateMention) -> int | None:
    away = [max(m.start() - one.end, one.start - m.end()) for m in words.finditer(rest)]
    return min(away, default=None)


def _start(one: DateMention, today: date) -> date:
    if one.precision != "day" or abs((today - one.value).days) > 366 * 50:
        raise days.NoDay(f"光说“{one.text}”看不出到岗是哪一天。")
    return one.value


def _who(rest: str, today: date) -> tuple[str | None, str | None]:
    """Name and post: what is left when dates and the words around them are gone."""
    for one in reversed(dates(rest, today, past=True)):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    parts = [_LABEL.sub("", _FILLERS.sub("", part)).strip() for part in _PARTS.split(rest)]
    told = [part for part in parts if part and not re.fullmatch(r"[\d年月日号.\-]+", part)]
    if not told:
        return None, None
    if len(told) == 1 and (glued := _GLUED.match(told[0])):
        return name_of(glued["name"]), glued["post"]
    return name_of(told[0]), post_of(told[1]) if len(told) > 1 else None


def post_of(typed: str) -> str | None:
    """A post in their own words: up to twenty characters, letters and signs of ours alone."""
    post = _LABEL.sub("", clean(typed)).strip(" ,。.;、!")
    return post if re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9·（）() ]{1,20}", post) else None
