"""`tuoyu reminders` as somebody types it."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.store.database import Database
from bot.store.migrate import upgrade
from tests.bot.reminders.world import bind, checked, nursery

runner = CliRunner()


@pytest.fixture
async def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one institution whose director is on Telegram."""
    url = f"sqlite:///{tmp_path / 'reminders.db'}"
    database = Database(url)
    await upgrade(database)
    async with database.unit() as rows:
        home = await nursery(rows)
        await checked(rows, home, "王芳", date(2025, 12, 22))
        await bind(rows, home, "boss")
    await database.close()
    monkeypatch.setenv("TUOYU_DATABASE_URL", url)
    monkeypatch.setenv("TUOYU_TELEGRAM_TOKEN", "1:token")
    return url


def said(*words: str) -> str:
    result = runner.invoke(app, ["reminders", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_dry_run_shows_what_would_go_out_and_changes_nothing(filled: str) -> None:
    written = said("run", "--as-of", "2026-11-23", "--dry-run")
    assert "would go out: 1 digests" in written
    assert "王芳：每年体检" in written
    assert "because: d30 of staff.health_check:staff:1:2025-12-22, due 2026-12-22" in written
    assert said("ledger") == "nothing\n"


def test_out_of_hours_it_says_why_it_waits(filled: str) -> None:
    written = said("run", "--as-of", "2026-11-23T20:00", "--dry-run")
    assert "would go out: 0 digests" in written
    assert "王芳：每年体检  outside working hours" in written


def test_the_ledger_names_every_reminder(filled: str) -> None:
    said("run", "--as-of", "2026-11-23")
    lines = said("ledger", "--until", "2026-12-22").splitlines()
    check = [line for line in lines if "王芳：每年体检" in line]
    assert [line.split()[1] for line in check][:3] == ["d30", "d14", "d7"]
    assert "director:1  in the outbox 2026-11-23 10:00" in check[0]
    assert check[1].endswith("to come")


def test_a_wrong_date_is_refused(filled: str) -> None:
    assert runner.invoke(app, ["reminders", "run", "--as-of", "2026-13-40"]).exit_code == 2


def test_an_institution_that_is_not_there(filled: str) -> None:
    result = runner.invoke(app, ["reminders", "ledger", "--institution", "没有这家"])
    assert result.exit_code == 1
    assert "没有叫“没有这家”的机构" in result.output
