"""The back office's reference data: six kinds of record that it keeps in the schema `adm`.

They are shown as they are stored and no rule of ours is put on them: the back office owns them.
`external_id` is the key that the back office's own system knows a record by.
"""

from dataclasses import dataclass
from datetime import datetime

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseTemplate:
    """What a course is planned from; `external_id` is the back office's id, as in all of these."""

    id: int
    external_id: str
    code: str
    title: str
    event_learning_mode: str | None
    categories: str
    custom_fields: Json
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """A field that the back office adds to some kind of its records."""

    id: int
    external_id: str
    label: str
    field_type: str
    description: str | None
    is_required: bool
    roles: Json
    entity_type: str
    last_synced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructor:
    """A person who teaches; how to reach them is for the back office alone."""

    id: int
    external_id: str
    first_name: str
    last_name: str
    legacy_id: str | None
    is_active: bool
    created_at: datetime
    updated_at: datetime
    last_synced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A town or region where courses are held."""

    id: int
    external_id: str
    name: str
    code: str
    legacy_id: str | None
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLevel:
    """A name under which prices are agreed."""

    id: int
    external_id: str
    name: str
    description: str | None
    last_synced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """`location_id` is the `external_id` of the location that the venue belongs to."""

    id: int
    external_id: str
    name: str
    description: str | None
    location_id: str | None
    created_at: datetime
    updated_at: datetime


type ReferenceRecord = CourseTemplate | CustomField | Instructor | Location | PriceLevel | Venue
