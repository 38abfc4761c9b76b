"""``tuoyu content``: check, count and look up what the assistant knows."""

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.fail import plainly
from bot.settings import CHINA

app = typer.Typer(help="Check and look up the content.", no_args_is_help=True)
AsOf = Annotated[datetime | None, typer.Option("--as-of", help="The day asked about (today).")]


@app.command()
def lint(as_of: AsOf = None) -> None:
    """Find loose ends in the content; exit 1 if there are errors."""
    from bot.checks import asked_topics
    from bot.wiring import library
    from content.lint import lint as check

    with plainly():
        known = library()
        report = check(known, (as_of or datetime.now(CHINA)).date(), asked_topics())
    for problem in report.errors:
        typer.secho(f"error: {problem}", fg="red")
    for problem in report.warnings:
        typer.secho(f"warning: {problem}", fg="yellow")
    typer.echo(
        f"{len(known.topics)} topics, {len(known.documents)} local documents, "
        f"{len(known.guidance)} articles, {len(known.sources)} sources: "
        f"{len(report.errors)} errors, {len(report.warnings)} warnings"
    )
    raise typer.Exit(1 if report.errors else 0)


@app.command()
def show(
    topic: str,
    region: Annotated[str | None, typer.Option(help="Division code, e.g. 330703.")] = None,
    as_of: AsOf = None,
) -> None:
    """Print the answer on one topic, or an article for parents, as a person would get it."""
    from bot.conversation.answering import Answering
    from bot.conversation.article_words import ArticleWords, Wanted
    from bot.conversation.messages import Reply
    from bot.conversation.present import plain
    from bot.wiring import library

    with plainly():
        known, reply = library(), Reply()
        day = (as_of or datetime.now(CHINA)).date()
        if topic in known.guidance:
            ArticleWords(Answering(known)).say(reply, known.article(topic), Wanted(), day)
        else:
            Answering(known).answer(reply, topic, region, {}, day)
    typer.echo(f"[{reply.status}]\n{plain(reply)}")


@app.command()
def coverage(as_of: AsOf = None) -> None:
    """Print which place answers which topic, then the articles; exit 1 if something is missing.

    local: its own document. province, national: that one, its own is silent. silent: nobody.
    missing: nobody has looked.
    """
    from rich.console import Console

    from bot.cli.matrix import show, show_shelves
    from bot.wiring import library
    from content.coverage import coverage as matrix
    from content.coverage import missing
    from content.schema import NATIONAL
    from content.shelf import shelves

    with plainly():
        known, day = library(), (as_of or datetime.now(CHINA)).date()
        rows = matrix(known, day)
    names = {code: known.regions.get(code).name for code in known.regions.covered}
    names[NATIONAL] = "全国"
    show(rows, names, Console())
    show_shelves(shelves(known.guidance.values(), day), Console())
    gaps = missing(rows)
    for topic, code in gaps:
        typer.secho(f"missing: {topic}, {names[code]}", err=True, fg="red")
    raise typer.Exit(1 if gaps else 0)
