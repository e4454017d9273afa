"""The kinds of reference data, each with its address and its schemas."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from api.schemas.reference import (
    course_templates,
    custom_fields,
    instructors,
    locations,
    price_levels,
    records,
    venues,
)
from domain.reference import (
    CourseTemplate,
    CustomField,
    Instructor,
    InstructorContact,
    Location,
    PriceLevel,
    ReferenceRecord,
    Venue,
)

# The first schema that an object fits: an instructor without an e-mail address fits the second.
InstructorOut = Annotated[
    instructors.InstructorContactOut | instructors.InstructorOut, Field(union_mode="left_to_right")
]
InstructorPageOut = Annotated[
    instructors.InstructorContactPageOut | instructors.InstructorPageOut,
    Field(union_mode="left_to_right"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of reference data.

    `path` is its part of the address. `output`, `page` and `input` are the schemas of a response,
    of a page and of a request; without `input`, the kind can only be read. `public` is the entity
    for callers without the scope to read everything, if they see less; `public_output` is then the
    schema of both.
    """

    entity: type[ReferenceRecord]
    path: str
    output: type[records.RecordOut]
    page: Any
    input: type[records.RecordIn] | None = None
    public: type[ReferenceRecord] | None = None
    public_output: Any = None

    @property
    def name(self) -> str:
        """The name in operation ids, such as CourseTemplate."""
        return (self.public or self.entity).__name__

    @property
    def noun(self) -> str:
        """The name in a sentence, such as course template."""
        return "".join(f" {c.lower()}" if c.isupper() else c for c in self.name).strip()

    @property
    def plural(self) -> str:
        """The plural in a sentence, such as course templates."""
        return self.path.replace("-", " ")


KINDS = (
    Kind(
        entity=CourseTemplate,
        path="course-templates",
        output=course_templates.CourseTemplateOut,
        page=course_templates.CourseTemplatePageOut,
        input=course_templates.CourseTemplateIn,
    ),
    Kind(
        entity=CustomField,
        path="custom-fields",
        output=custom_fields.CustomFieldOut,
        page=custom_fields.CustomFieldPageOut,
        input=custom_fields.CustomFieldIn,
    ),
    Kind(
        entity=InstructorContact,
        path="instructors",
        output=instructors.InstructorContactOut,
        page=InstructorPageOut,
        input=instructors.InstructorIn,
        public=Instructor,
        public_output=InstructorOut,
    ),
    Kind(
        entity=Location,
        path="locations",
        output=locations.LocationOut,
        page=locations.LocationPageOut,
        input=locations.LocationIn,
    ),
    Kind(
        entity=PriceLevel,
        path="price-levels",
        output=price_levels.PriceLevelOut,
        page=price_levels.PriceLevelPageOut,
        input=price_levels.PriceLevelIn,
    ),
    Kind(
        entity=Venue,
        path="venues",
        output=venues.VenueOut,
        page=venues.VenuePageOut,
        input=venues.VenueIn,
    ),
)
