"""Details that a question names."""

from dataclasses import replace
from datetime import date

import pytest

from content.load import Library, load
from content.points import MOST, Asked, details, matched
from content.schema import NATIONAL, Cite, Point

DAY = date(2026, 11, 22)


def point(*asks: str) -> Point:
    return Point(
        topics=["t"], asks=list(asks), text="四个字的", cite=[Cite(source="s", section="1")]
    )


@pytest.mark.parametrize(
    ("asks", "question", "length"),
    [
        (["水痘"], "水痘几天能回去", 2),
        (["手足口"], "水痘几天能回去", 0),
        (["水痘+几天"], "水痘几天能回去", 4),
        (["水痘+几天"], "水痘传染吗", 0),
        (["水痘", "水痘+几天"], "水痘几天能回去", 4),
        (["App"], "用哪个app", 3),
        (["水痘", "几天"], "水痘几天能回去", 4),
        (["水痘", "水痘几天"], "水痘几天能回去", 4),
    ],
)
def test_a_point_is_asked_for_by_its_words(asks: list[str], question: str, length: int) -> None:
    assert matched(point(*asks), question) == length


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def test_nobody_gets_more_points_than_fit(library: Library) -> None:
    everything = "".join(
        word.replace("+", "")
        for points in library.points.values()
        for p in points
        for word in p.asks
    )
    for topic in library.topics:
        assert len(details(library, topic, None, Asked(everything), DAY)) <= MOST


def test_every_point_of_the_library_is_found_by_each_of_its_words(library: Library) -> None:
    for points in library.points.values():
        for wanted in points:
            for words in wanted.asks:
                assert matched(wanted, words.replace("+", "").lower()) > 0


def test_one_place_never_gets_another_places_point(library: Library) -> None:
    everything = "".join(
        word.replace("+", "")
        for points in library.points.values()
        for p in points
        for word in p.asks
    )
    for code in library.regions.covered:
        layers = set(library.regions.layers(code))
        for topic in library.topics:
            found = details(library, topic, code, Asked(everything), DAY)
            assert {d.region for d in found} <= layers
            for detail in found:
                regions = {library.source(c.source).region for c in detail.point.cite}
                assert regions <= layers | {NATIONAL}


@pytest.fixture
def two_topics(library: Library) -> Library:
    """Only two points: the checks of staff, and those of children who come back."""
    cite = [Cite(source="s", section="1")]
    staff = Point(topics=["staff_health_check"], asks=["体检"], text="一年一查", cite=cite)
    child = Point(topics=["enrolment"], asks=["四个月+体检", "体检"], text="要重查", cite=cite)
    points = {(NATIONAL, p.topics[0]): (p,) for p in (staff, child)}
    return replace(library, points=points)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("四个月没去，回来要体检吗", ["要重查", "一年一查"]),
        ("体检多久一次", ["一年一查"]),
        ("四个月没去", []),
    ],
)
def test_a_neighbours_detail_comes_first_where_it_is_named_more_plainly(
    two_topics: Library, words: str, said: list[str]
) -> None:
    asked = Asked(words, near=("enrolment",))
    found = details(two_topics, "staff_health_check", None, asked, DAY)
    assert [detail.point.text for detail in found] == said


def test_a_detail_of_both_topics_is_said_once(two_topics: Library) -> None:
    both = Point(
        topics=["staff_health_check", "enrolment"],
        asks=["四个月+体检"],
        text="要重查",
        cite=[Cite(source="s", section="1")],
    )
    points = {(NATIONAL, topic): (both,) for topic in both.topics}
    asked = Asked("四个月没去，要体检吗", near=("enrolment",))
    found = details(replace(two_topics, points=points), "staff_health_check", None, asked, DAY)
    assert [detail.point.text for detail in found] == ["要重查"]


def test_a_local_detail_does_not_hide_a_national_one_named_more_plainly(library: Library) -> None:
    cite = [Cite(source="s", section="1")]
    local = Point(topics=["food"], asks=["食堂"], text="归市场监管局管", cite=cite)
    national = Point(topics=["food"], asks=["食堂+留样"], text="留样48小时", cite=cite)
    points = {("330703", "food"): (local,), (NATIONAL, "food"): (national,)}
    small = replace(library, points=points)
    for words, said in (
        ("食堂的菜留样多久", ["归市场监管局管", "留样48小时"]),
        ("食堂归谁管", ["归市场监管局管"]),
    ):
        found = details(small, "food", "330703", Asked(words), DAY)
        assert [detail.point.text for detail in found] == said
