"""A library small enough to read at once, written to a folder and changed there by tests."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from content.errors import ContentInvalid, Problem
from content.load import Library, load

DAY = date(2026, 11, 22)
COUNTY, CITY, PROVINCE, ELSEWHERE = "330703", "330700", "330000", "330782"
# Marks the line a problem is to be found on; a comment to YAML.
HERE = "# here"
ASKED = {"fire", "food"}

FILES = {
    "sources.yml": """\
- id: law
  title: 全国办法
  issuer: 国家部门
  date: 2019-10-08
  level: national
  status: in_force
  seen: original
  review_by: 2027-06-30
""",
    "sources-local.yml": """\
- id: county-doc
  title: 区里的意见
  doc_no: 区政办〔2020〕1号
  issuer: 区政府办
  date: 2020-10-31
  level: county
  region: "330703"
  status: in_force
  seen: original
  review_by: 2027-06-30
- id: city-doc
  title: 市里的意见
  issuer: 市政府办
  date: null
  level: city
  region: "330700"
  status: in_force
  seen: original
  review_by: 2027-06-30
- id: province-doc
  title: 省里的条例
  issuer: 省人大
  date: 2021-01-01
  level: province
  region: "330000"
  status: in_force
  seen: original
  review_by: 2027-06-30
""",
    "topics/opening.yml": """\
- id: fire
  title: 消防
  group: opening
  keywords: [消防, 灭火器]
  answers:
    - lead: 最高{floor.max}层。
      detail: 问消防部门。
      authority: 消防部门
      documents: [消防凭证]
      cite: [{source: law, section: 第1条}]
    - when: {form: [home]}
      lead: 家庭托育点先问。
      cite:
        - {source: law, section: 第2条}
- id: food
  title: 供餐
  group: opening
  answers:
    - lead: 自己做饭要办证。
      cite: [{source: law, section: 第3条}]
""",
    "parameters/standard.yml": """\
- id: floor.max
  title: 最高几层
  unit: floor
  values:
    - {value: 2, since: 2019-10-08, until: 2024-03-31, cite: {source: law, section: 第4条}}
    - {value: 3, since: 2024-04-01, cite: {source: law, section: 第4条}}
""",
    "places.yml": """\
- code: "330703"
  bureau: 区卫健局
  aliases: [金东]
- code: "330700"
  bureau: 市卫健委
- code: "330782"
  towns: [佛堂镇]
""",
    "regions/county.yml": """\
region: "330703"
document: county-doc
answers:
  - topic: fire
    lead: 找区消防大队。
    authority: 区消防大队
    cite: [{source: county-doc, section: 二（六）1}]
  - topic: food
    status: silent
""",
    "regions/city.yml": """\
region: "330700"
document: city-doc
answers:
  - topic: fire
    status: silent
  - topic: food
    lead: 找市监局。
    with_national: true
    cite: [{source: city-doc, section: 三}]
""",
    "regions/province.yml": """\
region: "330000"
document: province-doc
answers:
  - topic: food
    lead: 省里管食品。
    cite: [{source: province-doc, section: 第9条}]
""",
    "checklists/opening.yml": """\
id: opening
title: 开办清单
steps:
  - id: site
    title: 定场地
    topics: [fire]
    todo: 先看{floor.max}层以下的房子。
    duration: {min: 1, max: 2, unit: workday, kind: estimate}
    done_words: [场地]
  - id: food
    title: 食品证
    topics: [food, fire]
    applies: {meals: [true]}
    after: [site]
    todo: 办证。
    duration: {min: 5, max: 15, unit: day, kind: statutory, cite: {source: law, section: 第9条}}
    done_words: [食品]
  - id: filing
    title: 备案
    topics: [fire]
    after: [food]
    todo: 上网备案。
    duration: {min: 0, max: 0, unit: day, kind: estimate}
    done_words: [备案]
""",
    "scope.yml": """\
ours: [托育, 2岁]
others: [诊所, 餐馆]
doing: [开]
needing: [备案]
""",
}


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """The files with ``old``, which stands once in the file, replaced."""
    assert FILES[name].count(old) == 1, f"{old!r} stands {FILES[name].count(old)} times in {name}"
    return {name: FILES[name].replace(old, new)}


def write(root: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """The small library below ``root``, with changed or added files; None leaves one out."""
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root


def small(root: Path, changes: Mapping[str, str | None] | None = None) -> Library:
    return load(write(root, changes))


def problems(root: Path, changes: Mapping[str, str | None]) -> list[Problem]:
    """What loading says of the changed library; none if it loads."""
    try:
        small(root, changes)
    except ContentInvalid as error:
        return error.problems
    return []


def line_of(text: str, mark: str = HERE) -> int:
    """The 1-based line of the one line that holds ``mark``."""
    (found,) = [n for n, line in enumerate(text.splitlines(), 1) if mark in line]
    return found
