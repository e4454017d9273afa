"""Price levels."""

from pydantic import Field

from api.schemas.output import Moment
from api.schemas.reference.fields import Name, Prose
from api.schemas.reference.records import MOMENT, RecordIn, RecordOut, RecordPageOut


class PriceLevelOut(RecordOut):
    """A price level: a name for a set of agreed prices."""

    name: str = Field(description="The name of the price level.", examples=["Standard"])
    description: str | None = Field(description="What the level is for.", examples=[None])
    last_synced: Moment = Field(description="When the record was last synced.", examples=[MOMENT])


class PriceLevelPageOut(RecordPageOut[PriceLevelOut]):
    """One page of price levels."""


class PriceLevelIn(RecordIn):
    """A price level, to create or to replace one."""

    name: Name = Field(description="The name.", examples=["Standard"])
    description: Prose | None = Field(
        default=None, description="What the level is for.", examples=[None]
    )
