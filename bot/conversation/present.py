"""A reply as JSON, for the page, the database and the JSONL channel."""

from typing import Any

from bot.conversation.messages import Reply
from content.answers import Footnote
from content.schema import Level

LAYERS = {Level.NATIONAL: "国家", Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "区县"}


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
    """All that a person would see: messages, sources, numbered choices, line by line."""
    lines = [message.plain() for message in reply.messages]
    if reply.sources:
        lines += ["依据：", *(f"[{n}] {cited(note)}" for n, note in enumerate(reply.sources, 1))]
    lines += [f"{n}. {choice.label}" for n, choice in enumerate(reply.choices, 1)]
    return "\n".join(lines)


def cited(note: Footnote) -> str:
    """「《…》（文号）二（六）1（区县文件）」."""
    number = f"（{note.doc_no}）" if note.doc_no else ""
    due = "，待核实" if note.due else ""
    return f"《{note.title}》{number}{note.section}〔{LAYERS[note.layer]}{due}〕"


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
