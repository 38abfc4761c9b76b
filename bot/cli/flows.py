"""``tuoyu flows``: check and draw the conversations."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.fail import plainly

app = typer.Typer(help="Check and draw the conversations.", no_args_is_help=True)


@app.command()
def lint() -> None:
    """Find dead ends and unknown names in the flows; exit 1 if there are any."""
    from bot.checks import intents
    from bot.wiring import definitions, library
    from flows.lint import lint as check

    with plainly():
        defined = definitions(library())
        problems = check(defined, intents())
    for problem in problems:
        typer.secho(str(problem), fg="red")
    typer.echo(f"{len(defined.flows)} flows, {len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


@app.command()
def graph(
    flow: Annotated[str | None, typer.Argument(help="One flow; without it, all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write docs into this file instead.")] = None,
) -> None:
    """Draw flows as Mermaid diagrams."""
    from bot.docs import diagrams
    from bot.wiring import definitions, library
    from flows.graph import mermaid

    with plainly():
        defined = definitions(library())
        if flow and flow not in defined.flows:
            raise typer.BadParameter(f"no flow {flow}; there are: {', '.join(defined.flows)}")
        if flow:
            typer.echo(mermaid(defined, defined.flows[flow]))
        elif out:
            out.write_text(diagrams(defined), encoding="utf-8")
        else:
            typer.echo(diagrams(defined))
