"""How many examples the fuzz tests try."""

import os


def examples(usual: int) -> int:
    """``usual`` in the suite; TUOYU_FUZZ, where it is set, for each test."""
    return int(os.environ.get("TUOYU_FUZZ", usual))
