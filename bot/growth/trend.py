"""What changed since the last measuring: a child that shrank, lost weight, or left its curve."""

from dataclasses import dataclass

from bot.growth.assess import Measured, Point, assess
from bot.growth.child import Child
from bot.growth.measure_words import Kind
from bot.growth.shown import NAMES, number, size
from bot.growth.standards import FIRST_STANDING_DAY, STANDING_LOSS

# Two people measuring the same child differ by so much (cm).
_CARELESS_CM = 0.5
# Clothes, a full nappy, a meal (kg).
_CARELESS_KG = 0.2
_NEWBORN_DAYS = 14
# A tenth of the weight lost is a reason to see a doctor at once, in a newborn and later (AAP, WHO).
_MUCH = 0.10
# Leaving the curve: one standard deviation down. Beyond three, up or down, somebody misread.
_OFF_CURVE = 1.0
_UNLIKELY = 3.0
# Closer together than this a difference says more of the scales than of the child.
_APART_DAYS = 14


@dataclass(frozen=True)
class Remark:
    """``urgency``: 0 measure again, 1 have it looked at, 2 see a doctor today."""

    text: str
    urgency: int = 0


def remarks(child: Child, before: Measured, now: Measured) -> list[Remark]:
    """``before`` is the measuring before this one; the other way round there is nothing to say."""
    if not child.birth <= before.on < now.on:
        return []
    found = [_weight(child, before, now), *_shrunk(child, before, now)]
    lost = [remark for remark in found if remark]
    return lost or _off_curve(child, before, now)


def _weight(child: Child, before: Measured, now: Measured) -> Remark | None:
    if not before.weight_kg or not now.weight_kg:
        return None
    lost = before.weight_kg - now.weight_kg
    if lost >= before.weight_kg * _MUCH:
        return Remark(
            f"体重比上次（{_day(before)}）少了{number(lost)}公斤，掉了一成以上。先确认没称错；"
            "没称错，今天就带宝宝去医院。",
            2,
        )
    if (now.on - child.birth).days <= _NEWBORN_DAYS:
        return _newborn(lost)
    if lost < _CARELESS_KG:
        return None
    return Remark(
        f"体重比上次（{_day(before)}）少了{number(lost)}公斤。请穿一样多、喂奶前再称一次；"
        "确实轻了，就带去看医生。吃得少、拉肚子、没精神，今天就去。",
        1,
    )


def _newborn(lost: float) -> Remark | None:
    if lost <= 0:
        return None
    return Remark("刚出生几天体重会先降一点。出生两周还没回到出生时的体重，要去医院看看。")


def _shrunk(child: Child, before: Measured, now: Measured) -> list[Remark]:
    pairs: tuple[tuple[Kind, float | None, float | None], ...] = (
        ("length", _lying(child, before), _lying(child, now)),
        ("head", before.head_cm, now.head_cm),
    )
    return [
        Remark(
            f"{NAMES[kind]}比上次（{_day(before)}）还少{size(kind, old - new)}。宝宝不会缩回去，"
            "多半是量法不一样，请再量一次。"
        )
        for kind, old, new in pairs
        if old and new and old - new > _CARELESS_CM
    ]


def _lying(child: Child, seen: Measured) -> float | None:
    """Length as if measured lying, whatever it was: standing takes 0.7 cm off."""
    if seen.length_cm is None:
        return None
    usually = (seen.on - child.birth).days < FIRST_STANDING_DAY
    lay = usually if seen.lying is None else seen.lying
    return seen.length_cm if lay else seen.length_cm + STANDING_LOSS


def _off_curve(child: Child, before: Measured, now: Measured) -> list[Remark]:
    apart = (now.on - before.on).days >= _APART_DAYS
    past, present = assess(child, before), assess(child, now)
    kinds: tuple[Kind, ...] = ("weight", "length", "head")
    found = []
    for kind in kinds:
        old, new = past.point(kind), present.point(kind)
        remark = _moved(kind, old, new, apart) if old and new else None
        if remark:
            found.append(remark)
    return found


def _moved(kind: Kind, old: Point, new: Point, apart: bool) -> Remark | None:
    change = new.z - old.z
    if abs(change) > _UNLIKELY:
        return Remark(f"{NAMES[kind]}和上次差得太多，请核对一下有没有量错、写错。")
    if apart and change <= -_OFF_CURVE:
        return Remark(f"{NAMES[kind]}的曲线比上次往下走了一大截，建议带去儿保门诊看看。", 1)
    return None


def _day(seen: Measured) -> str:
    return f"{seen.on.month}月{seen.on.day}日"
