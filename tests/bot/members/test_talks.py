"""Golden conversations, with rows: what an institution's people say, and what comes back."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.store.institution_models import Institution
from tests.bot.members.town import Town

TURN_KEYS = {"say", "choice", "by", "status", "intent", "has", "hasnt", "choices"}
SCRIPTS = yaml.safe_load((Path(__file__).parent / "talks.yml").read_text("utf-8"))


@pytest.mark.parametrize("script", [pytest.param(s, id=s["name"]) for s in SCRIPTS])
async def test_talk(script: dict[str, Any], place: Town, home: Institution) -> None:
    for number, turn in enumerate(script["turns"], 1):
        assert not set(turn) - TURN_KEYS, turn
        sender = turn.get("by", "boss")
        shown = await place.send(turn.get("say", ""), sender, choice=turn.get("choice"))
        _check(turn, shown, f"turn {number} {turn}:\n{shown['text']}\n{shown}")


def _check(turn: dict[str, Any], shown: dict[str, Any], where: str) -> None:
    for key in ("status", "intent"):
        if key in turn:
            assert shown[key] == turn[key], where
    for words in turn.get("has", []):
        assert words in shown["text"], where
    for words in turn.get("hasnt", []):
        assert words not in shown["text"], where
    if "choices" in turn:
        assert len(shown["choices"]) == turn["choices"], where
    assert all(len(choice["id"].encode()) <= 64 for choice in shown["choices"]), where
