"""The training sentences most like a question, by their characters and by how they sound.

A second opinion beside the classifier: it knows rare words that the classifier has averaged
away, and homophones and typed pinyin, which look like nothing it was trained on.

``python -m nlu.neighbours`` builds the index from nlu/data; ``make train`` does.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlu.errors import UNREADABLE, ModelMissing
from nlu.fingerprint import ROOT, hashed
from nlu.grams import by_characters, by_sound
from nlu.index import Index
from nlu.normalise import normalise
from nlu.taught import CODE as _TAUGHT
from nlu.taught import base, sentences

FILE = Path(__file__).parent / "model/neighbours.npz"
# Sentences about anything: what they speak of is not our business.
NOT_OURS = frozenset(
    {
        "out_of_scope",
        "abuse",
        "greet",
        "thanks",
        "bye",
        "bot_identity",
        "human",
    }
)
_HANZI = re.compile(r"[^\u3400-\u9fff]")
# In a text of fewer pairs one strange pair says little.
_FEW = 3
_CODE = ("neighbours.py", *_TAUGHT)


class Neighbours:
    """Both indexes over the same sentences, and the pairs of characters of our own business."""

    def __init__(
        self, written: Index, spoken: Index, ours: frozenset[str], fingerprint: str = ""
    ) -> None:
        self._written = written
        self._spoken = spoken
        self._ours = ours
        self.fingerprint = fingerprint

    @classmethod
    def of(cls, examples: Sequence[tuple[str, str]], fingerprint: str = "") -> "Neighbours":
        """``examples``: (intent, sentence)."""
        labels = [intent for intent, _ in examples]
        written = Index.build([by_characters(text) for _, text in examples], labels)
        spoken = Index.build([by_sound(text) for _, text in examples], labels)
        ours = (
            pair for intent, text in examples if intent not in NOT_OURS for pair in _pairs(text)
        )
        return cls(written, spoken, frozenset(ours), fingerprint)

    @classmethod
    def load(cls, file: Path = FILE) -> "Neighbours":
        """Raises ModelMissing where there is no index."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                names = str(arrays["names"]).split("\n")
                labels = [names[i] for i in arrays["labels"]]
                parts = [Index.from_arrays(arrays, part, labels) for part in ("written", "spoken")]
                ours = frozenset(str(arrays["ours"]).split("\n"))
                return cls(parts[0], parts[1], ours, str(arrays["fingerprint"]))
        except UNREADABLE as error:
            raise ModelMissing(f"no index in {file} ({error}): run make train") from error

    def written(self, text: str) -> dict[str, float]:
        """Intent → likeness of its nearest sentences in writing, 0 to 1."""
        return self._written.nearest(by_characters(text))

    def spoken(self, text: str) -> dict[str, float]:
        """Intent → likeness of its nearest sentences in sound, 0 to 1."""
        return self._spoken.nearest(by_sound(text))

    def strange(self, text: str) -> float:
        """The share of the text's pairs of characters that nothing of our business has, 0 to 1."""
        pairs = _pairs(text)
        return sum(pair not in self._ours for pair in pairs) / max(len(pairs), _FEW)

    def save(self, labels: Sequence[str], file: Path = FILE) -> None:
        names = sorted(set(labels))
        numbers = np.array([names.index(label) for label in labels], np.uint8)
        arrays = self._written.arrays("written") | self._spoken.arrays("spoken")
        np.savez_compressed(
            file,
            names=np.array("\n".join(names)),
            labels=numbers,
            fingerprint=np.array(self.fingerprint),
            ours=np.array("\n".join(sorted(self._ours))),
            **arrays,
        )


def _pairs(text: str) -> list[str]:
    hanzi = _HANZI.sub("", normalise(text))
    return [hanzi[i : i + 2] for i in range(len(hanzi) - 1)]


def examples(folder: Path = ROOT / "nlu/data") -> list[tuple[str, str]]:
    """(intent, sentence) for every example of the training data; articles are one intent."""
    return [(base(intent), text) for intent, text in sentences(folder)]


def fingerprint(root: Path = ROOT) -> str:
    """A hash over all that the index is made from."""
    data = sorted((root / "nlu/data").glob("*.yml"))
    return hashed([*data, *(root / "nlu" / name for name in _CODE)], root)


def main() -> None:
    known = examples()
    Neighbours.of(known, fingerprint()).save([intent for intent, _ in known])
    print(FILE)


if __name__ == "__main__":
    main()
