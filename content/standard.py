"""The setting-up standard as a list of checks: pass, fail or unknown, with what to change.

What the national standard leaves to the provinces (least area, say) is unknown, not passed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.answers import figure, pick, plain_number
from content.load import Library
from content.schema import Cite

KINDS = {
    "infant": "乳儿班（6～12个月）",
    "toddler": "托小班（12～24个月）",
    "senior": "托大班（24～36个月）",
}
# The standard limits the size of a mixed class, and leaves open how many carers it needs.
SIZED = KINDS | {"mixed": "混合班（18个月以上）"}


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Premises:
    """What a person told us of a plan; None is not known. Areas in m², lease in years.

    ``classes``: number of classes by kind (infant, toddler, senior, mixed); ``children``: in all;
    ``carers``: carers (保育人员) in all; ``home``: a home-based nursery (家庭托育点).
    """

    floor: float | None = None
    lease_years: float | None = None
    owned: bool | None = None
    area: float | None = None
    outdoor_area: float | None = None
    classes: dict[str, int] | None = None
    children: float | None = None
    carers: float | None = None
    home: bool = False


@dataclass(frozen=True)
class Check:
    """One point of the standard. ``change``: what would make it pass, or what to find out."""

    id: str
    title: str
    verdict: Verdict
    finding: str
    change: str | None
    cites: tuple[Cite, ...]


class Standard:
    """The figures of the standard that hold on a day, and the checks made from them."""

    def __init__(self, library: Library, as_of: date) -> None:
        self._library = library
        self._as_of = as_of

    def check(self, premises: Premises) -> list[Check]:
        """Every point, in the order in which people look at premises."""
        if premises.home:
            checks = [self.floor, self.lease, self.area, self.home_children, self.home_carers]
        else:
            checks = [self.floor, self.lease, self.area, self.outdoor, self.size, self.carers]
        return [check(premises) for check in checks]

    def floor(self, premises: Premises) -> Check:
        most = self._value("floor.max")
        floor = premises.floor
        ok = None if floor is None or most is None else 1 <= floor <= most
        return self._made(
            "floor",
            "楼层",
            ok,
            {
                True: f"在{_n(floor)}楼，{_n(most)}层及以下，符合。",
                False: f"{_floor(floor)}不行：孩子用的房间要在{_n(most)}层及以下，地下、半地下都不可以。",
                None: "还不知道在几楼。",
            },
            {False: f"换到{_n(most)}层及以下的房子。", None: "看看孩子用的房间在第几层。"},
            ["floor.max"],
        )

    def lease(self, premises: Premises) -> Check:
        least = self._value("lease.min_years")
        years = premises.lease_years
        if premises.owned:
            ok: bool | None = True
        else:
            ok = None if years is None or least is None else years >= least
        return self._made(
            "lease",
            "房子来历",
            ok,
            {
                True: "自有的房子，符合。" if premises.owned else f"租期{_n(years)}年，符合。",
                False: f"租期{_n(years)}年太短：不是自己的房子，租期不能少于{_n(least)}年。",
                None: "还不知道是自有还是租的、租几年。",
            },
            {
                False: f"跟房东把租期签到{_n(least)}年以上。",
                None: f"租的话，合同要签满{_n(least)}年。",
            },
            ["lease.min_years"],
        )

    def area(self, premises: Premises) -> Check:
        """The rooms' area: the nation sets no least one, so it is never passed here."""
        area, children = premises.area, premises.children
        told = "还不知道室内有多大。" if area is None else f"室内{_n(area)}平方米"
        if area is not None and children:
            told += f"，平均每个孩子{_n(round(area / children, 1))}平方米"
        told = told if told.endswith("。") else f"{told}。"
        site = pick(self._library.topic("site").answers, {}, self._as_of)
        return Check(
            "area",
            "室内面积",
            Verdict.UNKNOWN,
            f"{told}国家没有定最小面积，由省市定。",
            "问县级卫健部门：当地最小面积、人均面积各是多少。",
            tuple(site.cite[:1]) if site else (),
        )

    def outdoor(self, premises: Premises) -> Check:
        each = self._value("outdoor.per_child_m2")
        dense = self._value("outdoor.per_child_dense_m2")
        area, children = premises.outdoor_area, premises.children
        ok, need = None, None
        if each and dense and children:
            need = each * children
            if area is not None and area >= need:
                ok = True
            elif area is not None and area < dense * children:
                ok = False
        return self._made(
            "outdoor",
            "室外活动场地",
            ok,
            {
                True: f"{_n(area)}平方米，按每个孩子{_n(each)}平方米算够了。",
                False: f"{_n(area)}平方米不够：建筑规范是每个孩子{_n(each)}平方米，老城区改建也要{_n(dense)}平方米。",
                None: self._outdoor_unknown(area, need, each),
            },
            {
                False: "看附近有没有能安全借用的公共场地（国家标准允许），或者少收几个孩子。",
                None: "问县级卫健部门当地怎么算，能不能借用附近公共场地。",
            },
            ["outdoor.per_child_m2", "outdoor.per_child_dense_m2"],
        )

    def _outdoor_unknown(self, area: float | None, need: float | None, each: float | None) -> str:
        if area is not None and need is not None:
            return f"{_n(area)}平方米，介于两条线之间（每个孩子{_n(each)}平方米要{_n(need)}平方米），看当地怎么认定。"
        return "还不知道室外场地有多大，或者收多少孩子。"

    def size(self, premises: Premises) -> Check:
        classes, children = premises.classes, premises.children
        limits = {kind: self._value(f"class_size.{kind}") for kind in SIZED}
        most = _most(classes, limits)
        ok = None if most is None or children is None else children <= most
        listing = "，".join(f"{SIZED[k]}每班最多{_n(v)}人" for k, v in limits.items())
        return self._made(
            "size",
            "班额",
            ok,
            {
                True: f"{_classes(classes)}，最多收{_n(most)}人，计划{_n(children)}人，符合。",
                False: f"{_classes(classes)}，最多只能收{_n(most)}人，计划{_n(children)}人超了。",
                None: (f"这样分班最多收{_n(most)}人。" if most else "还不知道各年龄段几个班。")
                + f"{listing}。",
            },
            {
                False: f"少收{_n((children or 0) - (most or 0))}人，或者多开班。",
                None: "告诉我各年龄段几个班、一共收多少人，我帮您算。",
            },
            [f"class_size.{kind}" for kind in SIZED],
        )

    def carers(self, premises: Premises) -> Check:
        ratios = {kind: self._value(f"ratio.{kind}") for kind in KINDS}
        limits = {kind: self._value(f"class_size.{kind}") for kind in KINDS}
        need = _carers_needed(premises, limits, ratios)
        ok = None if need is None or premises.carers is None else premises.carers >= need
        listing = "，".join(f"{KINDS[k]}1比{_n(v)}" for k, v in ratios.items())
        if "mixed" in _taken(premises.classes):
            listing += "；混合班国家没写，建议按班里最小的孩子配"
        return self._made(
            "carers",
            "保育人员",
            ok,
            {
                True: f"{_n(premises.carers)}名保育人员，按满班算至少要{_n(need)}名，符合。",
                False: f"{_n(premises.carers)}名保育人员不够，按满班算至少要{_n(need)}名。",
                None: (f"按满班算至少要{_n(need)}名保育人员。" if need else "")
                + f"保育人员和孩子的比例：{listing}。",
            },
            {
                False: f"再招{_n((need or 0) - (premises.carers or 0))}名保育人员，或者少收孩子。",
                None: "告诉我各班几个、保育人员几个，我帮您算。",
            },
            [f"ratio.{kind}" for kind in KINDS],
        )

    def size_note(self, classes: int, places: float) -> tuple[str, tuple[Cite, ...]]:
        """What so many places in so many classes mean for the ages that can be taken."""
        limits = {kind: self._value(f"class_size.{kind}") for kind in KINDS}
        each = -(-places // classes)
        fitting = [KINDS[k] for k, most in limits.items() if most is not None and each <= most]
        cites = self._cites([f"class_size.{kind}" for kind in KINDS])
        head = f"{classes}个班{_n(places)}个托位，平均每班{_n(each)}人。"
        known = [v for v in limits.values() if v is not None]
        if not known:
            return f"{head}班额上限待核实。", cites
        if not fitting:
            return f"{head}太满了：每班最多也只能{_n(max(known))}人，要多开班或少收。", cites
        if len(fitting) == len(KINDS):
            return f"{head}各年龄班都没超班额。", cites
        listing = "，".join(f"{KINDS[k]}最多{_n(v)}人" for k, v in limits.items())
        return f"{head}平均分班的话，只能办{'、'.join(fitting)}；班额上限是{listing}。", cites

    def home_children(self, premises: Premises) -> Check:
        most, children = self._value("home.max_children"), premises.children
        ok = None if children is None or most is None else children <= most
        return self._made(
            "size",
            "人数",
            ok,
            {
                True: f"计划收{_n(children)}人，家庭托育点最多{_n(most)}人，符合。",
                False: f"计划收{_n(children)}人超了：家庭托育点最多{_n(most)}人。",
                None: f"家庭托育点最多收{_n(most)}人。",
            },
            {False: f"收到{_n(most)}人以内，或者按托育机构办登记备案。", None: "想好收几个孩子。"},
            ["home.max_children"],
        )

    def home_carers(self, premises: Premises) -> Check:
        each = self._value("home.children_per_carer")
        need = -(-premises.children // each) if premises.children and each else None
        ok = None if need is None or premises.carers is None else premises.carers >= need
        return self._made(
            "carers",
            "照护人员",
            ok,
            {
                True: f"{_n(premises.carers)}名照护人员够了，每人最多看{_n(each)}个孩子。",
                False: f"至少要{_n(need)}名照护人员：每人最多看{_n(each)}个孩子。",
                None: f"每名照护人员最多看{_n(each)}个孩子。",
            },
            {False: "加人，或者少收孩子。", None: "想好几个人来带。"},
            ["home.children_per_carer"],
        )

    def _value(self, parameter_id: str) -> float | None:
        return figure(self._library.parameter(parameter_id), self._as_of)

    def _cites(self, parameters: list[str]) -> tuple[Cite, ...]:
        values = [v for p in parameters for v in self._library.parameter(p).values]
        return tuple(dict.fromkeys(v.cite for v in values if v.holds(self._as_of)))

    def _made(
        self,
        check_id: str,
        title: str,
        ok: bool | None,
        findings: dict[bool | None, str],
        changes: dict[bool | None, str],
        parameters: list[str],
    ) -> Check:
        verdicts = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.UNKNOWN}
        finding, change = findings[ok], changes.get(ok)
        if ok is None and any(self._value(p) is None for p in parameters):
            finding, change = "这一项的标准数字待核实。", "先问县级卫健部门。"
        return Check(check_id, title, verdicts[ok], finding, change, self._cites(parameters))


def _most(classes: dict[str, int] | None, limits: dict[str, float | None]) -> float | None:
    """Children in full classes; None where there are no classes or one has no limit."""
    taken = _taken(classes)
    if not taken or any(limits.get(kind) is None for kind in taken):
        return None
    return sum(count * (limits[kind] or 0) for kind, count in taken.items())


def _carers_needed(
    premises: Premises, limits: dict[str, float | None], ratios: dict[str, float | None]
) -> int | None:
    """Carers for full classes: a class is staffed by itself, so each is rounded up."""
    taken = _taken(premises.classes)
    if not taken:
        return None
    need = 0
    for kind, count in taken.items():
        size, ratio = limits.get(kind), ratios.get(kind)
        if size is None or not ratio:
            return None
        need += count * int(-(-size // ratio))
    return need


def _taken(classes: dict[str, int] | None) -> dict[str, int]:
    """The classes there are: 「乳儿班0个」 is none."""
    return {kind: count for kind, count in (classes or {}).items() if count > 0}


def _classes(classes: dict[str, int] | None) -> str:
    return "、".join(f"{SIZED.get(k, k)}{n}个" for k, n in _taken(classes).items())


def _floor(floor: float | None) -> str:
    return "地下室" if floor is not None and floor < 1 else f"{_n(floor)}楼"


def _n(value: float | None) -> str:
    return "" if value is None else plain_number(round(value, 2))
