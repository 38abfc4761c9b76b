"""Which articles there are for parents: by group, and for which ages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from content.guidance import OLDEST, Article


@dataclass(frozen=True)
class Shelf:
    """The articles of one group. ``bare``: months of age for which it has none."""

    group: str
    articles: tuple[str, ...]
    due: tuple[str, ...]
    bare: tuple[int, ...]


def shelves(articles: Iterable[Article], as_of: date) -> list[Shelf]:
    """A shelf for each group that has articles, by name."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(article.front.group, []).append(article)
    return [_shelf(group, found, as_of) for group, found in sorted(groups.items())]


def _shelf(group: str, articles: list[Article], as_of: date) -> Shelf:
    return Shelf(
        group,
        tuple(article.id for article in articles),
        tuple(article.id for article in articles if article.due(as_of)),
        tuple(m for m in range(OLDEST + 1) if not any(a.suits(m) for a in articles)),
    )
