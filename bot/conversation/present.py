"""A reply as JSON, for the page, the database and the JSONL channel."""

from typing import Any

from bot.conversation.messages import Reply
from content.answers import Footnote
from content.schema import Level

# More sections of one document than this would crowd a phone; the JSON has them all.
_SECTIONS = 3
_LISTED = 4
# Characters that fit on a phone without much scrolling.
_PHONE = 500
LAYERS = {
    Level.INTERNATIONAL: "国际",
    Level.NATIONAL: "国家",
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "区县",
}


def present(reply: Reply) -> dict[str, Any]:
    """Plain JSON: messages, choices, sources, status and what was understood."""
    return {
        "text": plain(reply),
        "messages": [message.to_json() for message in reply.messages],
        "choices": [{"id": c.id, "label": c.label} for c in reply.choices],
        "sources": [source(n, note) for n, note in enumerate(reply.sources, 1)],
        "status": reply.status.value,
        "intent": reply.intent,
        "confidence": round(reply.confidence, 4),
        "topic": reply.topic,
        "region": reply.region,
    }


def plain(reply: Reply) -> str:
    """All that a person would see: messages, sources, numbered choices, line by line.

    Fewer documents are named where the reply fits on a phone with fewer.
    """
    said = [message.plain() for message in reply.messages]
    offered = [f"{n}. {choice.label}" for n, choice in enumerate(reply.choices, 1)]

    def with_documents(most: int) -> str:
        listed = ["依据：", *_listed(reply.sources, most)] if reply.sources else []
        return "\n".join([*said, *listed, *offered])

    whole = with_documents(_LISTED)
    if len(whole) <= _PHONE:
        return whole
    shorter = map(with_documents, range(_LISTED - 1, 0, -1))
    return next((text for text in shorter if len(text) <= _PHONE), whole)


def _listed(sources: list[Footnote], most: int) -> list[str]:
    """The documents, a line each; what a phone has no room for is counted."""
    lines = [f"[{n}] {cited(note)}" for n, note in enumerate(sources[:most], 1)]
    more = len(sources) - most
    return [*lines, f"另有{more}份依据文件。"] if more > 0 else lines


def cited(note: Footnote) -> str:
    """「《…》（文号）二（六）1（区县文件）」."""
    number = f"（{note.doc_no}）" if note.doc_no else ""
    due = "，待核实" if note.due else ""
    sections = note.section.split("、")
    section = "、".join(sections[:_SECTIONS]) + ("等" if len(sections) > _SECTIONS else "")
    return f"《{note.title}》{number}{section}〔{LAYERS[note.layer]}{due}〕"


def source(n: int, note: Footnote) -> dict[str, Any]:
    return {
        "n": n,
        "id": note.id,
        "title": note.title,
        "doc_no": note.doc_no,
        "section": note.section,
        "layer": LAYERS[note.layer],
        "date": note.date.isoformat() if note.date else None,
        "note": note.note,
        "due": note.due,
    }
