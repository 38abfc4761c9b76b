"""The commands: help, checks that pass, and one clear line where something is wrong."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import typer.main
import uvicorn
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.docs import _walk
from bot.settings import Settings
from tests.bot.commands import environment, tuoyu

COMMANDS = [name.split()[1:] for name, _ in _walk(typer.main.get_command(app), "tuoyu")]
GROUPS = [[], ["db"], ["nlu"], ["content"], ["flows"]]


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of this machine do not count; the database is a new one."""
    for name in [name for name in os.environ if name.startswith("TUOYU_")]:
        monkeypatch.delenv(name)
    for name in ("TUOYU_VAR", "TUOYU_DATABASE_URL", "COLUMNS"):
        monkeypatch.setenv(name, environment(tmp_path)[name])
    yield
    structlog.reset_defaults()  # commands set up logs on the stderr that the runner lends them


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("command", GROUPS + COMMANDS, ids=" ".join)
def test_help(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output
    assert "--help" in done.output


def test_all_commands_are_there() -> None:
    assert {" ".join(command) for command in COMMANDS} >= {
        "serve", "chat", "doctor", "db upgrade", "nlu parse", "nlu eval", "content lint",
        "content show", "flows lint", "flows graph",
    }  # fmt: skip


def test_content_lint() -> None:
    done = run("content", "lint", "--as-of", "2026-11-21")
    assert done.exit_code == 0, done.output
    assert "0 errors" in done.output


def test_content_show() -> None:
    done = run("content", "show", "fire", "--region", "330703", "--as-of", "2026-11-21")
    assert done.exit_code == 0, done.output
    assert "消防" in done.output
    assert "依据" in done.output


@pytest.mark.parametrize("arguments", [["nothing"], ["fire", "--region", "999999"]])
def test_content_show_what_is_not_there(arguments: list[str]) -> None:
    done = run("content", "show", *arguments)
    assert done.exit_code == 1
    assert arguments[-1] in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_flows_lint() -> None:
    done = run("flows", "lint")
    assert done.exit_code == 0, done.output
    assert "0 problems" in done.output


def test_flows_graph(tmp_path: Path) -> None:
    assert run("flows", "graph", "open_daycare").output.startswith("flowchart TD")
    assert "## open_daycare" in run("flows", "graph").output
    page = tmp_path / "flows.md"
    assert run("flows", "graph", "--out", str(page)).exit_code == 0
    assert "## open_daycare" in page.read_text("utf-8")


def test_flows_graph_of_no_flow(tmp_path: Path) -> None:
    done = run("flows", "graph", "nothing")
    assert done.exit_code == 2
    assert "open_daycare" in done.stderr
    done = run("flows", "graph", "--out", str(tmp_path / "no" / "flows.md"))
    assert done.exit_code == 1
    assert "flows.md" in done.stderr


def test_nlu_parse() -> None:
    done = run("nlu", "parse", "在金东区开一家营利性的，60个托位")
    assert done.exit_code == 0, done.output
    assert "'region': '330703'" in done.output
    assert "'places': 60" in done.output
    assert run("nlu", "parse", "").exit_code == 0


def test_nlu_explain() -> None:
    """Every likely intent with what speaks for it; several questions each by itself."""
    done = run("nlu", "explain", "金东备案去哪？消防谁来查？")
    assert done.exit_code == 0, done.output
    for words in ("金东=330703", "written", "ask_fire", "question 1: ask_filing_authority"):
        assert words in done.output


def test_nlu_unanswered(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    said = [{"sender": "u1", "text": "帮我写首诗"}, {"sender": "u1", "text": "你好"}]
    given = "".join(json.dumps(line) + "\n" for line in said).encode()
    talked = tuoyu(tmp_path, "chat", "--jsonl", "--db", url, given=given)
    assert talked.returncode == 0, talked.stderr
    done = tuoyu(tmp_path, "nlu", "unanswered", TUOYU_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert "帮我写首诗" in done.stdout
    assert "你好" not in done.stdout


def test_nlu_eval_never_shows_the_heldout_part() -> None:
    done = run("nlu", "eval", "--heldout", "--misses")
    assert done.exit_code == 2
    assert "never looked at" in done.stderr


def test_nlu_intents(tmp_path: Path) -> None:
    questions = tmp_path / "questions.yml"
    questions.write_text("- {text: 你好, intent: greet}\n- {text: 谢谢, intent: fire}\n", "utf-8")
    done = run("nlu", "intents", str(questions), "--misses")
    assert done.exit_code == 0, done.output
    assert "questions                 2" in done.output
    assert "谢谢" in done.output


def test_nlu_intents_without_its_file() -> None:
    done = run("nlu", "intents", "nothing.yml")
    assert done.exit_code == 2
    assert "nothing.yml" in done.stderr


def test_db_upgrade_makes_it_and_leaves_it(tmp_path: Path) -> None:
    first, second = run("db", "upgrade"), run("db", "upgrade")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == second.output
    assert (tmp_path / "var" / "tuoyu.db").exists()


def test_db_upgrade_of_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOYU_DATABASE_URL", "sqlite:////proc/tuoyu.db")
    done = run("db", "upgrade")
    assert done.exit_code == 1
    assert "unable to open database file" in done.stderr


def test_doctor_finds_nothing() -> None:
    run("db", "upgrade")
    done = run("doctor")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert [line[0] for line in lines] == ["✓"] * 5
    assert "docs/deployment.md" in lines[-1]
    assert "请运行" not in done.output


def test_doctor_says_what_to_do_on_a_fresh_database() -> None:
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert "tuoyu db upgrade" in done.output


def test_doctor_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.runtime.Runtime.__init__.__defaults__", (tmp_path, None))
    done = run("doctor")
    assert done.exit_code == 1
    (wrong,) = [line for line in done.output.splitlines() if not line.startswith("✓")]
    assert wrong.startswith("✗ 模型 nlu")
    assert "make train" in wrong


@pytest.mark.parametrize("url", ["sqlite:////proc/tuoyu.db", "nonsense", "postgresql:///x?host=/x"])
def test_doctor_without_a_database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOYU_DATABASE_URL", url)
    done = run("doctor")
    assert done.exit_code == 1
    wrong = [line for line in done.output.splitlines() if not line.startswith("✓")]
    assert [line.split(":")[0] for line in wrong] == ["✗ 数据库 db"]


def test_doctor_looks_at_channels_though_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TUOYU_DATABASE_URL", "sqlite:////proc/tuoyu.db")
    monkeypatch.setenv("TUOYU_WECHAT_TOKEN", "t")
    done = run("doctor")
    assert done.exit_code == 1
    wrong = [line.split(":")[0] for line in done.output.splitlines() if line.startswith("✗")]
    assert wrong[0] == "✗ 数据库 db"
    assert "✗ 微信 AppID" in wrong


@pytest.mark.parametrize("command", ["doctor", "chat", "serve"])
def test_templates_that_are_no_json(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOYU_WECHAT_TEMPLATES", "{a")
    done = run(command)
    assert done.exit_code == 1
    assert "TUOYU_WECHAT_TEMPLATES" in done.output
    assert "Traceback" not in done.output


def test_templates_are_read_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOYU_WECHAT_TEMPLATES", '{"reminder": "tpl-1"}')
    assert Settings(_env_file=None).wechat_templates == {"reminder": "tpl-1"}


@pytest.mark.parametrize("command", ["doctor", "chat", "serve"])
def test_a_setting_that_is_wrong(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOYU_PORT", "many")
    done = run(command)
    assert done.exit_code == 1
    assert "TUOYU_PORT" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TUOYU_DATABASE_URL", "sqlite:////proc/tuoyu.db"),
        ("TUOYU_DATABASE_URL", "mysql://localhost/x"),
        ("TUOYU_VAR", "/proc/tuoyu"),
    ],
)
def test_serve_that_cannot_start(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: pytest.fail("it started"))
    done = run("serve")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_serve_on_no_port() -> None:
    assert run("serve", "--port", "70000").exit_code == 2


def test_the_command_itself(tmp_path: Path) -> None:
    done = tuoyu(tmp_path, "--help")
    assert done.returncode == 0
    assert "托育通" in done.stdout
