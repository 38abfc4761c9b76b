"""A checklist for one place and one plan: its own steps, offices, papers and times."""

from dataclasses import dataclass
from datetime import date

from content.answers import Finding, Resolution, fill, resolve
from content.load import Library
from content.schema import Cite, Duration, Facts, Step


@dataclass(frozen=True)
class Item:
    """One step made concrete. ``open_facts``: what we would have to know to be sure of it."""

    id: str
    title: str
    todo: str
    said: str
    authority: str | None
    documents: tuple[str, ...]
    duration: Duration
    after: tuple[str, ...]
    online: str | None
    cites: tuple[Cite, ...]
    silent: bool
    open_facts: tuple[str, ...]
    done_words: tuple[str, ...]


def build(
    library: Library, checklist_id: str, region: str | None, facts: Facts, as_of: date
) -> list[Item]:
    """The steps that apply, in order; steps whose condition is not known yet are kept."""
    steps = [s for s in library.checklist(checklist_id).steps if not _excluded(s, facts)]
    kept = {step.id for step in steps}
    return [_item(library, step, kept, region, facts, as_of) for step in steps]


def _excluded(step: Step, facts: Facts) -> bool:
    return any(key in facts and facts[key] not in step.applies[key] for key in step.applies)


def _item(
    library: Library, step: Step, kept: set[str], region: str | None, facts: Facts, as_of: date
) -> Item:
    found = [resolve(library, topic, region, facts, as_of) for topic in step.topics]
    answers = [finding for resolution in found for finding in _answers(resolution)]
    documents = [d for finding in answers for d in finding.answer.documents]
    return Item(
        id=step.id,
        title=step.title,
        todo=fill(library, step.todo, as_of),
        said=" ".join(_text(library, finding, as_of) for finding in answers),
        authority=_authority(found),
        documents=tuple(dict.fromkeys([*step.documents, *documents])),
        duration=step.duration,
        after=tuple(a for a in step.after if a in kept),
        online=step.online,
        cites=_cites(step, answers),
        silent=bool(found[0].silent and not found[0].local),
        open_facts=tuple(key for key in step.applies if key not in facts),
        done_words=tuple(step.done_words),
    )


def _authority(found: list[Resolution]) -> str | None:
    """The office of the first topic that names one; a national one only where no local speaks."""
    offices = (resolution.best.answer.authority for resolution in found if resolution.best)
    return next((office for office in offices if office), None)


def _answers(found: Resolution) -> list[Finding]:
    """The local answer, and the national one where it is all there is or belongs to it."""
    local, national = found.local, found.national
    if local and national and local.answer.with_national:
        return [local, national]
    return [f for f in (local or national,) if f]


def _text(library: Library, finding: Finding, as_of: date) -> str:
    return fill(library, finding.answer.lead or "", as_of)


def _cites(step: Step, answers: list[Finding]) -> tuple[Cite, ...]:
    cites = [c for finding in answers for c in finding.answer.cite] + step.cite
    if step.duration.cite:
        cites.append(step.duration.cite)
    return tuple(dict.fromkeys(cites))
