"""What is wrong with vaccinations, check-ups and development that load."""

from collections.abc import Iterator

from content.child.shapes import Vaccine
from content.child.shelf import ChildShelf
from content.errors import Problem
from content.load import Library
from content.strict_yaml import Loc
from content.whereabouts import Whereabouts

Finding = tuple[str, Loc, str]
# Sentences that code looks up by name.
NOTES = frozenset(
    {
        "any_step_back",
        "booklet",
        "catch_up",
        "combined",
        "corrected",
        "live_apart",
        "not_a_diagnosis",
        "observe",
        "preterm",
    }
)


def check_child(library: Library) -> list[Problem]:
    """Problems with the file and line of each; none for a library without such files."""
    at = Whereabouts(library.files).problem
    found = [*_vaccines(library.child), *_notes(library.child), *_ages(library.child)]
    return [at("child/", name, f"'{name}': {message}", loc) for name, loc, message in found]


def _vaccines(shelf: ChildShelf) -> Iterator[Finding]:
    for vaccine in shelf.vaccines.values():
        yield from _names(vaccine, shelf)
        for index, dose in enumerate(vaccine.doses):
            after = dose.gap.after if dose.gap else None
            if after is not None and after not in shelf.vaccines:
                yield vaccine.id, ("doses", index, "gap", "after"), f"unknown vaccine '{after}'"
        ages = [case.months for case in vaccine.clinic]
        if ages != sorted(set(ages)):
            yield vaccine.id, ("clinic",), "cases stand in the order of their ages, each once"


def _names(vaccine: Vaccine, shelf: ChildShelf) -> Iterator[Finding]:
    other = shelf.vaccines.get(vaccine.in_place_of or "")
    if vaccine.in_place_of and other is None:
        message = f"unknown vaccine '{vaccine.in_place_of}'"
        yield vaccine.id, ("in_place_of",), message
    elif other is not None and other.in_place_of:
        yield vaccine.id, ("in_place_of",), f"'{other.id}' stands in place of another itself"


def _notes(shelf: ChildShelf) -> Iterator[Finding]:
    if not shelf.vaccines and not shelf.notes:
        return
    for name in sorted(NOTES - set(shelf.notes)):
        yield name, (), "the note is missing"
    for name in sorted(set(shelf.notes) - NOTES):
        yield name, (), "nobody asks for this note"
    apart = shelf.notes.get("live_apart")
    if apart is not None and apart.days is None:
        yield "live_apart", (), "its days are reckoned with, and missing"


def _ages(shelf: ChildShelf) -> Iterator[Finding]:
    """Two tables or check-ups of one age."""
    seen: set[tuple[int | None, int | None]] = set()
    for checkup in shelf.checkups.values():
        if (checkup.days, checkup.months) in seen:
            yield checkup.id, (), "another check-up is at the same age"
        seen.add((checkup.days, checkup.months))
    months: set[int] = set()
    for table in shelf.warning_signs.values():
        if table.months in months:
            yield table.id, ("months",), "another table is for the same age"
        months.add(table.months)
