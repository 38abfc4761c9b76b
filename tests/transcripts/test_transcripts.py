"""Golden conversations: what a person says and what must, or must not, come back.

The state goes through JSON between every two turns, and the date is frozen in each file.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation.present import present
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said

HERE = Path(__file__).parent
TURN_KEYS = {
    "say",
    "choice",
    "at",
    "status",
    "topic",
    "region",
    "has",
    "hasnt",
    "choices",
    "slots",
    "sources",
}


def scripts() -> list[Any]:
    found = []
    for path in sorted(HERE.glob("*.yml")):
        for script in yaml.safe_load(path.read_text("utf-8")):
            found.append(pytest.param(script, id=f"{path.stem}: {script['name']}"))
    return found


@pytest.mark.parametrize("script", scripts())
def test_transcript(script: dict[str, Any], talker: Talk) -> None:
    state, now = TalkState(), datetime.fromisoformat(script["at"])
    for number, turn in enumerate(script["turns"], 1):
        assert not set(turn) - TURN_KEYS, turn
        now = datetime.fromisoformat(turn["at"]) if "at" in turn else now
        state, reply = talker.reply(state, Said(turn.get("say", ""), turn.get("choice")), now)
        shown = json.loads(json.dumps(present(reply)))
        state = TalkState.model_validate_json(state.model_dump_json())
        where = f"turn {number} {turn.get('say', turn.get('choice'))!r}:\n{shown['text']}\n{shown}"
        _check(turn, shown, state, where)


def _check(turn: dict[str, Any], shown: dict[str, Any], state: TalkState, where: str) -> None:
    for key in ("status", "topic", "region"):
        if key in turn:
            assert shown[key] == turn[key], where
    for words in turn.get("has", []):
        assert words in shown["text"], f"missing {words!r} in {where}"
    for words in turn.get("hasnt", []):
        assert words not in shown["text"], f"{words!r} should not stand in {where}"
    if "choices" in turn:
        assert [c["label"] for c in shown["choices"]] == turn["choices"], where
    for slot, value in turn.get("slots", {}).items():
        assert state.session.slots.get(slot) == value, f"slot {slot} in {where}"
    for source in turn.get("sources", []):
        assert source in [s["id"] for s in shown["sources"]], where
