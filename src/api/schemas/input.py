"""The base class of every schema that a request has."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Rejects unknown fields, and does not convert types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
