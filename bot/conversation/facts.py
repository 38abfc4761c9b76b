"""From entities to facts: what a sentence says about the person's plan, as slot values."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from content.regions import Mention
from nlu.entities.dates import DateMention, dates
from nlu.entities.numbers import class_groups, quantities
from nlu.parse import Entity

# Kinds that say who runs the place; profit or nonprofit beside them is the nature.
_RUN_BY = ("kindergarten", "employer", "community", "home")
_NO_MEALS = re.compile(
    r"(?:不|没|没有|不用|无)(?:打算|准备|想)?(?:供餐|管饭|做饭|提供餐|包饭|供饭|开伙|包餐|包午饭)|自带饭|自己带饭"
)
_MEALS = re.compile(
    r"供餐|管饭|包饭|包餐|做饭|供饭|开伙|包(?:午|中|三)餐|提供(?:午|三)?餐|有食堂|烧饭|烧菜|开火|有餐|管吃|吃食堂|自己做吃|自办食堂|管(?:午|三)(?:饭|餐|顿)"
)
_NOT_INCLUSIVE = re.compile(r"非普惠|不是普惠|不做普惠|不算普惠|高端")
_OWN = re.compile(
    r"自有|自家的?(?:房|门面|铺|楼|院)|自己(?:家)?的?(?:房|门面|铺|楼|院|产权)|买(?:的|下)|产权是我"
)
_NO_OUTDOORS = re.compile(r"(?:没有?|无)(?:什么)?(?:院子|户外|室外|操场|活动场地)")
_BORN = re.compile(
    r"出生|[生产]的|生于|生下|出世|生日|预产期|要生|(?<=[年月日号])生(?=[，,。;；、 ]|$)"
)
_OPENING = re.compile(r"开[业园办]")
_CLAUSE = re.compile(r"[，,。；;、 ]+")
_NEGATIVE = re.compile(
    r"(?:负|(?<![\d年月日号至到])[-−－])\s*[\d一二两三四五六七八九十]+\s*(?:个|人|名|万|平)"
)
# 「以前在幼儿园上班」 says where somebody comes from.
_WORKED_THERE = re.compile(
    r"(?:以前|之前|原来|在|当过|做过|干过|从).{0,3}幼儿园.{0,5}(?:上班|工作|当|做过|干过|干了|辞|出来|老师|教)|幼师"
)
_NOT_COMMUNITY = re.compile(r"不(?:是|开|办|设)?在?(?:居民)?(?:小区|社区)")
_RENT = re.compile(r"租")
_ROUGHLY_AGO = re.compile(r"[月年周期拜][之以]?前")
# A birth that is not known to the month; the flow asks again.
VAGUE = "vague"


class Places(Protocol):
    """Finds the places a text names."""

    def find(self, text: str) -> list[Mention]: ...


# Departments as people name them → the short names of content's `dept`.
_DEPARTMENTS = {
    "卫健": ("卫健", "卫生健康", "卫生局", "卫计", "卫体局"),
    "教育": ("教育", "教体", "教育局"),
    "市场监管": ("市场监管", "市监", "工商", "食药"),
    "民政": ("民政",),
    "发改": ("发改", "发展改革", "发展和改革", "物价"),
    "公安": ("公安", "派出所", "警察"),
    "财政": ("财政",),
    "人社": ("人社", "人力资源", "劳动局"),
    "自然资源": ("自然资源", "规划局", "国土", "资源局"),
    "住建": ("住建", "住房", "建设局"),
    "消防": ("消防",),
    "税务": ("税务", "税局"),
    "工会": ("工会",),
    "共青团": ("共青团", "团委", "团县委", "团区委", "团市委"),
    "妇联": ("妇联",),
    "计生协": ("计生协", "计划生育协会", "计生"),
    "行政审批": ("行政审批", "审批局", "审批服务"),
    "编办": ("编办", "编制", "编委"),
    "应急": ("应急",),
    "生态环境": ("生态环境", "环保"),
    "工信": ("工信", "工业和信息化"),
    "文旅": ("文旅", "文化和旅游", "旅游局"),
    "广电": ("广电",),
    "银保监": ("银保监", "金融监管"),
    "机关事务": ("机关事务",),
    "交通": ("交通局", "交通运输"),
    "镇街": ("镇政府", "乡镇", "街道办", "镇街", "镇乡", "镇里", "乡里"),
}


def extract(text: str, entities: Iterable[Entity], places: Places, today: date) -> dict[str, Any]:
    """Slot → value for everything the sentence states; places with several candidates are left out."""
    facts: dict[str, Any] = {}
    codes = [mention.code for mention in places.find(text) if mention.code]
    if codes:
        facts["region"] = codes[0]
    facts |= _form([e.value for e in entities if e.name == "legal_form"], text)
    facts |= _numbers(text)
    facts |= _words(text)
    department = next(
        (d for d, words in _DEPARTMENTS.items() if any(w in text for w in words)), None
    )
    if department:
        facts["dept"] = department
    return facts | _dates(text, today)


def negative(text: str) -> bool:
    """「负3个班」, 「改成-10个」: no number of anything."""
    return bool(_NEGATIVE.search(text))


def _dates(text: str, today: date) -> dict[str, Any]:
    """The date as that of an opening, which lies ahead, and as one gone by: ``past_date``.

    A birth is no opening. Neither ``past_date`` nor ``born`` is a slot: they are read where
    a birth is asked for.
    """
    past = dates(text, today, past=True)
    born = bool(past and _BORN.search(text))
    facts: dict[str, Any] = {"past_date": _spelt(past[0]), "born": born} if past else {}
    found = [d.value for d in dates(text, today)]
    if found and (not born or _OPENING.search(text)):
        facts["opening_date"] = found[0].isoformat()
        facts["opening_date_past"] = found[0] <= today
    return facts


def _spelt(mention: DateMention) -> str:
    """「2025-06-03」, 「2025-06」 where only the month was said, else 「vague」.

    So is 「三个月前」: nobody means the day by it.
    """
    length = {"day": 10, "month": 7}.get(mention.precision, 0)
    rough = _ROUGHLY_AGO.search(mention.text)
    return mention.value.isoformat()[:length] if length and not rough else VAGUE


def _form(values: list[str], text: str) -> dict[str, Any]:
    if _WORKED_THERE.search(text):
        values = [v for v in values if v != "kindergarten"]
    if _NOT_COMMUNITY.search(text):
        values = [v for v in values if v != "community"]
    if "nonprofit" in values and "profit" in values and "非" not in text:
        values = [v for v in values if v != "profit"]
    run_by = next((v for v in _RUN_BY if v in values), None)
    legal = next((v for v in values if v in ("nonprofit", "profit", "public")), None)
    if run_by and run_by != "community":
        return {"form": run_by} | ({"nature": legal} if legal in ("profit", "nonprofit") else {})
    if run_by and not legal:
        return {"form": run_by}
    # 「社区里开个营利性的」: where it stands, not who runs it.
    return {"form": legal} if legal else {}


_QUANTITY_SLOTS = {"classes": "classes", "places": "places", "floor": "floor", "lease_years": "lease_years",
                   "area": "area", "outdoor_area": "outdoor_area", "staff": "carers"}  # fmt: skip


def _numbers(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if negative(text):
        return facts
    for quantity in quantities(text):
        slot = _QUANTITY_SLOTS.get(quantity.kind)
        if slot and slot not in facts:
            facts[slot] = float(quantity.value)
    if "lease_years" not in facts and _RENT.search(text):
        # 「租的，两年」: the years stand in a clause of their own.
        clauses = [q for c in _CLAUSE.split(text) for q in quantities(c)]
        years = [float(q.value) for q in clauses if q.kind == "lease_years"]
        facts |= {"lease_years": years[0]} if years else {}
    if "places" in facts:
        facts["children"] = facts["places"]
    groups = class_groups(text)
    if groups:
        facts["class_groups"] = groups
    return facts


def _words(text: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if _NO_MEALS.search(text):
        facts["meals"] = False
    elif _MEALS.search(text):
        facts["meals"] = True
    if _NOT_INCLUSIVE.search(text):
        facts["inclusive"] = False
    elif "普惠" in text:
        facts["inclusive"] = True
    if _NO_OUTDOORS.search(text):
        facts["outdoor_area"] = 0.0
    if _OWN.search(text):
        facts["tenure"] = "own"
    elif _RENT.search(text):
        facts["tenure"] = "rent"
    return facts
