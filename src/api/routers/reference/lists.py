"""The reference data of the back office, as it is stored."""

from typing import Annotated

from pydantic import Field

from api.http.access import may, sees
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.routers.reference.addresses import router
from api.schemas.params import PageQuery
from api.schemas.reference.output import (
    CourseTemplatePageOut,
    CustomFieldPageOut,
    InstructorContactPageOut,
    InstructorPageOut,
    LocationPageOut,
    PriceLevelPageOut,
    VenuePageOut,
)
from domain.access.callers import Scope
from domain.paging import Page
from domain.reference import (
    CourseTemplate,
    CustomField,
    Instructor,
    InstructorContact,
    Location,
    PriceLevel,
    Venue,
)

# The first that an object fits: without an e-mail address it is the second.
Instructors = Annotated[
    InstructorContactPageOut | InstructorPageOut, Field(union_mode="left_to_right")
]


@router.get(
    "/course-templates/",
    response=CourseTemplatePageOut,
    operation_id="listCourseTemplates",
    summary="List course templates",
)
def list_course_templates(request: ApiRequest, query: Query[PageQuery]) -> Page[CourseTemplate]:
    """Return one page of course templates, ordered by id."""
    return request.ports.reference.page(CourseTemplate, query.request())


@router.get(
    "/custom-fields/",
    response=CustomFieldPageOut,
    operation_id="listCustomFields",
    summary="List custom fields",
)
def list_custom_fields(request: ApiRequest, query: Query[PageQuery]) -> Page[CustomField]:
    """Return one page of custom fields, ordered by id."""
    return request.ports.reference.page(CustomField, query.request())


@router.get(
    "/instructors/",
    response=Instructors,
    auth=sees(Scope.REFERENCE_READ),
    operation_id="listInstructors",
    summary="List instructors",
)
def list_instructors(
    request: ApiRequest, query: Query[PageQuery]
) -> Page[InstructorContact] | Page[Instructor]:
    """Return one page of instructors, ordered by id.

    Callers with the scope `reference:read` or `reference:write` see the e-mail addresses.
    """
    if may(request, Scope.REFERENCE_READ, Scope.REFERENCE_WRITE):
        return request.ports.reference.page(InstructorContact, query.request())
    return request.ports.reference.page(Instructor, query.request())


@router.get(
    "/locations/",
    response=LocationPageOut,
    operation_id="listLocations",
    summary="List locations",
)
def list_locations(request: ApiRequest, query: Query[PageQuery]) -> Page[Location]:
    """Return one page of locations, ordered by id."""
    return request.ports.reference.page(Location, query.request())


@router.get(
    "/price-levels/",
    response=PriceLevelPageOut,
    operation_id="listPriceLevels",
    summary="List price levels",
)
def list_price_levels(request: ApiRequest, query: Query[PageQuery]) -> Page[PriceLevel]:
    """Return one page of price levels, ordered by id."""
    return request.ports.reference.page(PriceLevel, query.request())


@router.get(
    "/venues/",
    response=VenuePageOut,
    operation_id="listVenues",
    summary="List venues",
)
def list_venues(request: ApiRequest, query: Query[PageQuery]) -> Page[Venue]:
    """Return one page of venues, ordered by id."""
    return request.ports.reference.page(Venue, query.request())
