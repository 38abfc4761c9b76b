"""Teach what rests on content: ``python -m bot.teach``; ``make train`` does.

The choice of an article (nlu.selector) from the sentences of nlu/data and the lines of the articles;
the second opinion on red flags (nlu.alarm) from nlu/alarms, the lexicon's own sentences, and what
else people say. Takes some minutes and no Rasa, so it is also what to run after an edit of either.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bot.conversation.danger import raised
from bot.wiring import library
from content.guidance import Article
from content.load import LIBRARY
from nlu import alarm, selector
from nlu.alarm import Alarm
from nlu.encoder import Encoder
from nlu.fingerprint import ROOT, hashed
from nlu.selector import Lessons, taught
from nlu.taught import PARENTING, of_articles, sentences

_KIND, _NONE = "danger/", "none"
# Of ordinary sentences one in so many is enough.
_ONE_IN = 2
# What is taught besides, whole: harmless messages with alarming words.
_ALARMING = "alarming_words"


def main() -> None:
    encoder = Encoder()
    made, _ = taught(lessons(encoder))
    made.save(fingerprint())
    print(selector.FILE)
    dangers(encoder).save(alarm_fingerprint())
    print(alarm.FILE)


# --- articles -------------------------------------------------------------------------------
def lessons(encoder: Encoder | None = None) -> Lessons:
    """What is known of the articles: how they are asked for, and what they say."""
    articles = library().guidance
    asked = [(name, text) for name, text in of_articles(sentences()) if name in articles]
    said = [(a.id, line) for a in articles.values() for line in lines(a)]
    texts = [text for _, text in [*asked, *said]]
    encoded = (encoder or Encoder()).encode(texts) if texts else np.zeros((0, 512))
    return Lessons(asked, said, encoded)


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
    return _hash(selector.CODE, LIBRARY.glob("guidance/*.md"))


# --- red flags ------------------------------------------------------------------------------
def dangers(encoder: Encoder) -> Alarm:
    """The second opinion, taught."""
    alarms, others = list(dict.fromkeys(emergencies())), list(dict.fromkeys(harmless()))
    vectors = encoder.encode([*(text for _, text in alarms), *others])
    return Alarm.of(alarms, others, vectors)


def emergencies() -> Iterator[tuple[str, str]]:
    """(flag, message) for all that tell of one."""
    for intent, text in sentences(alarm.FOLDER):
        if intent.startswith(_KIND):
            yield intent.removeprefix(_KIND), text
    danger = library().danger
    for flag in danger.flags:
        yield from ((flag.id, text) for text in flag.hit)
    for text in danger.messages.hit:
        if found := raised(danger, text):
            yield found.id, text


def harmless() -> Iterator[str]:
    """Messages that tell of none. What the lexicon flags among them may well be one."""
    yield from (text for intent, text in sentences(alarm.FOLDER) if intent == _NONE)
    danger = library().danger
    for flag in danger.flags:
        yield from flag.miss
    yield from danger.messages.miss
    for file in sorted((ROOT / "nlu/data").glob("*.yml")):
        whole = file.stem.startswith(_ALARMING)
        for intent, text in sentences(file.parent, file.name):
            wanted = (
                whole or intent.startswith(PARENTING) or not zlib.crc32(text.encode()) % _ONE_IN
            )
            if wanted and raised(danger, text) is None:
                yield text


def alarm_fingerprint() -> str:
    """A hash over all that the second opinion is made from."""
    return _hash(alarm.CODE, [*alarm.FOLDER.glob("*.yml"), *LIBRARY.glob("danger/*.yml")])


def _hash(code: tuple[str, ...], content: "Iterator[Path] | list[Path]") -> str:
    files = [*sorted((ROOT / "nlu/data").glob("*.yml")), *sorted(content)]
    return hashed([*files, *(ROOT / "nlu" / name for name in code), ROOT / "bot/teach.py"], ROOT)


if __name__ == "__main__":
    main()
