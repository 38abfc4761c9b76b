"""How parents call vaccines, and which dose they mean."""

import re

from content.child.shapes import Vaccine
from content.child.shelf import ChildShelf
from nlu.entities.numerals import value
from nlu.normalise import clean

# The longest word that fits counts; two vaccines may share a word, and then it is asked.
_WORDS: dict[str, tuple[str, ...]] = {
    "hepb": ("乙肝", "乙型肝炎"),
    "bcg": ("卡介苗", "卡介"),
    "polio": ("脊灰", "脊髓灰质炎", "小儿麻痹", "糖丸", "滴剂", "IPV", "ipv", "bOPV"),
    "dtap": ("百白破", "白百破", "百日咳"),
    "mena": ("A群流脑", "A流脑", "a流脑", "流脑A", "流脑a", "A群"),
    "menac": ("AC流脑", "A群C群", "A+C", "ac流脑", "流脑AC"),
    "mmr": ("麻腮风", "麻风腮", "腮腺炎", "麻疹", "风疹"),
    "je_live": ("乙脑减毒", "减毒乙脑", "乙脑活"),
    "je_inactivated": ("乙脑灭活", "灭活乙脑"),
    "hepa_live": ("甲肝减毒", "减毒甲肝", "甲肝活"),
    "hepa_inactivated": ("甲肝灭活", "灭活甲肝"),
}
# One word for several: which of them is to be asked.
_SHARED: dict[str, tuple[str, ...]] = {
    "流脑": ("mena", "menac"),
    "乙脑": ("je_live", "je_inactivated"),
    "甲肝": ("hepa_live", "hepa_inactivated"),
}
# Paid ones that stand for doses of several, or are not in the programme at all.
COMBINED = re.compile(r"五联|四联|六联|多联")
PAID = re.compile(
    r"13价|十三价|肺炎(?:球菌|疫苗)?|轮状|水痘|手足口|EV71|ev71|流感(?:疫苗)?|Hib|hib|狂犬"
)
NAMES = "|".join(
    [
        *sorted({w for words in _WORDS.values() for w in words} | set(_SHARED), key=len, reverse=True),
        *(COMBINED.pattern, PAID.pattern),
    ]
)  # fmt: skip
_N = r"(?P<number>[0-9]{1,2}|[一二两三四五六七八九])"
_NUMBER = re.compile(
    rf"第{_N}\s?(?:针|剂|次|个)|(?<![0-9个]){_N.replace('number', 'bare')}(?:针|剂)"
)
_LAST = re.compile(r"(?:最后|末)(?:一)?(?:针|剂)")


def named(text: str, shelf: ChildShelf) -> list[Vaccine]:
    """The vaccines that a text names; several where one word stands for several."""
    text = clean(text)
    found: dict[str, int] = {}
    for vaccine, words in _WORDS.items():
        length = max((len(word) for word in words if word in text), default=0)
        if length:
            found[vaccine] = length
    for word, vaccines in _SHARED.items():
        if word in text and not set(vaccines) & set(found):
            found |= {vaccine: len(word) for vaccine in vaccines}
    return [shelf.vaccines[name] for name in found if name in shelf.vaccines]


def dose_number(text: str) -> int | None:
    """「第二针」 is 2; None where no number is said."""
    match = _NUMBER.search(clean(text))
    if match is None:
        return None
    said = match["number"] or match["bare"]
    number = value(said)
    return None if number is None or number < 1 else int(number)


def last_dose(text: str) -> bool:
    return bool(_LAST.search(text))
