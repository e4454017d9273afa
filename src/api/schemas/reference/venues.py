"""The buildings in which courses are held."""

from pydantic import Field

from api.schemas.output import Moment
from api.schemas.reference.fields import Name, Prose
from api.schemas.reference.records import MOMENT, RecordIn, RecordOut, RecordPageOut


class VenueOut(RecordOut):
    """A building in which courses are held."""

    name: str = Field(description="The name of the venue.", examples=["Bridge House"])
    description: str | None = Field(description="A description, if stored.", examples=[None])
    location_id: str | None = Field(
        description="The `external_id` of the location of the venue.", examples=["L1"]
    )
    created_at: Moment = Field(description="When the record was created.", examples=[MOMENT])
    updated_at: Moment = Field(description="When the record was last changed.", examples=[MOMENT])


class VenuePageOut(RecordPageOut[VenueOut]):
    """One page of venues."""


class VenueIn(RecordIn):
    """A building in which courses are held, to create or to replace one."""

    name: Name = Field(description="The name.", examples=["Bridge House"])
    description: Prose | None = Field(default=None, description="A description.", examples=[None])
    location_id: Name | None = Field(
        default=None, description="The `external_id` of the location.", examples=["L1"]
    )
