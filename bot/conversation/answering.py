"""Answers from content: the figure or the office first, then the conditions, then the source."""

from datetime import date

from bot.conversation.messages import Reply, Status
from content.answers import Finding, Resolution, fill, footnote, resolve
from content.load import Library
from content.schema import Answer, Cite, Facts

_STALE = "（这条的依据过了复核日期，待核实，请先问当地主管部门。）"


class Answering:
    """Turns a topic, a place and facts into what is said."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def answer(
        self, reply: Reply, topic: str, region: str | None, facts: Facts, as_of: date
    ) -> None:
        """Add the answer to ``reply`` and set its status, topic and region."""
        found = resolve(self.library, topic, region, facts, as_of)
        reply.topic, reply.region = topic, region
        reply.status = _status(found)
        if found.local:
            self._local(reply, found, found.local, as_of)
        elif found.covered:
            self._silent(reply, found, as_of)
        else:
            self._national(reply, found, as_of)

    def _local(self, reply: Reply, found: Resolution, local: Finding, as_of: date) -> None:
        reply.say(self._text(reply, local, as_of))
        if local.answer.differs:
            reply.say(f"注意：{local.answer.differs}")
        if local.answer.with_national and found.national:
            reply.say("全国规定：" + self._text(reply, found.national, as_of))

    def _silent(self, reply: Reply, found: Resolution, as_of: date) -> None:
        region = found.region or ""
        names = "和".join(f"《{s.title}》" for s in found.silent) or "收录的文件"
        covered = self.library.regions.coverage(region) or region
        inner, outer = (self.library.regions.get(code).name for code in (region, covered))
        place = outer if inner == outer else f"{inner}归{outer}管，{outer}"
        reply.say(f"{place}的{names}没有写这一项。")
        if found.national:
            reply.say("按全国规定：" + self._text(reply, found.national, as_of))
        else:
            reply.say(f"全国规定里我们也没查到统一的说法，请问{self._bureau(region)}或拨12345。")

    def _national(self, reply: Reply, found: Resolution, as_of: date) -> None:
        if found.region:
            name = self.library.regions.full_name(found.region)
            reply.say(
                f"{name}的当地文件我们没有收录，下面只说全国规定；当地怎么办，请问当地县级卫健部门或拨12345。"
            )
        if found.national:
            lead = "" if found.region else "全国的规定："
            reply.say(lead + self._text(reply, found.national, as_of))
        else:
            reply.say("这件事没查到全国统一的规定，由各地自己定，请问当地县级卫健部门或拨12345。")

    def _text(self, reply: Reply, finding: Finding, as_of: date) -> str:
        answer = finding.answer
        words = "\n".join(fill(self.library, t, as_of) for t in (answer.lead, answer.detail) if t)
        if answer.documents:
            words += "\n要带的材料：" + "、".join(answer.documents) + "。"
        return words + self.marks(reply, answer.cite, as_of) + self._stale(answer, as_of)

    def marks(self, reply: Reply, cites: list[Cite] | tuple[Cite, ...], as_of: date) -> str:
        """「[1][2]」 for the cites, numbered in ``reply``."""
        numbers = dict.fromkeys(reply.note(footnote(self.library, c, as_of)) for c in cites)
        return "".join(f"[{n}]" for n in numbers)

    def _stale(self, answer: Answer, as_of: date) -> str:
        due = any(footnote(self.library, c, as_of).due for c in answer.cite)
        return _STALE if due else ""

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
