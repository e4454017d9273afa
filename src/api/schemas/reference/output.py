"""The reference data of the back office, as it is stored."""

from pydantic import Field

from api.schemas.output import Id, JsonValue, Moment, Out
from api.schemas.paging import PaginationOut

MOMENT = "2027-01-07T09:30:00+00:00"


class RecordOut(Out):
    """The fields of all kinds of reference data."""

    id: Id = Field(description="The id of the record.", examples=[1])
    external_id: str = Field(
        description="The key of the record in the back office system.", examples=["A1"]
    )


class CourseTemplateOut(RecordOut):
    """A template for courses."""

    code: str = Field(description="The unique code of the template.", examples=["CM2_f2f_2"])
    title: str = Field(description="The title of the course.", examples=["Models of risk, 2 days"])
    event_learning_mode: str | None = Field(
        description="How the course is taught, if stored.", examples=["Classroom"]
    )
    categories: str = Field(description="The categories of the course.", examples=["Tutorial"])
    custom_fields: JsonValue = Field(
        description="The values of custom fields: any JSON value.", examples=[{"days": 2}]
    )
    active: bool = Field(description="Whether the template is in use.", examples=[True])
    created_at: Moment = Field(description="When the record was created.", examples=[MOMENT])
    updated_at: Moment = Field(description="When the record was last changed.", examples=[MOMENT])


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


class InstructorOut(RecordOut):
    """A person who teaches."""

    first_name: str = Field(description="The first name.", examples=["Ada"])
    last_name: str = Field(description="The last name.", examples=["Wrenfield"])
    legacy_id: str | None = Field(description="The key in an older system.", examples=[None])
    is_active: bool = Field(description="Whether the person teaches now.", examples=[True])
    created_at: Moment = Field(description="When the record was created.", examples=[MOMENT])
    updated_at: Moment = Field(description="When the record was last changed.", examples=[MOMENT])
    last_synced: Moment = Field(description="When the record was last synced.", examples=[MOMENT])


class InstructorContactOut(InstructorOut):
    """A person who teaches, with the e-mail address."""

    email: str | None = Field(
        description="The e-mail address, if stored.", examples=["ada@example.org"]
    )


class LocationOut(RecordOut):
    """A town or region in which courses are held."""

    name: str = Field(description="The name of the location.", examples=["London"])
    code: str = Field(description="The code of the location.", examples=["LON"])
    legacy_id: str | None = Field(description="The key in an older system.", examples=[None])
    active: bool = Field(description="Whether the location is in use.", examples=[True])
    created_at: Moment = Field(description="When the record was created.", examples=[MOMENT])
    updated_at: Moment = Field(description="When the record was last changed.", examples=[MOMENT])


class PriceLevelOut(RecordOut):
    """A price level: a name for a set of agreed prices."""

    name: str = Field(description="The name of the price level.", examples=["Standard"])
    description: str | None = Field(description="What the level is for.", examples=[None])
    last_synced: Moment = Field(description="When the record was last synced.", examples=[MOMENT])


class VenueOut(RecordOut):
    """A building in which courses are held."""

    name: str = Field(description="The name of the venue.", examples=["Bridge House"])
    description: str | None = Field(description="A description, if stored.", examples=[None])
    location_id: str | None = Field(
        description="The `external_id` of the location of the venue.", examples=["L1"]
    )
    created_at: Moment = Field(description="When the record was created.", examples=[MOMENT])
    updated_at: Moment = Field(description="When the record was last changed.", examples=[MOMENT])


class RecordPageOut[R: RecordOut](Out):
    """One page of reference data of one kind."""

    items: list[R] = Field(description="The records, ascending by id.")
    pagination: PaginationOut = Field(description="The position of this page.")


class CourseTemplatePageOut(RecordPageOut[CourseTemplateOut]):
    """One page of course templates."""


class CustomFieldPageOut(RecordPageOut[CustomFieldOut]):
    """One page of custom fields."""


class InstructorPageOut(RecordPageOut[InstructorOut]):
    """One page of instructors."""


class InstructorContactPageOut(RecordPageOut[InstructorContactOut]):
    """One page of instructors with their e-mail addresses."""


class LocationPageOut(RecordPageOut[LocationOut]):
    """One page of locations."""


class PriceLevelPageOut(RecordPageOut[PriceLevelOut]):
    """One page of price levels."""


class VenuePageOut(RecordPageOut[VenueOut]):
    """One page of venues."""
