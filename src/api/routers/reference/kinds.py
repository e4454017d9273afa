"""The kinds of reference data, each with its address and its schemas."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from api.schemas.reference import input as inputs
from api.schemas.reference import output as outputs
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
    outputs.InstructorContactOut | outputs.InstructorOut, Field(union_mode="left_to_right")
]
InstructorPageOut = Annotated[
    outputs.InstructorContactPageOut | outputs.InstructorPageOut, Field(union_mode="left_to_right")
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
    output: type[outputs.RecordOut]
    page: Any
    input: type[inputs.RecordIn] | None = None
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
        output=outputs.CourseTemplateOut,
        page=outputs.CourseTemplatePageOut,
        input=inputs.CourseTemplateIn,
    ),
    Kind(
        entity=CustomField,
        path="custom-fields",
        output=outputs.CustomFieldOut,
        page=outputs.CustomFieldPageOut,
        input=inputs.CustomFieldIn,
    ),
    Kind(
        entity=InstructorContact,
        path="instructors",
        output=outputs.InstructorContactOut,
        page=InstructorPageOut,
        input=inputs.InstructorIn,
        public=Instructor,
        public_output=InstructorOut,
    ),
    Kind(
        entity=Location,
        path="locations",
        output=outputs.LocationOut,
        page=outputs.LocationPageOut,
        input=inputs.LocationIn,
    ),
    Kind(
        entity=PriceLevel,
        path="price-levels",
        output=outputs.PriceLevelOut,
        page=outputs.PriceLevelPageOut,
        input=inputs.PriceLevelIn,
    ),
    Kind(
        entity=Venue,
        path="venues",
        output=outputs.VenueOut,
        page=outputs.VenuePageOut,
        input=inputs.VenueIn,
    ),
)
