"""The one schema of every error (RFC 9457)."""

from pydantic import Field

from api.schemas.output import Out


class FieldErrorOut(Out):
    """What is wrong with one field of the request."""

    field: str = Field(
        description="The path of the field, such as `filters.subjects[3]`.", examples=["page"]
    )
    message: str = Field(
        description="What is wrong with it.",
        examples=["Input should be greater than or equal to 1"],
    )


class ProblemOut(Out):
    """An error, as `application/problem+json`."""

    type: str = Field(
        description="`about:blank`: the status says what kind of problem it is.",
        examples=["about:blank"],
    )
    title: str = Field(description="The phrase of the status.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(
        description="What went wrong.", examples=["There is nothing at this address."]
    )
    instance: str = Field(
        description="The path of the request.", examples=["/api/tutorials/events/CM2/"]
    )
    request_id: str = Field(
        description="The X-Request-ID of the response, by which the log knows the request.",
        examples=["3f6c0f9b5d0e4d2f8a4f0a6f2f7b9c11"],
    )
    errors: list[FieldErrorOut] = Field(
        description="Each field of the request that is wrong; empty if none is."
    )
