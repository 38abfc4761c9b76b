"""Write the trained archive as nlu/model/model.npz and model.json: arrays and JSON, no pickle.

Run from the repository root in this folder's environment, after ``train``; with a folder, it is
written there instead.
"""

import json
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import skops.io
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data

from nlu.encoder import KEPT, Encoder
from nlu.fingerprint import ROOT, fingerprint

ARCHIVE = Path(__file__).parent / "models/nlu.tar.gz"
MODEL = ROOT / "nlu/model"


def main(to: Path = MODEL) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(folder, filter="data")
        _write(folder, to)
    print(to)


def _write(folder: Path, to: Path) -> None:
    classifier = _classifier(_only(folder, "*.skops"))
    tfidf = _json(_only(folder, "tfidf.json"))
    to.mkdir(exist_ok=True)
    np.savez_compressed(
        to / "model.npz",
        coef=classifier.coef_.astype(np.float32),
        intercept=classifier.intercept_.astype(np.float64),
        idf=np.array(tfidf["idf"], dtype=np.float64),
    )
    plain = {
        "fingerprint": fingerprint(),
        "intents": [str(label) for label in classifier.classes_],
        "tfidf_scale": tfidf["scale"],
        "encoder_scale": _encoder_scale(folder),
        "vocabulary": tfidf["vocabulary"],
        "tokens": _tokens(),
        "patterns": _json(_only(folder, "regex.json")),
        "synonyms": _json(_only(folder, "synonyms.json")),
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    (to / "model.json").write_text(text + "\n", encoding="utf-8")


def _tokens() -> list[int]:
    """The encoder's tokens that the training data uses most: the runtime prepares them."""
    texts = [e.get(TEXT) for e in load_data("nlu/data").intent_examples]
    encoder = Encoder()
    counts = Counter(token for text in texts for token in encoder.tokens(text))
    return sorted(token for token, _ in counts.most_common(KEPT))


def _classifier(path: Path) -> Any:
    return skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))


def _encoder_scale(folder: Path) -> float:
    nodes = _json(folder / "metadata.json")["predict_schema"]["nodes"].values()
    uses = "nlu.train.components.SentenceEncoderFeaturizer"
    return float(next(node["config"]["scale"] for node in nodes if node["uses"] == uses))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _only(folder: Path, pattern: str) -> Path:
    found = list(folder.rglob(pattern))
    if len(found) != 1:
        raise SystemExit(f"expected one {pattern} in the archive, found {found}")
    return found[0]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
