"""Reference data, as clients send it."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.schemas.read_only import WithReadOnly, document_read_only
from api.schemas.types.text import Line
from domain.text import is_clean

LONGEST, LONGEST_PROSE = 255, 20_000
# Excludes control characters other than tabs and line ends.
NO_CONTROLS = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]*$"


def _is_prose(value: str) -> str:
    if not is_clean(value.translate({ord(character): None for character in "\t\r\n"})):
        raise PydanticCustomError(
            "string_not_clean", "String should not contain control characters"
        )
    return value


def _storable(value: Any) -> Any:
    """Reject values that PostgreSQL cannot store as jsonb."""
    match value:
        case str():
            if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
                raise PydanticCustomError("json_text", "JSON should not contain NUL or surrogates")
        case float() if not math.isfinite(value):
            raise PydanticCustomError("json_number", "JSON should contain finite numbers")
        case list():
            for each in value:
                _storable(each)
        case dict():
            for name, each in value.items():
                _storable(name)
                _storable(each)
    return value


Name = Annotated[Line, Field(max_length=LONGEST)]
ShortCode = Annotated[Line, Field(max_length=50)]
Prose = Annotated[
    str,
    Field(max_length=LONGEST_PROSE, json_schema_extra={"pattern": NO_CONTROLS}),
    AfterValidator(_is_prose),
]
type Role = Annotated[Name, Field(description="The name of a role.")]
Json = Annotated[Any, AfterValidator(_storable)]


class RecordIn(WithReadOnly):
    """The fields of all kinds of reference data."""

    model_config = ConfigDict(json_schema_extra=document_read_only)

    external_id: Name = Field(
        description="The key of the record in the back office system.", examples=["A1"]
    )

    @classmethod
    def read_only(cls) -> frozenset[str]:
        return frozenset({"id", "created_at", "updated_at", "last_synced"})


class CourseTemplateIn(RecordIn):
    """A template for courses, to create or to replace one."""

    external_id: ShortCode = Field(
        description="The key of the record in the back office system.", examples=["A1"]
    )
    code: ShortCode = Field(description="The unique code.", examples=["CM2_f2f_2"])
    title: Name = Field(description="The title of the course.", examples=["Models of risk"])
    event_learning_mode: Annotated[Line, Field(max_length=20)] | None = Field(
        default=None, description="How the course is taught.", examples=["Classroom"]
    )
    categories: Prose = Field(default="", description="The categories.", examples=["Tutorial"])
    custom_fields: Json = Field(
        default_factory=dict, description="Any JSON value.", examples=[{"days": 2}]
    )
    active: bool = Field(default=True, description="Whether it is in use.", examples=[True])


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


class InstructorIn(RecordIn):
    """A person who teaches, to create or to replace one."""

    first_name: Name = Field(description="The first name.", examples=["Ada"])
    last_name: Name = Field(description="The last name.", examples=["Wrenfield"])
    legacy_id: Name | None = Field(
        default=None, description="The key in an older system.", examples=[None]
    )
    is_active: bool = Field(
        default=True, description="Whether the person teaches now.", examples=[True]
    )
    email: Name | None = Field(
        default=None, description="The e-mail address.", examples=["ada@example.org"]
    )


class LocationIn(RecordIn):
    """A town or region in which courses are held, to create or to replace one."""

    name: Name = Field(description="The name.", examples=["London"])
    code: ShortCode = Field(description="The code.", examples=["LON"])
    legacy_id: Name | None = Field(
        default=None, description="The key in an older system.", examples=[None]
    )
    active: bool = Field(default=True, description="Whether it is in use.", examples=[True])


class PriceLevelIn(RecordIn):
    """A price level, to create or to replace one."""

    name: Name = Field(description="The name.", examples=["Standard"])
    description: Prose | None = Field(
        default=None, description="What the level is for.", examples=[None]
    )


class VenueIn(RecordIn):
    """A building in which courses are held, to create or to replace one."""

    name: Name = Field(description="The name.", examples=["Bridge House"])
    description: Prose | None = Field(default=None, description="A description.", examples=[None])
    location_id: Name | None = Field(
        default=None, description="The `external_id` of the location.", examples=["L1"]
    )
