"""Checks that need more than one package: which topics intents and flows ask for."""

import json

from nlu.runtime import MODEL

# Answered from the places themselves, not from a topic.
_NOT_TOPICS = {"coverage"}


def intents() -> list[str]:
    """The intents the exported model knows."""
    plain = json.loads((MODEL / "model.json").read_text("utf-8"))
    return list(plain["intents"])


def asked_topics() -> set[str]:
    """The topics that some intent asks for (``ask_fire`` asks for ``fire``)."""
    named = {i.removeprefix("ask_") for i in intents() if i.startswith("ask_")}
    return named - _NOT_TOPICS
