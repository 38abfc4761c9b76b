"""The words of a response."""

from typing import Any

import pytest

from content.strict_yaml import parse
from flows.errors import UnknownName
from flows.load import load
from flows.responses import choose, fields, fill

DOMAIN = """
responses:
  utter_place:
    - text: 别处
    - text: 金东
      condition: [{type: slot, name: region, value: j}]
    - text: 金东的家
      condition: [{type: slot, name: region, value: j}, {type: slot, name: home, value: true}]
    - text: 在家
      condition: [{type: slot, name: home, value: true}]
  utter_only:
    - text: 一
      condition: [{type: slot, name: home, value: true}]
    - text: 二
      condition: [{type: slot, name: home, value: false}]
"""


@pytest.mark.parametrize(
    ("name", "slots", "text"),
    [
        ("utter_place", {}, "别处"),
        ("utter_place", {"region": "j"}, "金东"),
        ("utter_place", {"region": "j", "home": True}, "金东"),
        ("utter_place", {"region": "k", "home": True}, "在家"),
        ("utter_place", {"region": "k", "home": None}, "别处"),
        ("utter_only", {"home": False}, "二"),
        ("utter_only", {}, "一"),
    ],
)
def test_choose(name: str, slots: dict[str, Any], text: str) -> None:
    domain = load([], [parse("domain.yml", DOMAIN)]).domain
    assert choose(domain, name, slots).text == text


@pytest.mark.parametrize("domain", [DOMAIN, "responses: {utter_nothing: []}"])
def test_a_response_that_is_not_declared(domain: str) -> None:
    with pytest.raises(UnknownName, match="no response 'utter_nothing'"):
        choose(load([], [parse("domain.yml", domain)]).domain, "utter_nothing", {})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "共个"),
        (3, "共3个"),
        (3.0, "共3个"),
        (3.5, "共3.5个"),
        ("三", "共三个"),
        (True, "共是个"),
        (False, "共否个"),
        (["a", 2.0], "共a、2个"),
    ],
)
def test_fill(value: Any, text: str) -> None:
    assert fill("共{n}个", {"n": value}) == text


def test_fill_leaves_other_braces_alone() -> None:
    assert fill("{ n } {} {{n}} {m}", {"n": 1}) == "{ n } {} {1} "


def test_fields() -> None:
    assert fields("{a}和{b_2}，{a} { c }") == ["a", "b_2", "a"]
