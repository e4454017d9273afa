"""The facts of a product that filters and facets use."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.search.index.places import Place
from domain.search.results import SingleHit


class ProductFact(NamedTuple):
    """A value of a filter that matches a product.

    `name` is the display text if the facet counts the value; for a subject it is the description.
    It is None if the value is an alias that is not counted, such as an id beside a code.
    """

    filter: str
    value: str
    name: str | None = None


def facts_of_product(hit: SingleHit) -> Iterator[ProductFact]:
    """Yield the values of filters and facets, except filter groups and the places of events."""
    yield ProductFact("subjects", hit.subject_code, hit.subject_description or "")
    yield ProductFact("subjects", str(hit.subject_id))
    yield ProductFact("exam_sessions", hit.exam_session_code, hit.exam_session_code)
    yield ProductFact("exam_sessions", str(hit.exam_session_id))
    yield ProductFact("product_types", hit.type)
    yield ProductFact("products", str(hit.product_id), hit.product_name)
    for variation in hit.variations:
        yield ProductFact("essp_ids", str(variation.store_product_id))
        yield ProductFact("variations", str(variation.variation_id))
        kind = variation.variation_type
        yield ProductFact("modes_of_delivery", kind, kind)


def facts_of_places(places: Iterable[Place]) -> Iterator[ProductFact]:
    """Yield the places and people of events; the display text is the value itself."""
    return (ProductFact(name, value, value) for name, value in places)
