"""Numbers in a sentence by what they count: classes, places, square metres, floors, years, yuan."""

import re

from nlu.entities.class_groups import ClassGroup, class_groups, group_mentions
from nlu.entities.fillers import ROUGH_BEFORE, is_bare
from nlu.entities.floors import floors
from nlu.entities.leases import leases
from nlu.entities.measures import measures
from nlu.entities.numerals import NUMERAL, Numeral, numerals
from nlu.entities.quantity import Kind, Quantity
from nlu.normalise import MAX_CHARS, clean

__all__ = ["Kind", "Quantity", "class_groups", "quantities"]

_HINT = re.compile(r"[0-9零〇一二两三四五六七八九十百千万俩仨半廿]|地下|底|首")
_CARER = r"(?:老师|教师|保育[员师]|育婴[员师]|阿姨|大人|人员)"
# Numbers that say something else: numbers of documents and telephones, ratios, ordinals.
_ELSEWHERE = re.compile(
    r"[〔\[(【][0-9]{4}[〕\])】](?:第?[0-9]{1,4}号)?|第[0-9]{1,4}号"
    r"|(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[48]00-?[0-9]{3}-?[0-9]{4}|[0-9]{15,18}[Xx]?)(?![0-9])"
    r"|(?<![0-9])123(?:05|15|20|33|38|45|48|50|55|56|66|69|77|88)(?![0-9元块平个])|(?:[拨打叫呼]|电话)了?(?:1[12][0-9])(?![0-9])|1[12][0-9](?=电话|热线|急救)"
    rf"|第\s?{NUMERAL}\s?(?:条|款|项|章|个|次|批|名|期|年|步)"
    rf"|{NUMERAL}\s?(?:比|:)\s?{NUMERAL}|{NUMERAL}\s?%|百分之{NUMERAL}|{NUMERAL}分之{NUMERAL}"
    r"|一个?托?班(?=里|的|内|最|能|可|要|得|应|该|配|多少|几|大概|一般|不|超|招|收|顶多|塞|够|让|只|政府)|人一个班"
    r"|一块(?!钱)"
    rf"|每?\s?{NUMERAL}\s?[个名位]\s?{_CARER}(?:最多|能|可以|可|要|得|应|该|只|分别|负责)*"
    rf"(?:带|看|管|照[顾看护]|负责|配|对)(?:最多)?(?:\s?{NUMERAL}\s?[个名位])?"
    rf"|每\s?{NUMERAL}?\s?[个名位]?[^,。;!?\s]{{0,6}}?(?:配备?|要有?|得有|不少于)\s?{NUMERAL}\s?[个名位]?"
    rf"(?:{_CARER}(?:[、和]?{NUMERAL}\s?[个名位]{_CARER})*)?"
)
_COUNTER = re.compile(r"\s?[个名位人]?")


def quantities(text: str) -> list[Quantity]:
    """All quantities in order of appearance; spans refer to the cleaned text.

    Classes named by age only (一个大班两个小班) give one "classes" with their sum. A number that
    is the whole answer and has no unit gives "count".
    """
    text = clean(text)[:MAX_CHARS]
    if not _HINT.search(text):
        return []
    masked = _ELSEWHERE.sub(lambda match: "□" * len(match.group()), text)
    found = [*floors(masked), *leases(masked)]
    groups = group_mentions(masked)
    taken = [(q.start, q.end) for q in found] + [(g.start, g.end) for g in groups]
    found += measures(masked, taken)
    if groups and all(q.kind != "classes" for q in found):
        found.append(_total(text, groups, found))
    return sorted(found or _bare(masked), key=lambda q: q.start)


def _total(text: str, groups: list[ClassGroup], others: list[Quantity]) -> Quantity:
    """The classes of all ages; the span is the first one's where something else stands between."""
    start, end = groups[0].start, groups[-1].end
    if any(start < other.end and other.start < end for other in others):
        end = groups[0].end
    return Quantity("classes", float(sum(g.count for g in groups)), start, end, text[start:end])


def _bare(text: str) -> list[Quantity]:
    """「60」, 「大概六十个吧」: a number and nothing else."""
    for number in numerals(text):
        counter = _COUNTER.match(text, number.end)
        end = counter.end() if counter else number.end
        if is_bare(text, number.start, end):
            return [_count(text, number, end)]
    return []


def _count(text: str, number: Numeral, end: int) -> Quantity:
    rough = number.rough or ROUGH_BEFORE.search(text, 0, number.start) or "左右" in text
    exact = number.high is None and not rough
    shown = text[number.start : end]
    return Quantity("count", number.low, number.start, end, shown, number.high, exact)
