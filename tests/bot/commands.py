"""The ``tuoyu`` command as a process, as a person or a program runs it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TUOYU = str(Path(sys.executable).parent / "tuoyu")
# Compiling six hundred modules takes longer than all the rest of a start, and there are many.
COMPILED = str(Path(tempfile.gettempdir()) / "tuoyu-tests-compiled")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Everything that is written goes below ``folder``; settings of this machine do not count."""
    ours = ("TUOYU_", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return kept | {
        "TMPDIR": str(folder),
        "TUOYU_VAR": str(folder / "var"),
        "TUOYU_DATABASE_URL": f"sqlite:///{folder / 'var' / 'tuoyu.db'}",
        "PYTHONPYCACHEPREFIX": COMPILED,
        "COLUMNS": "200",
        "NO_COLOR": "1",
        **more,
    }


def tuoyu(folder: Path, *arguments: str, given: bytes = b"", **more: str) -> Any:
    """Run to the end; output as text."""
    done = subprocess.run(
        [TUOYU, *arguments],
        input=given,
        capture_output=True,
        env=environment(folder, **more),
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )
