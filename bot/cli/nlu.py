"""``tuoyu nlu``: ask the model, see why it thinks so, measure it."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.fail import plainly

if TYPE_CHECKING:
    from bot.conversation.understanding import Understander

app = typer.Typer(help="Ask the NLU model, see why, measure it.", no_args_is_help=True)
INTENTS = Path("nlu/eval/questions.yml")


@app.command()
def parse(text: str) -> None:
    """What a sentence means: intents by confidence, and the facts it states."""
    with plainly():
        said = _understander().understand(text, _today())
    for intent in said.ranking[:5]:
        typer.echo(f"{intent.confidence:.3f}  {intent.name}")
    typer.echo(f"facts: {said.facts}")


@app.command()
def explain(text: str) -> None:
    """Why a sentence is taken for what it is: the evidence for each likely intent."""
    from bot.cli.explain import explained

    with plainly():
        said = _understander().understand(text, _today())
    for line in explained(said):
        typer.echo(line)


@app.command()
def unanswered(
    limit: Annotated[int, typer.Option(help="At most so many, the newest first.")] = 50,
) -> None:
    """Questions that were declined: the editors' list of what content is missing."""
    import asyncio

    from bot.settings import Settings
    from bot.store.database import Database

    async def newest() -> list[str]:
        database = Database(Settings().database_url)
        try:
            async with database.unit() as rows:
                return [
                    f"{row.at:%Y-%m-%d %H:%M}  {row.confidence:.2f}  {row.intent or '-'}  {row.text}"
                    for row in await rows.newest_unanswered(limit)
                ]
        finally:
            await database.close()

    with plainly():
        lines = asyncio.run(newest())
    for line in lines or ["no unanswered questions"]:
        typer.echo(line)


@app.command()
def intents(
    questions: Annotated[
        Path,
        typer.Argument(help="A YAML list of text, intent, entities.", exists=True, dir_okay=False),
    ] = INTENTS,
    misses: Annotated[bool, typer.Option(help="Print every question that went wrong.")] = False,
) -> None:
    """Measure intents and entities on questions the model was not trained on."""
    from bot.evaluation.intents import evaluate as measure

    with plainly():
        report = measure(questions, _understander())
    typer.echo(report.table())
    if misses:
        for miss in report.misses:
            typer.echo(miss)


@app.command("eval")
def evaluate(
    heldout: Annotated[bool, typer.Option(help="The held-out part: figures alone.")] = False,
    misses: Annotated[bool, typer.Option(help="Print what went wrong (open part only).")] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Write the calibration plot to this file (SVG or PNG).")
    ] = None,
) -> None:
    """Ask the assistant the evaluation's questions and grade the answers."""
    from bot.evaluation import report
    from bot.evaluation.questions import read
    from bot.evaluation.run import ask
    from bot.settings import Settings
    from bot.wiring import talk

    if heldout and misses:
        raise typer.BadParameter("the held-out part is measured, never looked at")
    with plainly():
        grades, seconds = ask(talk(Settings()), read("heldout" if heldout else "open"))
    for line in report.whole(grades, seconds, confused=not heldout):
        typer.echo(line)
    if plot:
        from bot.evaluation.plot import draw

        draw(report.calibration([g for g in grades if g.question.topic]), plot)
    if misses:
        for grade in grades:
            if not grade.right:
                typer.echo(report.miss(grade))


@app.command()
def articles(
    misses: Annotated[bool, typer.Option(help="Print every sentence that went wrong.")] = False,
    weights: Annotated[bool, typer.Option(help="Fit WEIGHTS of article_choice.py.")] = False,
) -> None:
    """Measure the choice of an article on the training sentences, each left out in turn."""
    from bot.evaluation import articles as evaluation
    from bot.teach import lessons
    from bot.wiring import library

    with plainly():
        known, taught = library().guidance, lessons()
        report = evaluation.measure(known, taught)
        fitted = evaluation.fit(known, taught) if weights else ()
    for line in [*report.table(), *(report.misses if misses else ())]:
        typer.echo(line)
    if weights:
        typer.echo("WEIGHTS = (" + ", ".join(f"{weight:.2f}" for weight in fitted) + ")")


@app.command()
def fit() -> None:
    """Fit the weights of the evidence to the open part; paste them into judge.py."""
    from bot.evaluation.fit import fit as fitted
    from bot.evaluation.questions import read

    with plainly():
        weights = fitted(_understander(), read("open"), INTENTS, _today())
    typer.echo("WEIGHTS = (" + ", ".join(f"{weight:.2f}" for weight in weights) + ")")


def _understander() -> "Understander":
    from bot.settings import Settings
    from bot.wiring import understander

    return understander(Settings())


def _today() -> date:
    from bot.settings import CHINA

    return datetime.now(CHINA).date()
