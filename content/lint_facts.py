"""What is wrong with a narrowing: facts that nobody is asked for, values that none of them has."""

from collections.abc import Iterator, Mapping, Sequence

from content.schema import FACTS


def unknown_facts(wanted: Mapping[str, Sequence[str | bool]]) -> Iterator[tuple[str, str]]:
    """Each with its key: (key, message)."""
    for key, values in wanted.items():
        if key not in FACTS:
            yield key, f"unknown fact '{key}'"
        known = FACTS.get(key)
        for value in values:
            if known is not None and value not in known:
                yield key, f"'{key}' is never {value!r}"
