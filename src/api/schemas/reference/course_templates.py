"""Course templates."""

from typing import Annotated

from pydantic import Field

from api.schemas.output import JsonValue, Moment
from api.schemas.reference.fields import Json, Name, Prose, ShortCode
from api.schemas.reference.records import MOMENT, RecordIn, RecordOut, RecordPageOut
from api.schemas.types.text import Line


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


class CourseTemplatePageOut(RecordPageOut[CourseTemplateOut]):
    """One page of course templates."""


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
