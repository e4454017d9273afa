"""The repository of products for sale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.catalogue import StoreProduct


@dataclass(frozen=True, slots=True, kw_only=True)
class EnsuredStore:
    """The ids of store products by code, and the numbers of created rows by kind (plural)."""

    ids: Mapping[str, int]
    created: Mapping[str, int]


class StoreRepository(Protocol):
    def find(self, codes: Iterable[str]) -> Mapping[str, int]:
        """Return the ids of the existing store products by code."""
        ...

    def ensure(self, store_products: Sequence[StoreProduct]) -> EnsuredStore:
        """Create missing store products and the rows that they refer to.

        Existing rows are not changed, because the back office owns them. A product exists if any
        spelling of its name does (`domain.text.spelling_key`), and a subject if its code does,
        case-insensitively. A new product is added to those of its filter groups that exist.

        Raises:
            Conflict: if a code belongs to another product.

        """
        ...
