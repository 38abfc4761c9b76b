"""The coverage matrix and the articles: tables on a terminal, tab-separated lines for a pipe."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from content.coverage import Cover, Row, totals
from content.shelf import Shelf

_STYLES = {
    Cover.LOCAL: "green",
    Cover.PROVINCE: "cyan",
    Cover.NATIONAL: "none",
    Cover.SILENT: "dim",
    Cover.MISSING: "bold red",
}


def show(rows: Sequence[Row], names: Mapping[str, str], console: Console) -> None:
    """Print rows and totals. ``names``: the places by code, in the order of the columns."""
    sums = _sums(rows, names)
    if console.is_terminal:
        console.print(_table(rows, names, sums))
        return
    body = [[row.topic, *(row.cells[code] for code in names)] for row in rows]
    for line in [["topic", *names.values()], *body, *sums]:
        print(*line, sep="\t", file=console.file)  # rich itself would expand the tabs


def show_shelves(shelves: Sequence[Shelf], console: Console) -> None:
    """Print the articles for parents, group by group; an empty line stands before them."""
    if not shelves:
        return
    head = ("group", "articles", "due", "no article at months")
    lines = [
        (s.group, str(len(s.articles)), " ".join(s.due), " ".join(map(str, s.bare)))
        for s in shelves
    ]
    if not console.is_terminal:
        for line in [(), head, *lines]:
            print(*line, sep="\t", file=console.file)
        return
    table = Table(*head, title="Articles for parents")
    for line in lines:
        table.add_row(*line)
    console.print(table)


def _sums(rows: Sequence[Row], names: Mapping[str, str]) -> list[list[str]]:
    counts = totals(rows)
    return [
        [f"total {cover}", *(str(counts.get(code, Counter())[cover]) for code in names)]
        for cover in Cover
    ]


def _table(rows: Sequence[Row], names: Mapping[str, str], sums: Sequence[Sequence[str]]) -> Table:
    table = Table("topic", *names.values(), title="Who answers what")
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(row.topic, *(_coloured(row.cells[code]) for code in names))
    table.add_section()
    for line in sums:
        table.add_row(*line)
    return table


def _coloured(cover: Cover) -> str:
    return f"[{_STYLES[cover]}]{cover}[/]"
