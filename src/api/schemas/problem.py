"""The one schema of every error (RFC 9457)."""

from pydantic import Field

from api.schemas.output import Out


class FieldErrorOut(Out):
    """An error in one field of the request."""

    field: str = Field(
        description="The path of the field, such as `filters.subjects[3]`.", examples=["page"]
    )
    message: str = Field(
        description="A description of the error.",
        examples=["Input should be greater than or equal to 1"],
    )
    pointer: str | None = Field(
        description="The JSON pointer (RFC 6901) of the value in the body; null if the error is "
        "not in the body.",
        examples=[None],
    )


class ProblemOut(Out):
    """An error, as `application/problem+json`."""

    type: str = Field(
        description="`about:blank`: the status identifies the problem.",
        examples=["about:blank"],
    )
    title: str = Field(description="The phrase of the status.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What went wrong.", examples=["No route matches this path."])
    instance: str = Field(
        description="The path of the request.", examples=["/api/tutorials/events/CM2/"]
    )
    request_id: str = Field(
        description="The X-Request-ID of the response, to find the request in the log.",
        examples=["3f6c0f9b5d0e4d2f8a4f0a6f2f7b9c11"],
    )
    errors: list[FieldErrorOut] = Field(
        description="The invalid fields of the request; empty if there are none."
    )
