"""The people who teach."""

from pydantic import Field

from api.schemas.output import Moment
from api.schemas.reference.fields import Name
from api.schemas.reference.records import MOMENT, RecordIn, RecordOut, RecordPageOut


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


class InstructorPageOut(RecordPageOut[InstructorOut]):
    """One page of instructors."""


class InstructorContactPageOut(RecordPageOut[InstructorContactOut]):
    """One page of instructors with their e-mail addresses."""


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
