"""Teach the choice of an article: ``python -m bot.teach``; ``make train`` does.

From the sentences of nlu/data and the lines of the articles. Takes half a minute and no Rasa, so
it is also what to run after an edit of an article.
"""

import numpy as np

from bot.wiring import library
from content.guidance import Article
from content.load import LIBRARY
from nlu import selector
from nlu.encoder import Encoder
from nlu.fingerprint import ROOT, hashed
from nlu.selector import Lessons, taught
from nlu.taught import of_articles, sentences


def lessons() -> Lessons:
    """What is known of the articles: how they are asked for, and what they say."""
    articles = library().guidance
    asked = [(name, text) for name, text in of_articles(sentences()) if name in articles]
    said = [(a.id, line) for a in articles.values() for line in lines(a)]
    encoder = Encoder()
    texts = [text for _, text in [*asked, *said]]
    return Lessons(asked, said, encoder.encode(texts) if texts else np.zeros((0, 512)))


def lines(article: Article) -> list[str]:
    """What an article says, line by line, and the words that ask for it."""
    sections = article.sections
    return [
        article.title,
        article.gist,
        *article.front.asks,
        *(section.title for section in sections),
        *("，".join(section.asks) for section in sections if section.asks),
        *(line.removeprefix("· ") for section in sections for line in section.lines),
    ]


def fingerprint() -> str:
    """A hash over all that the selector is made from."""
    files = [*sorted((ROOT / "nlu/data").glob("*.yml")), *sorted(LIBRARY.glob("guidance/*.md"))]
    code = [*(ROOT / "nlu" / name for name in selector.CODE), ROOT / "bot/teach.py"]
    return hashed([*files, *code], ROOT)


def main() -> None:
    made, _ = taught(lessons())
    made.save(fingerprint())
    print(selector.FILE)


if __name__ == "__main__":
    main()
