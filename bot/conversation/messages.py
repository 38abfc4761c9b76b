"""What the bot says, for every channel: renderers turn it into what the channel can show."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from content.answers import Footnote

_AND = "、"


class Status(StrEnum):
    """What became of a message; part of the JSONL interface."""

    ANSWERED = "answered"
    ASKED = "asked"
    SILENT = "silent"
    NOT_COVERED = "not_covered"
    DECLINED = "declined"
    EMERGENCY = "emergency"
    HANDED_OVER = "handed_over"
    DONE = "done"


@dataclass(frozen=True)
class Choice:
    """A button. ``payload`` is ours (``form=profit``); channels send back the ``id``."""

    id: str
    label: str
    payload: str


@dataclass(frozen=True)
class Text:
    text: str

    def plain(self) -> str:
        return self.text

    def to_json(self) -> dict[str, Any]:
        return {"type": "text", "text": self.text}


@dataclass(frozen=True)
class StepView:
    """One step of a checklist, ready to be shown. ``sources``: footnote numbers."""

    id: str
    n: int
    title: str
    done: bool
    authority: str | None
    duration: str
    text: str
    documents: tuple[str, ...]
    sources: tuple[int, ...]
    depends: str | None

    def plain(self) -> str:
        marks = "".join(f"[{n}]" for n in self.sources)
        lines = [f"{'✓' if self.done else '□'} {self.n}. {self.title}"]
        lines += [f"   去哪办：{self.authority}"] if self.authority else []
        lines += [f"   {self.text}{marks}"]
        lines += [f"   带什么：{'、'.join(self.documents)}"] if self.documents else []
        lines += [f"   要多久：{self.duration}"] if self.duration else []
        lines += [f"   （{self.depends}）"] if self.depends else []
        return "\n".join(lines)


@dataclass(frozen=True)
class Steps:
    """A checklist with its progress; ``url`` is the printable page."""

    title: str
    steps: tuple[StepView, ...]
    url: str | None = None

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    def plain(self) -> str:
        head = f"{self.title}（已办{self.done}步，共{len(self.steps)}步）"
        return "\n".join([head, *(step.plain() for step in self.steps)])

    def to_json(self) -> dict[str, Any]:
        steps = [
            dict(vars(s), documents=list(s.documents), sources=list(s.sources)) for s in self.steps
        ]
        return {
            "type": "steps",
            "title": self.title,
            "steps": steps,
            "done": self.done,
            "total": len(self.steps),
            "url": self.url,
        }


@dataclass(frozen=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def plain(self) -> str:
        return "\n".join([self.title, *map(self._line, self.rows)])

    def _line(self, row: tuple[str, ...]) -> str:
        """「· 定场地｜最晚开始：2027年2月22日」: each cell but the first behind its heading."""
        pairs = zip(self.head[1:], row[1:], strict=True)
        return "｜".join([f"· {row[0]}", *(f"{head}：{cell}" for head, cell in pairs if cell)])

    def to_json(self) -> dict[str, Any]:
        rows = [list(row) for row in self.rows]
        return {"type": "table", "title": self.title, "head": list(self.head), "rows": rows}


@dataclass(frozen=True)
class Image:
    """A picture: a stored file (bot.store.files). ``url``: where it opens, None without address."""

    file: str
    caption: str
    url: str | None = None

    def plain(self) -> str:
        return " ".join(filter(None, (f"[图] {self.caption}", self.url)))

    def to_json(self) -> dict[str, Any]:
        told = {"file": self.file, "caption": self.caption, "url": self.url}
        return {"type": "image", "text": self.plain(), **told}


@dataclass(frozen=True)
class File:
    """A document to keep; see ``Image``."""

    file: str
    name: str
    url: str | None = None

    def plain(self) -> str:
        return " ".join(filter(None, (f"[文件] {self.name}", self.url)))

    def to_json(self) -> dict[str, Any]:
        told = {"file": self.file, "name": self.name, "url": self.url}
        return {"type": "file", "text": self.plain(), **told}


Message = Text | Steps | Table | Image | File


@dataclass
class Reply:
    """One turn's answer. ``sources`` are documents, numbered from 1 in the order of first mention.

    ``shortened``: the topic of which only the point of the national rule was said.
    ``erased``: all that is kept of whoever writes was deleted; so this is not written down either.
    """

    messages: list[Message] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    sources: list[Footnote] = field(default_factory=list)
    status: Status = Status.ANSWERED
    intent: str | None = None
    confidence: float = 0.0
    topic: str | None = None
    region: str | None = None
    shortened: str | None = None
    erased: bool = False

    def say(self, text: str) -> None:
        if text:
            self.messages.append(Text(text))

    def note(self, footnote: Footnote) -> int:
        """The number of a footnote's document; another section of it is added to the first."""
        for number, known in enumerate(self.sources, 1):
            if known.id == footnote.id:
                parts = [*known.section.split(_AND), *footnote.section.split(_AND)]
                section = _AND.join(dict.fromkeys(parts))
                self.sources[number - 1] = replace(known, section=section)
                return number
        self.sources.append(footnote)
        return len(self.sources)
