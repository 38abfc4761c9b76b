"""Whether the exported model belongs to the data and code it was trained from.

Runs in Rasa's environment too: standard library only.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What decides the weights beside the sentences themselves.
_CODE = (
    "config.yml",
    "nlu/encoder.py",
    "nlu/normalise.py",
    "nlu/tfidf.py",
    "nlu/train/components.py",
)


def inputs(root: Path = ROOT) -> list[Path]:
    """The files a model is made from, in a fixed order."""
    return [*sorted((root / "nlu/data").glob("*.yml")), *(root / name for name in _CODE)]


def fingerprint(root: Path = ROOT) -> str:
    """A hash over the names and contents of ``inputs``."""
    return hashed(inputs(root), root)


def hashed(files: Iterable[Path], root: Path = ROOT) -> str:
    """A hash over the names below ``root`` and the contents of the files, in their order."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
