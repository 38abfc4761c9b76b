"""Whether a size that somebody wrote can be right, and what they may have meant instead.

A figure is taken as written, taken with a word on how it was read, asked about with the likely
meanings as choices, or refused. Nothing is ever corrected in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.growth.bounds import Frame
from bot.growth.measure_words import Kind, Unit
from bot.growth.measures import Measure
from bot.growth.shown import NAMES, number, size

_UNIT_WORDS: dict[Unit | None, str] = {
    "kg": "公斤", "jin": "斤", "g": "克", "cm": "厘米", "m": "米", "mm": "毫米", None: "",
}  # fmt: skip
# What one of a unit is in kg or cm. The units that people leave out, likeliest first.
_FACTOR: dict[Unit, float] = {"kg": 1, "jin": 0.5, "g": 0.001, "cm": 1, "m": 100, "mm": 0.1}
_LEFT_OUT: dict[Kind, tuple[Unit, ...]] = {
    "weight": ("kg", "jin", "g"),
    "length": ("cm", "m"),
    "head": ("cm",),
}
_UNITS: dict[Kind, tuple[Unit, ...]] = {
    "weight": ("kg", "jin", "g"),
    "length": ("cm", "m", "mm"),
    "head": ("cm", "mm"),
}
# A point left out: 85 for 8.5.
_SLIP = 0.1


@dataclass(frozen=True)
class Option:
    """One thing that may be meant: what it is called, and its size in kg or cm."""

    kind: Kind
    value: float
    label: str


@dataclass(frozen=True)
class Taken:
    """``value`` in kg or cm. ``remark``: how it was read, to be said; empty where it is plain."""

    kind: Kind
    value: float
    remark: str = ""


@dataclass(frozen=True)
class Doubtful:
    """``question`` stands above the options; one more choice is 「都不是，我重新说」.

    ``together``: the options hold all at once, to be confirmed by one 「是」.
    """

    question: str
    options: tuple[Option, ...]
    together: bool = False


@dataclass(frozen=True)
class Refused:
    reason: str


Verdict = Taken | Doubtful | Refused


def judge(measure: Measure, frame: Frame) -> Verdict:
    if measure.kind is None:
        return _which_is_it(measure.number, frame)
    meant = _as_written(measure.kind, measure.number, measure.unit)
    fitting = _possible(meant, frame)
    others = _possible(_otherwise(measure.kind, measure.number, measure.unit), frame)
    if not fitting:
        return _ask(measure, others) if others else _refuse(measure)
    best = _best(fitting, frame)
    if best is None:
        return _ask(measure, fitting)
    if frame.rare(best.kind, best.value) and (near := _usual(others, frame)):
        return _ask(measure, [best, *near])
    return Taken(best.kind, best.value, _remark(measure, best, frame))


def swapped(weight_: Measure, length: Measure, frame: Frame) -> Doubtful | None:
    """「体重75 身高9」: both impossible as they stand, both right the other way round."""
    if weight_.unit or length.unit:
        return None
    wrong = [isinstance(judge(m, frame), Taken) for m in (weight_, length)]
    turned = (
        _possible(_as_written("weight", length.number, None), frame),
        _possible(_as_written("length", weight_.number, None), frame),
    )
    if any(wrong) or not all(turned):
        return None
    options = tuple(kind[0] for kind in turned)
    meant = "，".join(option.label for option in options)
    return Doubtful(f"体重和身长好像写反了。是不是{meant}？", options, together=True)


def _option(kind: Kind, value: float) -> Option:
    value = round(value, 3)
    return Option(kind, value, f"{NAMES[kind]}{size(kind, value)}")


def _as_written(kind: Kind, said: float, unit: Unit | None) -> list[Option]:
    units = (unit,) if unit else _LEFT_OUT[kind]
    return [_option(kind, said * _FACTOR[u]) for u in units]


def _otherwise(kind: Kind, said: float, unit: Unit | None) -> list[Option]:
    """Another unit than the one written, or the point left out."""
    written = _as_written(kind, said, unit)
    units = _UNITS[kind] if unit else _LEFT_OUT[kind]
    meant = [_option(kind, said * _FACTOR[u]) for u in units]
    own = (unit,) if unit else units[:2]
    slips = [_option(kind, said * _FACTOR[u] * _SLIP) for u in own]
    return [option for option in dict.fromkeys([*meant, *slips]) if option not in written]


def _possible(options: Sequence[Option], frame: Frame) -> list[Option]:
    return [option for option in options if frame.possible(option.kind, option.value)]


def _usual(options: Sequence[Option], frame: Frame) -> list[Option]:
    return [option for option in options if frame.usual(option.kind, option.value)]


def _best(fitting: Sequence[Option], frame: Frame) -> Option | None:
    """The one meaning, or the one that is usual where every other is rare; None: ask."""
    if len(fitting) == 1:
        return fitting[0]
    usual = _usual(fitting, frame)
    others = [option for option in fitting if option not in usual]
    if len(usual) == 1 and all(frame.rare(o.kind, o.value) for o in others):
        return usual[0]
    return None


def _remark(measure: Measure, best: Option, frame: Frame) -> str:
    read = "" if measure.unit or measure.kind == "head" else _reading(measure, best)
    rough = f"您说的是大概的数，先按{size(best.kind, best.value)}算。" if measure.rough else ""
    rare = frame.age_known and frame.rare(best.kind, best.value)
    check = f"{best.label}在同龄宝宝里很少见，请再核对一下有没有量错、写错。" if rare else ""
    return rough or read + check


def _reading(measure: Measure, best: Option) -> str:
    """A weight without a unit is always said back; 75 can only be centimetres."""
    if best.kind != "weight" and best.value == measure.number:
        return ""
    return f"您写的{number(measure.number)}没带单位，我按{size(best.kind, best.value)}算。不对请告诉我。"


def _written(measure: Measure) -> str:
    name = NAMES[measure.kind] if measure.kind else ""
    return f"{name}{number(measure.number)}{_UNIT_WORDS[measure.unit]}"


def _ask(measure: Measure, options: Sequence[Option]) -> Doubtful:
    which = f"是不是{options[0].label}？" if len(options) == 1 else "您是说哪一个？"
    return Doubtful(f"您写的「{_written(measure)}」我没看准。{which}", tuple(options[:3]))


def _refuse(measure: Measure) -> Refused:
    how = "公斤还是斤" if measure.kind == "weight" else "多少厘米"
    return Refused(
        f"「{_written(measure)}」不像这么大的宝宝，可能是写错了。请再量一次，写清楚{how}，"
        f"比如「{_example(measure)}」。"
    )


def _example(measure: Measure) -> str:
    examples: dict[Kind | None, str] = {"weight": "体重8.5公斤", "length": "身长72厘米"}
    return examples.get(measure.kind, "头围44厘米")


def _which_is_it(said: float, frame: Frame) -> Verdict:
    """A bare number: what could it be?"""
    kinds: tuple[Kind, ...] = ("weight", "length", "head")
    meant = [option for kind in kinds for option in _as_written(kind, said, None)]
    slips = [option for kind in kinds for option in _otherwise(kind, said, None)]
    options = _possible(meant, frame) or _possible(slips, frame)
    if not options:
        return Refused(f"「{number(said)}」是什么呢？请写全，比如「体重8.5公斤」「身长72厘米」。")
    return Doubtful(f"「{number(said)}」是哪一个？", tuple(options[:4]))
