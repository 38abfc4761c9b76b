"""The migration that makes occurrences belong to children keeps every reminder there is."""

from datetime import date

from alembic import command
from sqlalchemy import Connection, select, text

from bot.store import migrate
from bot.store.database import Database
from bot.store.reminder_models import OccurrenceRow, Reminder
from bot.store.reminders import reminder
from tests.bot.reminders.world import nursery

BEFORE = "0004"


def _to(connection: Connection, revision: str, up: bool) -> None:
    config = migrate._config()
    config.attributes["connection"] = connection
    (command.upgrade if up else command.downgrade)(config, revision)


async def test_reminders_are_kept(database: Database) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        row = {
            "key": "fire.drill:1:2026", "institution_id": home.id, "staff_id": None,
            "duty": "fire.drill", "due": date(2026, 12, 1), "opens": None, "estimated": False,
            "unrecorded": False, "stages": [], "dropped": [], "state": "open", "why": None,
            "closed_on": None, "known_on": date(2026, 11, 1),
        }  # fmt: skip
        numbers = await rows.occurrences.write([row])
        await rows.reminders.add(
            [reminder(numbers["fire.drill:1:2026"][0], "d30", date(2026, 11, 1), 7, "director")]
        )
    for up, revision in ((False, BEFORE), (True, "head"), (False, BEFORE), (True, "head")):
        async with database.connection() as connection:
            await connection.run_sync(_to, revision, up)
            found = await connection.execute(text("SELECT person_id, stage FROM reminder"))
            assert found.all() == [(7, "d30")]
    async with database.unit() as rows:
        (kept,) = (await rows.session.scalars(select(OccurrenceRow))).all()
        (told,) = (await rows.session.scalars(select(Reminder))).all()
    assert told.occurrence_id == kept.id
    assert kept.child_id is None
    assert await migrate.differences(database) == []
