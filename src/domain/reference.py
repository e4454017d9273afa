"""The back office's reference data: records in the schema `adm`.

The back office owns them, so they are shown unchanged and not validated.
"""

from dataclasses import dataclass
from datetime import datetime

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRecord:
    """The fields of all kinds; `external_id` is the key in the back office's system."""

    id: int
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseTemplate(ReferenceRecord):
    """The template of a course."""

    code: str
    title: str
    event_learning_mode: str | None
    categories: str
    custom_fields: Json
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField(ReferenceRecord):
    """An additional field of a kind of record."""

    label: str
    field_type: str
    description: str | None
    is_required: bool
    roles: Json
    entity_type: str
    last_synced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructor(ReferenceRecord):
    """A person who teaches."""

    first_name: str
    last_name: str
    legacy_id: str | None
    is_active: bool
    created_at: datetime
    updated_at: datetime
    last_synced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructorContact(Instructor):
    """A person who teaches, with the e-mail address, which not everybody may read."""

    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(ReferenceRecord):
    """A town or region where courses are held."""

    name: str
    code: str
    legacy_id: str | None
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLevel(ReferenceRecord):
    """A named level of prices."""

    name: str
    description: str | None
    last_synced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue(ReferenceRecord):
    """`location_id` is the `external_id` of the location that the venue belongs to."""

    name: str
    description: str | None
    location_id: str | None
    created_at: datetime
    updated_at: datetime


# All kinds; each has a model with the same name in `adapters.administrate.models`.
KINDS: tuple[type[ReferenceRecord], ...] = (
    CourseTemplate,
    CustomField,
    Instructor,
    Location,
    PriceLevel,
    Venue,
)
