"""An understanding as lines: what was read, and what speaks for each candidate."""

from collections.abc import Iterator

from bot.conversation.judge import WEIGHTS, score
from bot.conversation.understanding import Understanding

_HEAD = "confidence  score   model  written  spoken  strange  intent"


def explained(said: Understanding) -> Iterator[str]:
    places = "、".join(f"{m.text}={'/'.join(m.codes)}" for m in said.mentions) or "none"
    yield f"text    {said.text}"
    yield f"places  {places}"
    yield f"facts   {said.facts}"
    yield f"weights {WEIGHTS} (model, written, spoken, strange)"
    yield _HEAD
    for intent in said.ranking[:6]:
        found = said.evidence.get(intent.name)
        if found is None:
            yield f"{intent.confidence:10.3f}  by rule: another trade's word (scope.yml)  {intent.name}"
            continue
        yield (
            f"{intent.confidence:10.3f}  {score(found):5.2f}  {found.model:6.2f}  {found.written:7.2f}"
            f"  {found.spoken:6.2f}  {found.strange:7.2f}  {intent.name}"
        )
    for number, part in enumerate(said.parts, 1):
        yield f"question {number}: {part.intent} ({part.confidence:.2f})  {part.text}"
