"""The base of every shape in a flow or domain file."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Refuses keys it does not know, so nobody writes a line that silently does nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
