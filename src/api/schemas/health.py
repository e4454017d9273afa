"""Schemas of the version and health routes."""

from typing import Literal

from pydantic import Field

from api.schemas.output import Out


class VersionOut(Out):
    """The running release."""

    version: str = Field(description="The version of the API.", examples=["1.0.0"])
    commit: str | None = Field(description="The commit that is running, if known.", examples=[None])


class LivenessOut(Out):
    """The process is alive."""

    status: Literal["alive"] = Field(description="Always `alive`.", examples=["alive"])


class ReadinessOut(Out):
    """The service can answer searches."""

    status: Literal["ready"] = Field(description="Always `ready`.", examples=["ready"])
    catalogue: Literal["current", "catching up"] = Field(
        description="`current`: responses show every change. `catching up`: they come from the "
        "last catalogue until it is updated.",
        examples=["current"],
    )
