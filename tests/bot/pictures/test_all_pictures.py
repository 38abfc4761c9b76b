"""What holds for every picture: size, glyphs, nothing cut off or overlapping, the same bytes again."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from bot.pictures.canvas import WIDTH
from bot.pictures.font import has_glyphs
from tests.bot.pictures.samples import PICTURES
from tests.bot.pictures.seen import boxes, pixels, texts


@pytest.mark.parametrize("name", PICTURES)
def test_is_a_png_as_wide_as_a_phone(name: str) -> None:
    seen = pixels(PICTURES[name]())
    assert seen.shape[1] == WIDTH
    assert seen.std() > 5


@pytest.mark.parametrize("name", PICTURES)
def test_every_character_has_a_shape(name: str, drawn: list[Figure]) -> None:
    PICTURES[name]()
    words = [text.get_text() for text in texts(drawn[0])]
    assert words
    assert all(has_glyphs(word) for word in words), words


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut_off(name: str, drawn: list[Figure]) -> None:
    PICTURES[name]()
    height = drawn[0].get_figheight() * drawn[0].dpi
    for word, left, bottom, right, top in boxes(drawn[0]):
        assert 0 <= left < right <= WIDTH, word
        assert 0 <= bottom < top <= height, word


@pytest.mark.parametrize("name", PICTURES)
def test_no_words_lie_on_others(name: str, drawn: list[Figure]) -> None:
    PICTURES[name]()
    for one, two in combinations(boxes(drawn[0]), 2):
        across = min(one[3], two[3]) - max(one[1], two[1])
        # A line's box is taller than its characters by a fifth above and below.
        down = min(one[4], two[4]) - max(one[2], two[2])
        assert across <= 0 or down <= 0.4 * min(one[4] - one[2], two[4] - two[2]), (one, two)


@pytest.mark.parametrize("name", PICTURES)
def test_again_and_in_threads_it_is_the_same(name: str) -> None:
    first = PICTURES[name]()
    with ThreadPoolExecutor(4) as threads:
        assert all(again == first for again in threads.map(lambda _: PICTURES[name](), range(4)))


def test_nothing_global_is_changed() -> None:
    before = dict(mpl.rcParams)
    for draw in PICTURES.values():
        draw()
    assert dict(mpl.rcParams) == before
