"""The back office's reference data, as it is stored; read only."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router

from api.http.request import ApiRequest
from api.http.strict_params import StrictQuery
from api.rendering.json import JsonWriter, json_response
from api.schemas.params import PageQuery
from domain.paging import Page
from domain.reference import (
    CourseTemplate,
    CustomField,
    Instructor,
    Location,
    PriceLevel,
    ReferenceRecord,
    Venue,
)

# The aliases give the pages their names in the OpenAPI document.
type CourseTemplatePage = Page[CourseTemplate]
type CustomFieldPage = Page[CustomField]
type InstructorPage = Page[Instructor]
type LocationPage = Page[Location]
type PriceLevelPage = Page[PriceLevel]
type VenuePage = Page[Venue]

router = Router(tags=["Reference data"])


def _offer[R: ReferenceRecord](kind: type[R], page: Any, path: str, plural: str) -> None:
    """Add the route that lists one kind of reference data, as pages of the named type."""
    writer = JsonWriter[Page[R]](page)

    def list_records(
        request: ApiRequest, query: Annotated[PageQuery, StrictQuery(...)]
    ) -> HttpResponse:
        return json_response(writer.write(request.ports.reference.page(kind, query.request())))

    router.get(
        f"/{path}/",
        response=page,
        operation_id=f"list{page.__name__.removesuffix('Page')}s",
        summary=f"List {plural}",
        description=f"Return one page of {plural}, ascending by id.",
        url_name=path,
    )(list_records)


_offer(CourseTemplate, CourseTemplatePage, "course-templates", "course templates")
_offer(CustomField, CustomFieldPage, "custom-fields", "custom fields")
_offer(Instructor, InstructorPage, "instructors", "instructors")
_offer(Location, LocationPage, "locations", "locations")
_offer(PriceLevel, PriceLevelPage, "price-levels", "price levels")
_offer(Venue, VenuePage, "venues", "venues")
