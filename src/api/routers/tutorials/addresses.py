"""The router of events, which the routes that read and that write share."""

from typing import Annotated

from ninja import Path

from api.http.router import Router
from api.schemas.types.text import Code

router = Router(tags=["Tutorials"])
EVENT_CODE = "CM2-LON-032-27A"
# A code can contain slashes, and servers decode `%2F`.
EventCode = Annotated[
    Code,
    Path(description="The code of the event, exactly as it is stored.", examples=[EVENT_CODE]),
]
