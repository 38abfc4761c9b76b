"""The generated pages of docs/ are current, and say what they should."""

import pytest

from bot.docs import DOCS, commands, diagrams, pages, settings
from bot.settings import Settings
from flows.load import Definitions


@pytest.mark.parametrize("page", ["commands.md", "flows.md", "settings.md"])
def test_page_is_current(page: str) -> None:
    kept = (DOCS / page).read_text("utf-8") if (DOCS / page).exists() else ""
    assert kept == pages()[page], f"docs/{page} is not current: run make docs"


def test_every_page_is_compared() -> None:
    assert set(pages()) == {"commands.md", "flows.md", "settings.md"}


def test_every_setting_with_its_default() -> None:
    lines = [line for line in settings().splitlines() if line.startswith("| `TUOYU_")]
    assert len(lines) == len(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())
    assert "| `TUOYU_PORT` | `8000` | Port of the web server. |" in lines


@pytest.mark.parametrize("columns", ["20", "200"])
def test_every_command_with_its_help(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    written = commands()
    for name in ("chat", "serve", "doctor", "db upgrade", "nlu parse", "nlu eval", "content lint",
                 "content show", "flows lint", "flows graph"):  # fmt: skip
        assert f"## tuoyu {name}\n\n```text\nUsage: tuoyu {name} [OPTIONS]" in written
    assert "--jsonl" in written
    assert "\x1b" not in written
    assert max(map(len, written.splitlines())) <= 80


def test_every_flow_is_drawn(defined: Definitions) -> None:
    written = diagrams(defined)
    for flow in defined.flows.values():
        assert f"## {flow.id}: {flow.title}" in written
    assert written.count("```mermaid\nflowchart TD") == len(defined.flows)
