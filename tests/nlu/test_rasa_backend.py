"""The Rasa backend against servers that misbehave."""

import json
from collections.abc import Callable

import httpx
import pytest

from nlu.errors import BackendFailed
from nlu.parse import Entity
from nlu.rasa import RasaBackend

GOOD = {
    "intent_ranking": [{"name": "greet", "confidence": 0.9}, {"name": "bye", "confidence": 0.1}],
    "entities": [{"entity": "legal_form", "value": "profit", "start": 1, "end": 3}],
}


def backend(answer: Callable[[httpx.Request], httpx.Response]) -> RasaBackend:
    client = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://rasa")
    return RasaBackend("http://rasa", client)


def test_a_good_answer_and_what_was_asked() -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content)["text"])
        return httpx.Response(200, json=GOOD)

    parse = backend(answer).parse("/营利")
    assert seen == ["营利"]
    assert (parse.intent.name, parse.entities) == ("greet", (Entity("legal_form", "profit", 1, 3),))


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, text="oops"),
        httpx.Response(200, text="not json"),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"intent_ranking": [], "entities": []}),
        httpx.Response(200, json={"intent_ranking": None, "entities": []}),
        httpx.Response(404),
    ],
)
def test_a_bad_answer_is_one_clear_error(response: httpx.Response) -> None:
    with pytest.raises(BackendFailed, match="Rasa server"):
        backend(lambda _: response).parse("你好")


def test_a_server_that_is_not_there() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(BackendFailed):
        backend(refuse).parse("你好")
