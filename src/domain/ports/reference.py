"""The reference data of the back office."""

from collections.abc import Mapping
from typing import Protocol

from domain.paging import Page, PageRequest
from domain.reference import ReferenceRecord


class ReferenceData(Protocol):
    def page[R: ReferenceRecord](self, kind: type[R], request: PageRequest) -> Page[R]:
        """Return one page of a kind of reference data, ordered by id."""
        ...

    def get[R: ReferenceRecord](self, kind: type[R], id_: int, *, locked: bool = False) -> R:
        """Return the record with this id; `locked` until the transaction ends.

        Raises:
            NotFound: if there is none.

        """
        ...

    def add[R: ReferenceRecord](self, kind: type[R], values: Mapping[str, object]) -> R:
        """Store a new record, and return it.

        Raises:
            Conflict: if a value that must be unique is already used.
            Invalid: if a record that it refers to is missing.

        """
        ...

    def change[R: ReferenceRecord](self, record: R, values: Mapping[str, object]) -> R:
        """Change a stored record, and return it.

        Raises:
            Conflict: if a value that must be unique is already used, or other data refers to a
                value that changes.
            Invalid: if a record that it refers to is missing.

        """
        ...

    def delete(self, record: ReferenceRecord) -> None:
        """Delete a stored record.

        Raises:
            Conflict: if other data refers to it.

        """
        ...
