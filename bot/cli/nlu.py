"""``tuoyu nlu``: ask the model, measure it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.fail import plainly

app = typer.Typer(help="Ask the NLU model, measure it.", no_args_is_help=True)


@app.command()
def parse(text: str) -> None:
    """What a sentence means: intents by confidence, and the facts it states."""
    from datetime import datetime

    from bot.conversation.understanding import Understander
    from bot.settings import CHINA, Settings
    from bot.wiring import library, nlu

    with plainly():
        understander = Understander(library(), nlu(Settings()))
        said = understander.understand(text, datetime.now(CHINA).date())
    for intent in said.ranking[:5]:
        typer.echo(f"{intent.confidence:.3f}  {intent.name}")
    typer.echo(f"facts: {said.facts}")


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path,
        typer.Argument(help="A YAML list of text, intent, entities.", exists=True, dir_okay=False),
    ] = Path("nlu/eval/questions.yml"),
    misses: Annotated[bool, typer.Option(help="Print every question that went wrong.")] = False,
) -> None:
    """Measure the model on questions that it was not trained on."""
    from bot.evaluation import evaluate as measure
    from bot.settings import Settings
    from bot.wiring import library, nlu

    with plainly():
        report = measure(questions, library(), nlu(Settings()))
    typer.echo(report.table())
    if misses:
        for miss in report.misses:
            typer.echo(miss)
