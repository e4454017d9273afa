"""The towns and regions in which courses are held."""

from pydantic import Field

from api.schemas.output import Moment
from api.schemas.reference.fields import Name, ShortCode
from api.schemas.reference.records import MOMENT, RecordIn, RecordOut, RecordPageOut


class LocationOut(RecordOut):
    """A town or region in which courses are held."""

    name: str = Field(description="The name of the location.", examples=["London"])
    code: str = Field(description="The code of the location.", examples=["LON"])
    legacy_id: str | None = Field(description="The key in an older system.", examples=[None])
    active: bool = Field(description="Whether the location is in use.", examples=[True])
    created_at: Moment = Field(description="When the record was created.", examples=[MOMENT])
    updated_at: Moment = Field(description="When the record was last changed.", examples=[MOMENT])


class LocationPageOut(RecordPageOut[LocationOut]):
    """One page of locations."""


class LocationIn(RecordIn):
    """A town or region in which courses are held, to create or to replace one."""

    name: Name = Field(description="The name.", examples=["London"])
    code: ShortCode = Field(description="The code.", examples=["LON"])
    legacy_id: Name | None = Field(
        default=None, description="The key in an older system.", examples=[None]
    )
    active: bool = Field(default=True, description="Whether it is in use.", examples=[True])
