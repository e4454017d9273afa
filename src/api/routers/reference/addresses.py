"""The router of reference data, which the routes that read and that write share."""

from typing import Annotated

from ninja import Path

from api.http.router import Router
from api.schemas.output import Id

router = Router(tags=["Reference data"])
RecordId = Annotated[
    # Not the strict type of requests: the response to any other value is 404.
    Id,
    Path(description="The id of the record.", examples=[1]),
]
