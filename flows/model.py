"""The shapes of a flow file and a domain file: the documented subset of Rasa's CALM.

A file that loads here loads in Rasa Pro too. Keys that Rasa has and we do not run are
refused like any unknown key, so nobody writes a line that silently does nothing.
"""

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from flows.step import Collect, Step
from flows.strict import Strict


def _text_or_mapping(value: Any) -> str:
    return "<text>" if isinstance(value, str) else "<mapping>"


class TriggerIntent(Strict):
    name: str
    confidence_threshold: Annotated[float, Field(ge=0, le=1)] = 0.0


class Trigger(Strict):
    """An intent that starts the flow; Rasa's long form gives its name and a threshold."""

    intent: Annotated[
        Annotated[str, Tag("<text>")] | Annotated[TriggerIntent, Tag("<mapping>")],
        Discriminator(_text_or_mapping),
    ]

    @property
    def name(self) -> str:
        return self.intent if isinstance(self.intent, str) else self.intent.name


class Flow(Strict):
    """One conversation. ``id`` comes from its key in the file."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_-]*$")]
    description: str
    name: str | None = None
    if_: str | bool | None = Field(default=None, alias="if")
    nlu_trigger: list[Trigger] = Field(default_factory=list)
    persisted_slots: list[str] = Field(default_factory=list)
    steps: Annotated[list[Step], Field(min_length=1)]

    @property
    def title(self) -> str:
        return self.name or self.id

    @property
    def first(self) -> str:
        return self.steps[0].id

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def slots(self) -> list[str]:
        """The slots it asks for, in order."""
        return list(dict.fromkeys(s.collect for s in self.steps if isinstance(s, Collect)))

    @property
    def hash(self) -> str:
        """Changes when, and only when, the definition does."""
        plain = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:12]


class SlotMapping(Strict):
    type: Literal["from_llm", "controlled", "custom"]


class Slot(Strict):
    """A slot of the domain. Every slot starts as null; an initial value is refused."""

    type: Literal["text", "bool", "float", "categorical", "list", "any"]
    values: list[str | bool] = Field(default_factory=list)
    mappings: list[SlotMapping] = Field(default_factory=list)

    @field_validator("values")
    @classmethod
    def _categorical(cls, values: list[str | bool], info: ValidationInfo) -> list[str | bool]:
        kind = info.data.get("type", "categorical")  # a wrong type has its own error
        if kind != "categorical":
            raise PydanticCustomError("values", f"a slot of type {kind} takes no 'values'")
        return values


class Button(Strict):
    title: str
    payload: str


class SlotCondition(Strict):
    type: Literal["slot"]
    name: str
    value: Any


class Response(Strict):
    """One wording of a response; with ``condition`` it is preferred where all of them hold."""

    text: str
    buttons: list[Button] = Field(default_factory=list)
    condition: list[SlotCondition] = Field(default_factory=list)


class Domain(Strict):
    """Slots, responses and actions, in Rasa's domain format."""

    version: str = "3.1"
    slots: dict[str, Slot] = Field(default_factory=dict)
    responses: dict[str, list[Response]] = Field(default_factory=dict)
    actions: list[str] = Field(default_factory=list)
