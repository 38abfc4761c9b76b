"""The commands: template, import, list, code."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.institutions.bind_codes import read
from tests.bot.commands import environment
from tests.bot.institutions.books import book, code, institution, member


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this machine do not count; the database is a new one."""
    for name in [name for name in os.environ if name.startswith("TUOYU_")]:
        monkeypatch.delenv(name)
    for name in ("TUOYU_VAR", "TUOYU_DATABASE_URL", "COLUMNS"):
        monkeypatch.setenv(name, environment(tmp_path)[name])


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["institutions", *map(str, arguments)])


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(book([institution(1), institution(2)], [member(1)]))
    return path


def test_import_twice(filled: Path) -> None:
    first, second = run("import", filled), run("import", filled)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert first.output == (
        "机构：新增2家，更新0家，没有变化0家\n员工：新增1人，更新0人，没有变化0人\n导入完成。\n"
    )
    assert "机构：新增0家，更新0家，没有变化2家" in second.output


def test_dry_run(filled: Path) -> None:
    done = run("import", filled, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "机构：新增2家" in done.output
    assert "只是检查，没有导入" in done.output
    assert run("list").output == "nothing\n"


def test_bad_cells(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(book([institution(1, code="1"), institution(2, form="?")]))
    done = run("import", path)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[0].startswith("“机构”表 B2：")
    assert done.stderr.splitlines()[1].startswith("“机构”表 D3：")
    assert done.stderr.splitlines()[2] == "有2处要改，一条也没有导入。"
    assert run("list").output == "nothing\n"


@pytest.mark.parametrize(("content", "why"), [(b"x", "不是 Excel"), (None, "No such file")])
def test_no_workbook(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "none.xlsx"
    if content is not None:
        path.write_bytes(content)
    done = run("import", path)
    assert done.exit_code == 1
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_template(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert run("template", path).exit_code == 0
    made = path.read_bytes()
    assert made.startswith(b"PK")
    again = run("template", path)
    assert again.exit_code == 1
    assert "已经有了" in again.stderr
    assert run("template", path, "--force").exit_code == 0
    untouched = run("import", path)
    assert untouched.exit_code == 1
    assert "还没有填内容" in untouched.stderr


def test_list(filled: Path, tmp_path: Path) -> None:
    run("import", filled)
    assert run("list").output.splitlines()[0] == f"{code(1)}  330703  春苗1托育园"
    assert len(run("list", "--region", "金华市").output.splitlines()) == 2
    assert len(run("list", "--most", "1").output.splitlines()) == 1
    assert run("list", "--region", "泽州县").output == "nothing\n"
    strange = run("list", "--region", "火星")
    assert strange.exit_code == 1
    assert "火星" in strange.stderr


def test_code(filled: Path) -> None:
    run("import", filled)
    done = run("code", "春苗1托育园", "director")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("春苗1托育园 负责人的绑定码：")
    assert read(done.output.split("：")[1].split("（")[0]) is not None
    assert "主管部门" in run("code", "金东区", "officer").output
    assert run("code", "秋实", "director").exit_code == 1
    assert run("code", "春苗1托育园", "owner").exit_code == 2
