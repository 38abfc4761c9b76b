"""What is wrong with articles that load: words that too many claim, dates that are past."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from content.guidance import Article
from content.strict_yaml import Loc

# A word that more articles claim than this tells none of them from the others.
MOST = 3
Finding = tuple[str, Loc, str]


def check_guidance(articles: Iterable[Article]) -> Iterator[Finding]:
    """(article, where in it, what): words claimed by too many, and titles that stand twice."""
    claims: dict[str, list[str]] = defaultdict(list)
    titles: dict[str, str] = {}
    for article in articles:
        for word in article.front.asks:
            claims[word].append(article.id)
        if article.title in titles:
            yield article.id, ("title",), f"'{titles[article.title]}' has the same title"
        titles[article.title] = article.id
    for word, names in claims.items():
        for name in names if len(names) > MOST else ():
            message = f"'{word}' is claimed by {len(names)} articles, at most {MOST} may"
            yield name, ("asks",), message


def due(articles: Iterable[Article], as_of: date) -> Iterator[Finding]:
    """Articles past their review."""
    for article in articles:
        if article.due(as_of):
            message = f"article '{article.id}' was to be reviewed by {article.front.review_by}"
            yield article.id, ("review_by",), message
