"""Loading the library: everything by id, every problem of every file, nothing unread."""

from pathlib import Path

import pytest

from content.errors import ContentInvalid, UnknownKey
from content.load import LIBRARY, Library, load
from content.schema import CoveredPlace, Scope
from tests.content.small import (
    CITY,
    COUNTY,
    ELSEWHERE,
    FILES,
    HERE,
    PROVINCE,
    edited,
    line_of,
    problems,
    small,
    write,
)


def test_everything_is_found_by_its_id(tmp_path: Path) -> None:
    library = small(tmp_path)
    assert set(library.sources) == {"law", "county-doc", "city-doc", "province-doc"}
    assert set(library.topics) == {"fire", "food"}
    assert set(library.parameters) == {"floor.max"}
    assert set(library.checklists) == {"opening"}
    assert set(library.documents) == {COUNTY, CITY, PROVINCE}
    assert [p.code for p in library.places] == [COUNTY, CITY, ELSEWHERE]
    assert {file.name for file in library.files} == set(FILES)


def test_a_place_with_a_bureau_is_covered(tmp_path: Path) -> None:
    library = small(tmp_path)
    assert [isinstance(p, CoveredPlace) for p in library.places] == [True, True, False]
    assert set(library.regions.covered) == {COUNTY, CITY}


def test_what_we_do_not_have_is_a_clear_error(tmp_path: Path) -> None:
    library = small(tmp_path)
    for find in (library.topic, library.source, library.parameter, library.checklist):
        with pytest.raises(UnknownKey, match=r"the library has no .* 'nothing'"):
            find("nothing")


TWICE = [
    ("sources.yml", "- id: law\n", f"- id: city-doc {HERE}\n", "id 'city-doc'"),
    ("sources-local.yml", "- id: city-doc\n", f"- id: county-doc {HERE}\n", "id 'county-doc'"),
    ("topics/opening.yml", "- id: food\n", f"- id: fire {HERE}\n", "id 'fire'"),
    ("places.yml", '- code: "330782"\n', f'- code: "330703" {HERE}\n', "code '330703'"),
    ("regions/county.yml", 'region: "330703"\n', f'region: "330700" {HERE}\n', "region '330700'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "name"), TWICE)
def test_an_id_twice_is_named_where_it_comes_again(
    tmp_path: Path, file: str, old: str, new: str, name: str
) -> None:
    changes = edited(file, old, new)
    (found,) = problems(tmp_path, changes)
    assert (found.file, found.line) == (file, line_of(changes[file]))
    assert found.message == f"{name} is defined twice"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("topics/opening.yml", "id"),
        ("parameters/standard.yml", "id"),
        ("checklists/opening.yml", "id"),
        ("regions/county.yml", "region"),
    ],
)
def test_an_id_twice_in_two_files(tmp_path: Path, name: str, key: str) -> None:
    again = name.replace(".yml", "-again.yml")
    found = problems(tmp_path, {again: FILES[name]})
    assert found
    assert {problem.file for problem in found} <= {name, again}
    assert all(f"{key} '" in p.message and "defined twice" in p.message for p in found)


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "sources.yml": "- id: [\n",
            "topics/opening.yml": "- id: fire\n  colour: red\n",
            "parameters/standard.yml": "",
            "regions/county.yml": "a: 1\na: 2\n",
            "places.yml": FILES["places.yml"].replace("330782", "330703"),
            "odd.yml": "x: 1\n",
        },
    )
    assert found == sorted(found)
    assert [p.file for p in found] == [
        "odd.yml",
        "parameters/standard.yml",
        "places.yml",
        "regions/county.yml",
        "sources.yml",
        *["topics/opening.yml"] * 3,
    ]
    assert str(ContentInvalid(found)) == "\n".join(map(str, found))


@pytest.mark.parametrize(
    "name",
    [
        "sauces.yml",
        "topics/opening.yaml",
        "topics/deep/opening.yml",
        "region/county.yml",
        "places/more.yml",
    ],
)
def test_a_file_that_nobody_would_read_is_an_error(tmp_path: Path, name: str) -> None:
    (found,) = problems(tmp_path, {name: "[]\n"})
    assert (found.file, found.line) == (name, 1)


def test_other_files_may_lie_beside_the_library(tmp_path: Path) -> None:
    assert problems(tmp_path, {"README.md": "# x\n", "topics/notes.txt": "{"}) == []


def test_a_missing_folder_is_an_error_not_an_empty_library(tmp_path: Path) -> None:
    with pytest.raises(ContentInvalid, match="no such folder"):
        load(tmp_path / "nowhere")


def test_without_a_scope_no_question_is_foreign(tmp_path: Path) -> None:
    library = small(tmp_path, {"scope.yml": None})
    assert library.scope == Scope(ours=[], others=[], doing=[], needing=[])
    assert not library.scope.foreign("诊所怎么开")


def test_files_are_read_in_the_same_order_everywhere(tmp_path: Path) -> None:
    names = [file.name for file in load(write(tmp_path)).files]
    assert names == [file.name for file in load(write(tmp_path)).files]
    assert names.index("sources-local.yml") < names.index("sources.yml")


def test_the_library_that_ships_is_loaded(known: Library) -> None:
    again = load()
    assert {f.name for f in again.files} == {f.name for f in known.files}
    assert LIBRARY.is_dir()
    assert known.topics == again.topics
