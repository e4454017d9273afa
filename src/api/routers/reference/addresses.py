"""The addresses of reference data: one router, as each has routes that read and that write."""

from typing import Annotated

from ninja import Path

from api.http.router import Router
from api.schemas.output import Id

router = Router(tags=["Reference data"])
RecordId = Annotated[
    # Not the type of requests: what is no id is not found.
    Id,
    Path(description="The id of the record.", examples=[1]),
]
