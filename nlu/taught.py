"""The training sentences, as Rasa's files have them.

``parenting_question/fever`` is one of Rasa's retrieval intents: for the classifier it is
``parenting_question``, and what stands behind the stroke is for a second stage (nlu.selector).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from nlu.fingerprint import ROOT

PARENTING = "parenting_question"
# What decides an index beside the sentences themselves.
CODE = ("grams.py", "index.py", "normalise.py", "syllables.py", "taught.py")


def sentences(folder: Path = ROOT / "nlu/data", files: str = "*.yml") -> list[tuple[str, str]]:
    """(intent as it is written, sentence) for every example."""
    found = []
    for file in sorted(folder.glob(files)):
        entries: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["nlu"]
        for entry in entries:
            if "intent" in entry:
                lines = entry["examples"].splitlines()
                found += [(entry["intent"], line[2:]) for line in lines if line.startswith("- ")]
    return found


def base(intent: str) -> str:
    """The intent as the classifier knows it."""
    return intent.partition("/")[0]


def of_articles(taught: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(article, sentence) of the sentences that name an article."""
    start = f"{PARENTING}/"
    return [(i.removeprefix(start), text) for i, text in taught if i.startswith(start)]
