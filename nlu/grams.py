"""A text as counts of what it is made of, for the indexes of taught sentences."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from nlu.normalise import normalise
from nlu.syllables import sounds


def by_characters(text: str) -> Counter[str]:
    """Counts of the text's characters and pairs of characters."""
    return _grams(normalise(text).replace(" ", ""))


def by_sound(text: str) -> Counter[str]:
    """Counts of the text's syllables and pairs of syllables."""
    return _grams(sounds(normalise(text)).split())


def _grams(units: Sequence[str]) -> Counter[str]:
    pairs = [f"{left} {right}" for left, right in pairwise(units)]
    return Counter([*units, *pairs])
