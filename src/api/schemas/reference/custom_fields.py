"""Fields that the back office adds to its records."""

from typing import Annotated

from pydantic import Field

from api.schemas.output import JsonValue, Moment
from api.schemas.reference.fields import Name, Prose, ShortCode
from api.schemas.reference.records import MOMENT, RecordIn, RecordOut, RecordPageOut

type Role = Annotated[Name, Field(description="The name of a role.")]


class CustomFieldOut(RecordOut):
    """A field that the back office adds to a kind of record."""

    label: str = Field(description="The label of the field.", examples=["Dietary needs"])
    field_type: str = Field(description="The type of the field's values.", examples=["text"])
    description: str | None = Field(description="What the field is for.", examples=[None])
    is_required: bool = Field(description="Whether a value is required.", examples=[False])
    roles: JsonValue = Field(
        description="The roles that the field applies to: any JSON value.", examples=[["learner"]]
    )
    entity_type: str = Field(description="The kind of record with the field.", examples=["Event"])
    last_synced: Moment = Field(description="When the record was last synced.", examples=[MOMENT])


class CustomFieldPageOut(RecordPageOut[CustomFieldOut]):
    """One page of custom fields."""


class CustomFieldIn(RecordIn):
    """A field that the back office adds to a kind of record, to create or to replace one."""

    label: Name = Field(description="The label of the field.", examples=["Dietary needs"])
    field_type: ShortCode = Field(description="The type of the values.", examples=["text"])
    description: Prose | None = Field(
        default=None, description="What the field is for.", examples=[None]
    )
    is_required: bool = Field(
        default=False, description="Whether a value is required.", examples=[False]
    )
    roles: list[Role] | None = Field(
        default=None, description="The roles that may see the field.", examples=[["learner"]]
    )
    entity_type: ShortCode = Field(
        description="The kind of record with the field.", examples=["Event"]
    )
