"""A checklist for one place and one plan: its own steps, offices, papers and times."""

from dataclasses import dataclass
from datetime import date

from content.answers import Finding, Resolution, fill, resolve
from content.load import Library
from content.schema import Cite, Duration, Facts, Step

LEAD_CITES = 2


@dataclass(frozen=True)
class Item:
    """One step made concrete. ``open_facts``: what we would have to know to be sure of it.

    ``silent``: local documents say nothing on any of its topics, so ``said`` is national.
    """

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
    after = _after(library.checklist(checklist_id).steps, {step.id for step in steps})
    return [_item(library, step, after[step.id], region, facts, as_of) for step in steps]


def _excluded(step: Step, facts: Facts) -> bool:
    return any(key in facts and facts[key] not in step.applies[key] for key in step.applies)


def _after(steps: list[Step], kept: set[str]) -> dict[str, tuple[str, ...]]:
    """What each step waits for: in place of a step left out, what that one waited for.

    Steps stand behind what they wait for; lint sees to it.
    """
    after: dict[str, tuple[str, ...]] = {}
    for step in steps:
        waits = [[a] if a in kept else after.get(a, ()) for a in step.after]
        after[step.id] = tuple(dict.fromkeys(name for names in waits for name in names))
    return after


def _item(
    library: Library,
    step: Step,
    after: tuple[str, ...],
    region: str | None,
    facts: Facts,
    as_of: date,
) -> Item:
    found = [resolve(library, topic, region, facts, as_of) for topic in step.topics]
    answers = [finding for resolution in found for finding in _answers(resolution)]
    documents = [d for finding in answers for d in finding.answer.documents]
    return Item(
        id=step.id,
        title=step.title,
        todo=fill(library, step.todo, as_of),
        said=_said(library, answers, as_of),
        authority=_authority(found),
        documents=tuple(dict.fromkeys([*step.documents, *documents])),
        duration=step.duration,
        after=after,
        online=step.online,
        cites=_cites(step, answers),
        silent=any(r.silent for r in found) and not any(r.local for r in found),
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


def _said(library: Library, answers: list[Finding], as_of: date) -> str:
    """The first sentences; beside a local one, the national ones say what they are."""
    mixed = any(not finding.is_national for finding in answers)
    return "".join(
        ("全国规定：" if mixed and finding.is_national else "")
        + fill(library, finding.answer.lead or "", as_of)
        for finding in answers
    )


def _cites(step: Step, answers: list[Finding]) -> tuple[Cite, ...]:
    # The step shows each answer's lead; what the detail rests on is cited where it is asked.
    cites = [c for finding in answers for c in finding.answer.cite[:LEAD_CITES]] + step.cite
    if step.duration.cite:
        cites.append(step.duration.cite)
    return tuple(dict.fromkeys(cites))
