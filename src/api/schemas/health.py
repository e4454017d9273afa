"""What an operator asks of the service."""

from typing import Literal

from pydantic import Field

from api.schemas.output import Out


class VersionOut(Out):
    """Which release answers."""

    version: str = Field(description="The version of the API.", examples=["1.0.0"])
    commit: str | None = Field(
        description="The commit of the code that answers, if known.", examples=[None]
    )


class LivenessOut(Out):
    """The process answers."""

    status: Literal["alive"] = Field(description="Always `alive`.", examples=["alive"])


class ReadinessOut(Out):
    """Searches are answered."""

    status: Literal["ready"] = Field(description="Always `ready`.", examples=["ready"])
