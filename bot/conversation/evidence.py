"""What speaks for each intent: the classifier, and the sentences taught in writing and in sound.

No one of them will do: the classifier is sure of itself where it has seen nothing like it, and
the nearest sentences are fooled by a shared turn of phrase.
"""

import math
from dataclasses import dataclass
from typing import Protocol

from content.load import Library
from nlu.parse import Parse

FOREIGN = "out_of_scope"
# What the classifier does not rank among its first ten has at most this.
_FLOOR = 1e-4


class Taught(Protocol):
    """The training sentences most like a text (nlu.neighbours)."""

    def written(self, text: str) -> dict[str, float]: ...
    def spoken(self, text: str) -> dict[str, float]: ...
    def strange(self, text: str) -> float: ...


@dataclass(frozen=True)
class Evidence:
    """What speaks for one intent; each at least 0 but ``model``, a logarithm.

    ``strange``: how much of the text is of no business of ours; speaks for none but FOREIGN.
    """

    model: float = math.log(_FLOOR)
    written: float = 0.0
    spoken: float = 0.0
    strange: float = 0.0

    def values(self) -> tuple[float, ...]:
        return self.model, self.written, self.spoken, self.strange


class Gatherer:
    """Asks all of them."""

    def __init__(self, library: Library, taught: Taught) -> None:
        self._taught = taught
        self._keywords = {
            f"ask_{topic.id}": [word.lower() for word in [topic.title, *topic.keywords]]
            for topic in library.topics.values()
        }

    def gather(self, parse: Parse, text: str) -> dict[str, Evidence]:
        """The evidence for every intent that anything speaks for."""
        model = {i.name: math.log(max(i.confidence, _FLOOR)) for i in parse.ranking}
        written, spoken = self._taught.written(text), self._taught.spoken(text)
        names = dict.fromkeys([*model, *written, *spoken, FOREIGN])
        strange = self._taught.strange(text)
        floor = math.log(_FLOOR)
        return {
            name: Evidence(
                model.get(name, floor),
                written.get(name, 0.0),
                spoken.get(name, 0.0),
                strange if name == FOREIGN else 0.0,
            )
            for name in names
        }

    def words(self, intent: str) -> list[str]:
        """The keywords of an intent's topic."""
        return self._keywords.get(intent, [])
