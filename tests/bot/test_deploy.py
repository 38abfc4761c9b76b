"""The files of deploy/ name only what is there: settings, commands, folders, endpoints."""

import re
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs/deployment.md").read_text("utf-8")
SETTINGS = {f"TUOYU_{name.upper()}" for name in Settings.model_fields}
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())


@pytest.mark.parametrize("text", [PAGE, *(f.read_text("utf-8") for f in FILES)])
def test_only_settings_that_exist_are_named(text: str) -> None:
    assert set(re.findall(r"TUOYU_[A-Z_]+", text)) <= SETTINGS


def test_every_command_the_page_names_exists() -> None:
    root = get_command(app)
    known = set(getattr(root, "commands", {}))
    named = set(re.findall(r"tuoyu (serve|chat|db|doctor|outbox|channels|[a-z]+ upgrade)\b", PAGE))
    assert named
    assert {name.split()[0] for name in named} <= known


def test_what_the_image_copies_is_there() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ")]
    assert copied
    for sources in copied:
        for source in sources:
            assert (ROOT / source).exists(), source


def test_the_image_has_every_package() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8").partition("AS bot")[2]
    packages = re.search(r"packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert packages
    for package in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {package} {package}\n" in text


def test_compose_names_targets_of_the_dockerfile() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))
    stages = set(re.findall(r"AS (\w+)", (DEPLOY / "Dockerfile").read_text("utf-8")))
    built = [s["build"] for s in compose["services"].values() if "build" in s]
    assert {b["target"] for b in built} <= stages
    for build in built:
        assert (DEPLOY / build["context"] / build["dockerfile"]).exists()
    assert "rasa" in compose["services"]["rasa"]["profiles"]


def test_the_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def test_the_example_may_be_copied_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    example = DEPLOY / "example.env"
    settings = Settings(_env_file=example)
    assert settings.secret is None  # empty means not set
    assert settings.public_url
    monkeypatch.setenv("TUOYU_SECRET", "short")
    with pytest.raises(ValidationError, match="at least 32"):
        Settings(_env_file=example)


def test_the_service_may_write_where_the_example_says() -> None:
    unit = (DEPLOY / "tuoyu.service").read_text("utf-8")
    example = (DEPLOY / "example.env").read_text("utf-8")
    assert "ProtectSystem=strict" in unit
    (state,) = re.findall(r"^StateDirectory=(\w+)$", unit, re.MULTILINE)
    places = re.findall(
        r"^#TUOYU_(?:VAR=|DATABASE_URL=sqlite\+aiosqlite:///)(.+)$", example, re.MULTILINE
    )
    assert len(places) == 2
    assert all(f"{place}/".startswith(f"/var/lib/{state}/") for place in places)
