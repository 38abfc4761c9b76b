"""The other backend: a live Rasa server, asked over HTTP."""

from typing import Any

import httpx

from nlu.errors import BackendFailed
from nlu.parse import Entity, Intent, Parse, asked


class RasaBackend:
    """Speaks to ``rasa run --enable-api``. Raises BackendFailed when it gives no usable answer."""

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self._client = client or httpx.Client(base_url=url, timeout=10.0)

    def parse(self, text: str) -> Parse:
        text = asked(text)
        try:
            answer = self._client.post("/model/parse", json={"text": text})
            answer.raise_for_status()
            return _parse(text, answer.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise BackendFailed(f"the Rasa server gave no usable answer: {error}") from error

    def close(self) -> None:
        self._client.close()


def _parse(text: str, answer: dict[str, Any]) -> Parse:
    ranking = tuple(Intent(i["name"], float(i["confidence"])) for i in answer["intent_ranking"])
    if not ranking:
        raise ValueError("an empty ranking")
    entities = tuple(
        Entity(e["entity"], str(e["value"]), e["start"], e["end"]) for e in answer["entities"]
    )
    return Parse(text, ranking, entities)
