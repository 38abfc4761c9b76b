"""Answers from content: the figure or the office first, then the conditions, then the source."""

import re
from datetime import date
from itertools import pairwise

from bot.conversation.messages import Reply, Status
from content.answers import Finding, Resolution, fill, footnote, resolve
from content.load import Library
from content.points import Asked, Detail, details
from content.schema import NATIONAL, Answer, Cite, Facts, Point, Source

_NOTHING = Asked()
# A local answer and the whole national rule behind it; above this the rule's point alone.
_BOTH = 260
# A sentence is said once more where more of its pairs of characters than this were said.
_SAME = 0.6
_SENTENCE = re.compile(r"[^。；]*[。；]?")
# With the details asked for, an answer of more characters than this fills more than a phone.
_ROOM = 330
# … and with the rule of the whole country behind the place's.
_FULL = 420
_ENDED = "我们收录的规定执行到{day.year}年{day.month}月{day.day}日，之后有没有延续没查到，办之前先问主管部门。"
_STALE = "（这条的依据过了复核日期，待核实，请先问当地主管部门。）"


class Answering:
    """Turns a topic, a place and facts into what is said."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def answer(
        self,
        reply: Reply,
        topic: str,
        region: str | None,
        facts: Facts,
        as_of: date,
        asked: Asked = _NOTHING,
    ) -> None:
        """Add the answer to ``reply`` and set its status, topic and region.

        ``asked``: the question; a detail that it names is said first.
        """
        found = resolve(self.library, topic, region, facts, as_of)
        named = details(self.library, topic, region, asked, as_of)
        if not found.local and any(d.region != NATIONAL for d in named):
            # The place's document does speak of it, under the neighbouring topic.
            topic = next(d.topic for d in named if d.region != NATIONAL)
            found = resolve(self.library, topic, region, facts, as_of)
        reply.topic, reply.region = topic, region
        reply.status = _status(found)
        self._where_from(reply, found)
        local = [d.point for d in named if d.region != NATIONAL]
        national = [d.point for d in named if d.region == NATIONAL]
        if found.local:
            self._local(reply, found, found.local, local, national, as_of)
        else:
            self._national(reply, found, national, as_of)

    def best(self, topic: str, region: str | None, facts: Facts, as_of: date) -> Finding | None:
        """The finding that answers."""
        return resolve(self.library, topic, region, facts, as_of).best

    def named(self, topic: str, region: str | None, words: str, as_of: date) -> Detail | None:
        """The detail of the topic that a question names most plainly."""
        found = details(self.library, topic, region, Asked(words), as_of)
        return found[0] if found else None

    def brief(
        self,
        reply: Reply,
        topic: str,
        region: str | None,
        facts: Facts,
        as_of: date,
        asked: Asked = _NOTHING,
    ) -> None:
        """The point alone, headed by the topic: for several answers in one message."""
        found = resolve(self.library, topic, region, facts, as_of)
        named = details(self.library, topic, region, asked, as_of)
        title = self.library.topics[topic].title
        words = [self._point(reply, detail.point, as_of) for detail in named[:1]]
        if found.best and not (words and asked.only):
            words.append(self._lead(reply, found.best, as_of))
        if not words:
            words = ["收录的文件里没有写，请问当地县级卫健部门或拨12345。"]
        reply.say(f"{title}：{self._whose(found)}" + "\n".join(words))

    def _whose(self, found: Resolution) -> str:
        """Where the point comes from, if not from the place that was asked about."""
        if found.local or found.region is None or found.best is None:
            return ""
        return "当地文件没写，按全国规定，" if found.covered else "没收录当地文件，按全国规定，"

    def _where_from(self, reply: Reply, found: Resolution) -> None:
        """Say so where the place's own document says nothing, or we have none."""
        if found.region and not found.covered:
            name = self.library.regions.full_name(found.region)
            known = "所在省的规定和全国规定" if found.local else "全国规定"
            reply.say(
                f"{name}的当地文件我们没有收录，下面只说{known}；当地怎么办，请问当地县级卫健部门或拨12345。"
            )
        elif found.covered and not found.local:
            region = found.region or ""
            names = "和".join(map(_named, found.silent)) or ""
            covered = self.library.regions.coverage(region) or region
            inner, outer = (self.library.regions.get(code).name for code in (region, covered))
            place = outer if inner == outer else f"{inner}归{outer}管，{outer}"
            reply.say(f"{place}的文件{names}没有写这一项。")

    def _local(
        self,
        reply: Reply,
        found: Resolution,
        answer: Finding,
        local: list[Point],
        national: list[Point],
        as_of: date,
    ) -> None:
        words = self._text(reply, answer, local, as_of)
        reply.say(words)
        if answer.answer.differs:
            reply.say(f"注意：{answer.answer.differs}")
        if found.ended:
            reply.say("全国规定：" + _ENDED.format(day=found.ended))
        if national:
            points = [self._point(reply, p, as_of) for p in national]
            if answer.answer.with_national and found.national:
                points.append(self._rest(reply, found.national, [words, *points], as_of))
            reply.say("全国规定：" + "\n".join(filter(None, points)))
        elif answer.answer.with_national and found.national and not local:
            whole = len(words) + _length(found.national.answer) <= _BOTH
            reply.shortened = None if whole else found.topic
            say = self._lead(reply, found.national, as_of)
            if whole:
                say = self._text(reply, found.national, [], as_of)
            reply.say("全国规定：" + say)

    def _national(self, reply: Reply, found: Resolution, named: list[Point], as_of: date) -> None:
        lead = "按全国规定：" if found.covered else "" if found.region else "全国的规定："
        if found.national:
            reply.say(lead + self._text(reply, found.national, named, as_of))
        elif found.ended:
            reply.say(lead + _ENDED.format(day=found.ended))
        elif named:
            reply.say(lead + "\n".join(self._point(reply, p, as_of) for p in named))
        elif found.covered:
            bureau = self._bureau(found.region or "")
            reply.say(f"全国规定里我们也没查到统一的说法，请问{bureau}或拨12345。")
        else:
            reply.say("这件事没查到全国统一的规定，由各地自己定，请问当地县级卫健部门或拨12345。")

    def _text(self, reply: Reply, finding: Finding, named: list[Point], as_of: date) -> str:
        """The details asked for, then the answer; its own details only where there is room."""
        answer = finding.answer
        first = [self._point(reply, point, as_of) for point in named]
        parts = (answer.lead, answer.detail)
        filled = (fill(self.library, text, as_of) for text in parts if text)
        words = "\n".join(filter(None, (_unsaid(text, first) for text in filled)))
        if sum(map(len, first)) + len(words) > _ROOM:
            words = _unsaid(fill(self.library, answer.lead or "", as_of), first)
        elif answer.documents:
            words += "\n要带的材料：" + "、".join(answer.documents) + "。"
        if words:
            words += self._cited(reply, answer.cite, as_of)
        return "\n".join(filter(None, [*first, words]))

    def _lead(self, reply: Reply, finding: Finding, as_of: date) -> str:
        answer = finding.answer
        words = fill(self.library, answer.lead or "", as_of)
        return words + self._cited(reply, answer.cite, as_of)

    def _rest(self, reply: Reply, finding: Finding, said: list[str], as_of: date) -> str:
        """The answer's first line, where it says more than was said and there is room for it."""
        words = _unsaid(fill(self.library, finding.answer.lead or "", as_of), said)
        if not words or sum(map(len, [*said, words])) > _FULL:
            return ""
        return words + self._cited(reply, finding.answer.cite, as_of)

    def _point(self, reply: Reply, point: Point, as_of: date) -> str:
        words = fill(self.library, point.text, as_of)
        return words + self._cited(reply, point.cite, as_of)

    def marks(self, reply: Reply, cites: list[Cite] | tuple[Cite, ...], as_of: date) -> str:
        """「[1][2]」 for the cites, numbered in ``reply``."""
        numbers = dict.fromkeys(reply.note(footnote(self.library, c, as_of)) for c in cites)
        return "".join(f"[{n}]" for n in numbers)

    def _cited(self, reply: Reply, cites: list[Cite], as_of: date) -> str:
        """The marks, and a warning where a source is past its review."""
        stale = any(footnote(self.library, cite, as_of).due for cite in cites)
        return self.marks(reply, cites, as_of) + (_STALE if stale else "")

    def _bureau(self, region: str) -> str:
        covered = self.library.regions.coverage(region)
        return self.library.regions.covered[covered].bureau if covered else "当地县级卫健部门"


def _status(found: Resolution) -> Status:
    if found.local:
        return Status.ANSWERED
    if found.region and not found.covered:
        return Status.NOT_COVERED
    if found.region:
        return Status.SILENT
    return Status.ANSWERED


def _named(source: Source) -> str:
    """A document by its number, which is short, else by its title."""
    return f"（{source.doc_no}）" if source.doc_no else f"《{source.title}》"


def _length(answer: Answer) -> int:
    return len(answer.lead or "") + len(answer.detail or "")


def _unsaid(text: str, said: list[str]) -> str:
    """The sentences of a text that do not say once more what was said."""
    if not said:
        return text
    known = {pair for sentence in said for pair in pairwise(sentence)}
    sentences = [s for s in _SENTENCE.findall(text) if s]
    return "".join(s for s in sentences if not _again(s, known))


def _again(sentence: str, known: set[tuple[str, str]]) -> bool:
    pairs = set(pairwise(sentence))
    return bool(pairs) and len(pairs & known) / len(pairs) > _SAME
