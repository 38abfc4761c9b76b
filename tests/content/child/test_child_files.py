"""Files on vaccinations and check-ups that do not keep to the rules are refused, with their line."""

import shutil
from pathlib import Path

import pytest

from content.errors import ContentInvalid
from content.lint_child import check_child
from content.load import LIBRARY, Library, load


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    """The library with one text in one file replaced."""
    root = folder / "library"
    shutil.copytree(LIBRARY, root)
    path = root / "child" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


def test_the_files_that_ship_lint(known: Library) -> None:
    assert check_child(known) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("vaccines.yml", "{months: 2}", "{months: 2, weeks: 3}", "unknown key 'weeks'"),
        ("vaccines.yml", "before: 12,", "before: 5,", "before is not later"),
        ("vaccines.yml", "{days: 28,", "{days: 28, months: 1,", "days or in months"),
        ("vaccines.yml", "- {months: 2}", "- {months: 9}", "order of their ages"),
        ("vaccines.yml", "id: mmr", "id: hepb", "defined twice"),
        ("vaccines.yml", "most: 10", "most: 6", "not smaller than days"),
        ("checkups.yml", "  days: 28", "  days: 28\n  months: 1", "in days or in months"),
        ("checkups.yml", "until_days: 30", "until_days: 20", "not smaller"),
        ("motor.yml", "last: 9.2", "last: 3", "last is not later"),
        ("notes.yml", "- id: catch_up", "- id: catch up", "String should match"),
        ("screenings.yml", "after_hours: 6", "after_hours: soon", "valid integer"),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    root = edited(tmp_path, file, old, new)
    with pytest.raises(ContentInvalid) as caught:
        load(root)
    (problem, *_) = caught.value.problems
    assert message in problem.message
    assert problem.file == f"child/{file}"
    assert problem.line > 1


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("vaccines.yml", "in_place_of: je_live", "in_place_of: je", "unknown vaccine 'je'"),
        ("vaccines.yml", "after: mena", "after: menb", "unknown vaccine 'menb'"),
        (
            "vaccines.yml",
            "    - months: 3\n      reason",
            "    - months: 50\n      reason",
            "order",
        ),
        ("notes.yml", "  days: 28\n", "", "reckoned with"),
        ("notes.yml", "- id: observe", "- id: watch", "the note is missing"),
        ("warning_signs.yml", "months: 6", "months: 3", "same age"),
        ("checkups.yml", "months: 6", "months: 3", "same age"),
    ],
)
def test_loose_ends_are_found(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    found = check_child(load(edited(tmp_path, file, old, new)))
    assert any(message in p.message for p in found)
