"""The root of the ``tuoyu`` command."""

import os

# Before numpy is imported anywhere: see nlu/encoder.py.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer

from bot.cli import (
    channels,
    chat,
    content,
    db,
    doctor,
    flows,
    institutions,
    nlu,
    outbox,
    overviews,
    records,
    reminders,
    serve,
)

app = typer.Typer(
    name="tuoyu",
    help="托育通：3岁以下托育的开办、备案和政策助手。",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command("serve")(serve.serve)
app.command("chat")(chat.chat)
app.command("doctor")(doctor.doctor)
app.command("outbox")(outbox.outbox)
app.add_typer(channels.app, name="channels")
app.add_typer(db.app, name="db")
app.add_typer(nlu.app, name="nlu")
app.add_typer(content.app, name="content")
app.add_typer(flows.app, name="flows")
institutions.app.command("overview")(overviews.overview)
institutions.app.command("forget")(records.forget)
institutions.app.command("audit")(records.audit)
app.add_typer(institutions.app, name="institutions")
app.add_typer(reminders.app, name="reminders")
