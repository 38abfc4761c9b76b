"""The steps of a flow.

Unions are told apart by a tag, so that an error is reported once, for the shape that was
meant. Tags stand in pydantic's path to an error but not in the file: ``<…>`` marks them.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from flows.strict import Strict

END = "END"
_RESERVED = ("START", END)  # ids of Rasa's own steps; so is whatever begins with NEXT:


class Rejection(Strict):
    """A value that is not taken: when ``if`` holds, ``utter`` is said and the slot asked again."""

    if_: str = Field(alias="if")
    utter: str


class Then(Strict):
    """One branch of ``next``; ``then`` names a step or END. The loader lifts nested steps out."""

    if_: str = Field(alias="if")
    then: str


class Else(Strict):
    else_: str = Field(alias="else")


def _branch(option: Any) -> str | None:
    if isinstance(option, Then) or (isinstance(option, dict) and {"if", "then"} & option.keys()):
        return "<then>"
    if isinstance(option, Else) or (isinstance(option, dict) and "else" in option):
        return "<else>"
    return None


def _next(value: Any) -> str | None:
    if isinstance(value, str):
        return "<step>"
    return "<branches>" if isinstance(value, list) else None


Branch = Annotated[
    Annotated[Then, Tag("<then>")] | Annotated[Else, Tag("<else>")],
    Discriminator(
        _branch,
        custom_error_type="branch",
        custom_error_message="a branch is 'if' with 'then', or 'else'",
    ),
]

Next = Annotated[
    Annotated[str, Tag("<step>")] | Annotated[list[Branch], Tag("<branches>")],
    Discriminator(
        _next,
        custom_error_type="next",
        custom_error_message="'next' is the id of a step or a list of branches",
    ),
]


def _not_reserved(step_id: str) -> str:
    if step_id in _RESERVED or step_id.startswith("NEXT:"):
        raise PydanticCustomError("reserved", f"the id '{step_id}' is reserved")
    return step_id


class StepBase(Strict):
    id: Annotated[str, AfterValidator(_not_reserved)]
    description: str | None = None
    next: Next = END


class Collect(StepBase):
    """Ask for a slot unless it is known already."""

    collect: str
    utter: str | None = None
    ask_before_filling: bool = False
    reset_after_flow_ends: bool = True
    rejections: list[Rejection] = Field(default_factory=list)

    @property
    def response(self) -> str:
        return self.utter or f"utter_ask_{self.collect}"


class Action(StepBase):
    """Say a response (``utter_…``) or perform an action (``action_…``)."""

    action: str


class SetSlots(StepBase):
    set_slots: list[dict[str, Any]]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for pair in self.set_slots for name, value in pair.items()}


class Call(StepBase):
    """Run another flow and come back."""

    call: str


class Link(StepBase):
    """End here and go on with another flow."""

    link: str


class Noop(StepBase):
    """Nothing but a fork."""

    noop: Literal[True]


KINDS = ("collect", "action", "set_slots", "call", "link", "noop")


def _kind(step: Any) -> str | None:
    keys = step if isinstance(step, dict) else step.__class__.model_fields
    return next((f"<{kind}>" for kind in KINDS if kind in keys), None)


Step = Annotated[
    Annotated[Collect, Tag("<collect>")]
    | Annotated[Action, Tag("<action>")]
    | Annotated[SetSlots, Tag("<set_slots>")]
    | Annotated[Call, Tag("<call>")]
    | Annotated[Link, Tag("<link>")]
    | Annotated[Noop, Tag("<noop>")],
    Discriminator(
        _kind,
        custom_error_type="step",
        custom_error_message=f"a step has one of the keys {', '.join(KINDS)}",
    ),
]
