"""The terms that match a listing: its codes, and the words in its names."""

from collections.abc import Iterable, Iterator
from enum import IntEnum

from domain.search.facets.group_tree import GroupNames
from domain.search.hits.bundles import BundleHit
from domain.search.listings.documents import AnyListing, BundleListing
from domain.search.results import (
    Hit,
    SingleHit,
)
from domain.search.text.words.tokens import code_key, has_digit, spelt_out, tokens_of, words_of

# A text of a listing as it is stored, and a code or word in it as it is found.
type Text = tuple[Field, str]
type Term = tuple[Field, str]


class Field(IntEnum):
    """The field of a listing that has a term, by weight, the lowest first."""

    SESSION = 0
    VENUE = 1
    LOCATION = 2
    EVENT = 3
    COMPONENT = 4
    EXAM_SESSION = 5
    CATEGORY = 6
    VARIATION = 7
    SUBJECT = 8
    PRODUCT = 9


def codes_in(texts: Iterable[Text]) -> Iterator[Term]:
    """Yield codes in the form of `code_key`."""
    for field, code in texts:
        if key := code_key(" ".join(tokens_of(code))):
            yield field, key


def words_in(texts: Iterable[Text]) -> Iterator[Term]:
    """Yield the words in names, folded; they can repeat."""
    for field, name in texts:
        for token in tokens_of(name):
            for word in words_of(token):
                yield field, word
        if not name.isascii() and (spelt := spelt_out(name)) != name:
            for token in tokens_of(spelt):
                yield from ((field, word) for word in words_of(token))


def codes_of(hit: Hit) -> Iterator[Text]:
    """Yield the codes of a listing, except those of its events."""
    return _codes_of_bundle(hit) if hit.type == "Bundle" else _codes(hit)


def names_of(hit: Hit) -> Iterator[Text]:
    """Yield the names of a listing, except those in its events."""
    return _names_of_bundle(hit) if hit.type == "Bundle" else _names(hit)


def codes_in_title(title: str) -> Iterator[Text]:
    """Yield the codes in the title of a session, which is often just a code."""
    for token in title.split():
        if has_digit(token):
            yield Field.SESSION, token


def names_in_title(title: str) -> Iterator[Text]:
    """Yield the title of a session without the codes."""
    yield Field.SESSION, " ".join(token for token in title.split() if not has_digit(token))


def words_in_categories(listing: AnyListing, groups: GroupNames) -> Iterator[Term]:
    """Yield the folded words in the names of a listing's filter groups.

    A bundle has the groups of its components.
    """
    parts = listing.components if isinstance(listing, BundleListing) else (listing,)
    group_ids = frozenset[int]().union(*(part.group_ids for part in parts))
    yield from words_in((Field.CATEGORY, name) for name in groups.of(group_ids))


def _codes_of_bundle(hit: BundleHit) -> Iterator[Text]:
    yield Field.SUBJECT, hit.subject_code
    yield Field.EXAM_SESSION, hit.exam_session_code
    for component in hit.components:
        yield Field.COMPONENT, component.store_product_code
        yield Field.COMPONENT, component.product.code
        yield Field.COMPONENT, component.variation.code or ""


def _codes(hit: SingleHit) -> Iterator[Text]:
    yield Field.SUBJECT, hit.subject_code
    yield Field.PRODUCT, hit.product_code
    yield Field.EXAM_SESSION, hit.exam_session_code
    for variation in hit.variations:
        yield Field.VARIATION, variation.store_product_code
        yield Field.VARIATION, variation.code or ""


def _names_of_bundle(hit: BundleHit) -> Iterator[Text]:
    yield Field.PRODUCT, hit.type
    yield Field.PRODUCT, hit.name
    yield Field.PRODUCT, hit.description or ""
    yield Field.SUBJECT, hit.subject_description or ""
    for component in hit.components:
        yield Field.COMPONENT, component.product.name
        yield Field.COMPONENT, component.product.short_name
        yield Field.COMPONENT, component.variation.variation_type
        yield Field.COMPONENT, component.variation.name


def _names(hit: SingleHit) -> Iterator[Text]:
    yield Field.PRODUCT, hit.type
    yield Field.PRODUCT, hit.product_name
    yield Field.PRODUCT, hit.product_short_name
    yield Field.SUBJECT, hit.subject_description or ""
    for variation in hit.variations:
        yield Field.VARIATION, variation.variation_type
        yield Field.VARIATION, variation.name
        yield Field.VARIATION, variation.description or ""
        yield Field.VARIATION, variation.description_short or ""
