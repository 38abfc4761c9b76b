"""The articles, the sentences that ask for them and the selector belong together."""

from collections import Counter

from bot.teach import fingerprint
from content.load import Library
from nlu.selector import Selector
from nlu.taught import of_articles, sentences

FEWEST = 15


def test_every_article_has_sentences_that_ask_for_it(known: Library) -> None:
    counts = Counter(article for article, _ in of_articles(sentences()))
    assert not {a: counts[a] for a in known.guidance if counts[a] < FEWEST}


def test_every_sentence_asks_for_an_article_that_is_there(known: Library) -> None:
    assert {article for article, _ in of_articles(sentences())} <= set(known.guidance)


def test_the_selector_belongs_to_the_articles_and_sentences() -> None:
    """Whoever changes either runs `make train`, or for an article alone `python -m bot.teach`."""
    assert Selector.load().fingerprint == fingerprint()


def test_sentences_find_the_article_they_were_taught_for(known: Library) -> None:
    selector = Selector.load()
    taught = [(a, text) for a, text in of_articles(sentences()) if a in known.guidance]
    scores = [(article, selector.scores(text)) for article, text in taught]
    right = sum(max(found, key=lambda name: found[name]) == article for article, found in scores)
    assert right > 0.9 * len(taught)
