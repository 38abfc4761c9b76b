"""Run every measurement, print a table, write bench.json."""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import nlu, outbox, pipeline, reminders, telegram, wechat


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--no-rasa", action="store_true", help="leave the Rasa server out")
    chosen = options.parse_args()
    figures = {
        **pipeline.measure(),
        **outbox.measure(),
        **telegram.measure(),
        **wechat.measure(),
        **reminders.measure(),
        **nlu.measure(with_rasa=not chosen.no_rasa),
    }
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.2f}")
    Console().print(table)
    Path("bench.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


main()
