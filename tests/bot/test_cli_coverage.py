"""``tuoyu content coverage``: lines for a pipe, a table on a terminal, 1 if there is a gap."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.cli.matrix import show, show_shelves
from content.coverage import coverage
from content.load import Library
from content.schema import NATIONAL
from content.shelf import shelves
from tests.content.articles import articles
from tests.content.small import CITY, COUNTY, DAY, edited, small

NAMES = {COUNTY: "金东区", CITY: "金华市", NATIONAL: "全国"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["content", "coverage", "--as-of", str(DAY), *arguments])


def test_lines_for_a_pipe(known: Library) -> None:
    done = run()
    assert done.exit_code == 0, done.output
    matrix = done.stdout.partition("\n\n")[0]  # the articles stand behind it
    lines = [line.split("\t") for line in matrix.splitlines()]
    assert lines[0] == ["topic", "山亭区", "泽州县", "连云港市", "临沂市", "金东区", "全国"]
    assert [line[0] for line in lines[1:-5]] == list(known.topics)
    assert [line[0] for line in lines[-5:]] == [
        "total local", "total province", "total national", "total silent", "total missing",
    ]  # fmt: skip
    assert lines[-1][1:] == ["0"] * 6
    for column in range(1, 7):
        assert sum(int(line[column]) for line in lines[-5:]) == len(known.topics)


def test_a_gap_is_named_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = edited("regions/county.yml", "  - topic: food\n    status: silent\n", "")
    monkeypatch.setattr("bot.wiring.library", lambda: small(tmp_path, changes))
    done = run()
    assert done.exit_code == 1
    assert done.stderr == "missing: food, 金东区\n"
    assert "food\tmissing\tlocal\tnational\n" in done.stdout
    assert "total missing\t1\t0\t0\n" in done.stdout


@pytest.mark.parametrize("width", [60, 120])
def test_a_table_on_a_terminal(tmp_path: Path, width: int) -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=width, color_system=None)
    show(coverage(small(tmp_path), DAY), NAMES, console)
    lines = written.getvalue().splitlines()
    (food,) = [line for line in lines if "food" in line]
    assert [cell.strip() for cell in food.split("│")[1:-1]] == [
        "food", "province", "local", "national",
    ]  # fmt: skip
    assert "total missing" in lines[-2]
    assert "\t" not in written.getvalue()


def test_no_topics_at_all() -> None:
    written = io.StringIO()
    show([], NAMES, Console(file=written))
    assert written.getvalue().startswith("topic\t金东区\t金华市\t全国\ntotal local\t0\t0\t0\n")


def test_articles_stand_group_by_group_with_the_ages_they_leave_out() -> None:
    piped, shown = io.StringIO(), io.StringIO()
    found = shelves(articles().values(), DAY)
    show_shelves(found, Console(file=piped))
    show_shelves(found, Console(file=shown, force_terminal=True, width=120, color_system=None))
    lines = [line.split("\t") for line in piped.getvalue().splitlines()]
    bare = " ".join(map(str, [*range(6), *range(25, 37)]))
    assert lines == [
        [""],
        ["group", "articles", "due", "no article at months"],
        ["feeding", "1", "", bare],
        ["growth", "1", "screen_time", ""],
        ["illness", "2", "", ""],
    ]
    assert "screen_time" in shown.getvalue()
    assert "\t" not in shown.getvalue()


def test_no_articles_no_lines() -> None:
    written = io.StringIO()
    show_shelves([], Console(file=written))
    assert written.getvalue() == ""
