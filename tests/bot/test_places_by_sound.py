"""Covered places by how their names sound."""

import pytest

from bot.conversation.places import PlacesBySound
from content.load import load


@pytest.fixture(scope="module")
def places() -> PlacesBySound:
    return PlacesBySound(load().regions)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lianyungang tuoyu", "320700"),
        ("linyi de butie", "371300"),
        ("在沂林办", None),
        ("林沂市备案", "371300"),
        ("连运刚托育", "320700"),
        ("山婷区补贴", "370406"),
    ],
)
def test_a_name_is_heard(places: PlacesBySound, text: str, code: str | None) -> None:
    found = [mention.code for mention in places.find(text)]
    assert found == ([code] if code else [])


@pytest.mark.parametrize("text", ["今冬托育补贴有没有", "我今冬开园", "", "你好", "托育补贴"])
def test_ordinary_words_are_no_places(places: PlacesBySound, text: str) -> None:
    assert places.find(text) == ()
