"""Where in the library's files a source, topic, parameter, place or document stands."""

from collections.abc import Iterable

from content.errors import Problem
from content.strict_yaml import Loc, YamlFile

# Files that are a list of entries, and files that are one entry: prefix → the key that names it.
_LISTS = {
    "sources": "id",
    "topics/": "id",
    "parameters/": "id",
    "programmes/": "id",
    "duties/": "id",
    "child/": "id",
    "places.yml": "code",
}
_SINGLES = {"regions/": "region", "checklists/": "id", "guidance/": "id"}


class Whereabouts:
    """Every entry by the prefix of its file and its name: ("topics/", "fire")."""

    def __init__(self, files: Iterable[YamlFile]) -> None:
        self._found: dict[tuple[str, str], tuple[YamlFile, Loc]] = {}
        for file in files:
            for prefix, key in _LISTS.items():
                if file.name.startswith(prefix):
                    for index, entry in enumerate(file.data):
                        self._found[prefix, entry[key]] = (file, (index,))
            for prefix, key in _SINGLES.items():
                if file.name.startswith(prefix):
                    self._found[prefix, file.data[key]] = (file, ())

    def problem(self, prefix: str, name: str, message: str, inside: Loc = ()) -> Problem:
        """A problem of the entry, or of what stands at ``inside`` in it."""
        if (prefix, name) not in self._found:
            return Problem(prefix, 1, message)
        file, loc = self._found[prefix, name]
        return Problem(file.name, file.line([*loc, *inside]), message)
