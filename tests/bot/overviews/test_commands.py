"""The commands: overview, forget, audit, and a code as a picture."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.commands import environment
from tests.bot.institutions.books import book, code, institution, member


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this machine do not count; the database is a new one, with two institutions."""
    for name in [name for name in os.environ if name.startswith("TUOYU_")]:
        monkeypatch.delenv(name)
    for name in ("TUOYU_VAR", "TUOYU_DATABASE_URL", "COLUMNS"):
        monkeypatch.setenv(name, environment(tmp_path)[name])
    path = tmp_path / "filled.xlsx"
    path.write_bytes(book([institution(1), institution(2)], [member(1)]))
    assert run("import", path).exit_code == 0


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["institutions", *map(str, arguments)])


def test_overview(tmp_path: Path) -> None:
    excel, picture = tmp_path / "o.xlsx", tmp_path / "o.png"
    done = run("overview", "金东区", "--excel", excel, "--picture", picture)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("浙江省金华市金东区共 2 家托育机构：\n")
    assert "没有人收提醒：2 家" in done.output
    assert done.output.endswith(f"写好了：{excel}\n写好了：{picture}\n")
    assert load_workbook(io.BytesIO(excel.read_bytes()))["机构"].max_row == 3
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_overview_of_another_day_and_place() -> None:
    told = run("overview", "140525", "--as-of", "2026-12-01")
    assert told.output == "山西省晋城市泽州县还没有登记的托育机构。\n"
    assert run("overview", "全国各地").exit_code == 1
    assert run("overview", "金东区", "--as-of", "tomorrow").exit_code == 2


def test_overview_that_cannot_be_written(tmp_path: Path) -> None:
    done = run("overview", "金东区", "--excel", tmp_path / "none" / "o.xlsx")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1


def test_forget() -> None:
    asked = run("forget", "春苗1托育园")
    assert asked.exit_code == 1
    assert "--yes" in asked.stderr
    assert len(run("list").output.splitlines()) == 2
    done = run("forget", code(1), "--yes")
    assert done.exit_code == 0, done.output
    assert done.output == f"删掉了：春苗1托育园（{code(1)}）。修改记录还留着。\n"
    assert run("list").output == f"{code(2)}  330703  春苗2托育园\n"
    assert run("forget", "春苗1托育园", "--yes").exit_code == 1
    # Not for a part of a name.
    assert run("forget", "春苗", "--yes").exit_code == 1


def test_audit() -> None:
    lines = run("audit", "春苗1托育园").output.splitlines()
    assert len(lines) == 2
    assert all("  operator  " in line for line in lines)
    assert any("staff.add" in line and "person:  →…" in line for line in lines)
    assert "王芳" not in "".join(lines)
    run("forget", code(1), "--yes")
    again = run("audit", "春苗1托育园", "--most", "2").output.splitlines()
    assert len(again) == 2
    assert "institution.delete" in again[0]
    assert run("audit", "秋实").exit_code == 1


def test_a_picture_without_a_channel_makes_no_code(tmp_path: Path) -> None:
    done = run("code", "春苗1托育园", "director", "--qr", tmp_path / "qr.png")
    assert done.exit_code == 1
    assert "没有配置渠道" in done.stderr
    assert not (tmp_path / "qr.png").exists()
    assert "code.make" not in run("audit", "春苗1托育园").output


def test_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def link(*told: object) -> str:
        assert told[2] == "telegram"
        return f"https://t.me/tuoyu_bot?start=bind_{told[3]}"

    monkeypatch.setenv("TUOYU_TELEGRAM_TOKEN", "1:a")
    monkeypatch.setattr("bot.overviews.invitations.bind_link", link)
    path = tmp_path / "qr.png"
    done = run("code", "春苗1托育园", "director", "--qr", path)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("春苗1托育园 负责人的绑定码：")
    assert done.output.endswith(f"二维码写好了：{path}\n")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert (
        run("code", "春苗1托育园", "director", "--qr", path, "--channel", "wechat").exit_code == 1
    )
