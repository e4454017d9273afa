"""Routes of the previous system that its front end still calls (docs/switching-over.md)."""

from collections.abc import Sequence
from typing import Annotated

from ninja import Path
from pydantic import Field

from api.http.deprecation.previous import deprecated
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.extras import links
from api.schemas.params import SubjectQuery, TutorialProductQuery
from api.schemas.previous import (
    PreviousEventOut,
    PreviousTutorialProductOut,
    PreviousVariationOut,
)
from api.schemas.types.numbers import FromDigits, Id
from domain.previous import ListedEvent, SoldVariation, TutorialProduct

EVENTS, SEARCH = "/api/tutorials/events/", "/api/search/unified/"

router = Router(tags=["Tutorials"])


@router.get(
    "/list/",
    response=list[PreviousEventOut],
    operation_id="listPreviousEvents",
    summary="List all tutorial events",
)
@deprecated(EVENTS)
def list_events(request: ApiRequest, query: Query[SubjectQuery]) -> Sequence[ListedEvent]:
    """Return all events, optionally of one subject, ordered by first day, then code."""
    return request.ports.previous.events(query.subject_code)


@router.get(
    "/products/",
    response=list[PreviousTutorialProductOut],
    operation_id="listPreviousTutorialProducts",
    summary="List the tutorials of an exam session",
)
@deprecated(SEARCH)
def list_products(
    request: ApiRequest, query: Query[TutorialProductQuery]
) -> Sequence[TutorialProduct]:
    """Return the tutorials for sale of a subject in an exam session, ordered by id."""
    return request.ports.previous.tutorial_products(
        exam_session_id=query.exam_session, subject_code=query.subject_code
    )


@router.get(
    "/products/all/",
    response=list[PreviousTutorialProductOut],
    operation_id="listAllPreviousTutorialProducts",
    summary="List the tutorials of all exam sessions",
    openapi_extra=links(listPreviousVariations={"product_id": "$response.body#/0/product_id"}),
)
@deprecated(SEARCH)
def list_all_products(request: ApiRequest) -> Sequence[TutorialProduct]:
    """Return all tutorials for sale, ordered by id."""
    return request.ports.previous.tutorial_products()


@router.get(
    "/products/{product_id}/variations/",
    response=list[PreviousVariationOut],
    operation_id="listPreviousVariations",
    summary="List the variations of a product",
)
@deprecated(SEARCH)
def list_variations(
    request: ApiRequest,
    product_id: Annotated[
        Id,
        Field(strict=True),
        FromDigits,
        Path(description="The id of the catalogue product.", examples=[7]),
    ],
    query: Query[SubjectQuery],
) -> Sequence[SoldVariation]:
    """Return the store products of a catalogue product, optionally of one subject."""
    return request.ports.previous.variations(product_id, query.subject_code)
