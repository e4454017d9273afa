"""What can be asked of the catalogue."""

from dataclasses import dataclass, field
from unicodedata import normalize

from domain.paging import PageRequest

MIN_QUERY_LENGTH, MAX_QUERY_LENGTH, MAX_FILTER_VALUES = 2, 200, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values within one filter are OR-ed, filters are AND-ed; an empty filter asks nothing.

    A value that names nothing matches nothing: it never widens the answer.
    """

    subjects: frozenset[str] = frozenset()
    product_types: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    products: frozenset[int] = frozenset()
    essp_ids: frozenset[int] = frozenset()
    modes_of_delivery: frozenset[str] = frozenset()

    def merged_with(self, other: "Filters") -> "Filters":
        """Return the filters in which either's values count."""
        return Filters(**{name: getattr(self, name) | getattr(other, name) for name in FILTERS})


FILTERS = tuple(Filters.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """`text` is free text; trimmed and under 2 characters long it asks nothing."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    page: PageRequest = field(default_factory=PageRequest)

    @property
    def has_text(self) -> bool:
        # Composed, so that an accented letter is one character however it was typed.
        return len(normalize("NFC", self.text).strip()) >= MIN_QUERY_LENGTH
