"""What is wrong with points: topics and sources that do not fit, a place both silent and saying."""

from collections.abc import Iterator

from content.errors import Problem
from content.load import Library
from content.schema import NATIONAL, Point

# A point is one sentence or two: what was asked for must be seen at once.
LONGEST = 110


def check_points(library: Library) -> Iterator[Problem]:
    """Problems with file and line."""
    for file in library.files:
        if not file.name.startswith("points/"):
            continue
        region = file.data["region"]
        if region != NATIONAL and region not in library.documents:
            yield Problem(
                file.name, file.line(("region",)), f"{region} has no document in regions/"
            )
        for index, data in enumerate(file.data["points"]):
            for message in _wrong(library, region, Point.model_validate(data)):
                yield Problem(file.name, file.line(("points", index)), message)


def _wrong(library: Library, region: str, point: Point) -> Iterator[str]:
    for topic in point.topics:
        if topic not in library.topics:
            yield f"unknown topic '{topic}'"
    if len(point.text) > LONGEST:
        yield f"a point longer than {LONGEST} characters"
    document = library.documents.get(region)
    answers = document.answers if document else []
    silent = {answer.topic for answer in answers if answer.status == "silent"}
    for topic in silent.intersection(point.topics):
        yield f"a point on '{topic}', where the document is said to be silent"
    for cite in point.cite:
        source = library.sources.get(cite.source)
        if source and region == NATIONAL and source.region != NATIONAL:
            yield f"a national point cites '{cite.source}', a local document"
