"""Train Rasa on ``nlu/data`` with ``config.yml`` and leave the archive in ``models/`` here.

Run from the repository root in this folder's environment: ``make train`` does.
"""

import os
import tempfile
from pathlib import Path

# One thread: how sums are shared out among several changes their last digits, and the weights.
os.environ.update({f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")})
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
# A fresh cache each time: a cached graph would hide a change of the components.
os.environ["RASA_CACHE_DIRECTORY"] = tempfile.mkdtemp(prefix="rasa-cache-")

from rasa.model_training import train_nlu

HERE = Path(__file__).parent


def main() -> None:
    archive = train_nlu("config.yml", "nlu/data", str(HERE / "models"), fixed_model_name="nlu")
    if not archive:
        raise SystemExit("Rasa trained no model: see its messages above")
    print(archive)


if __name__ == "__main__":
    main()
