"""Transactions, and the stored responses to requests that a client may send again."""

from contextlib import AbstractContextManager
from typing import Protocol

from domain.idempotency import KeyedRequest, StoredResponse


class Transactions(Protocol):
    def begin(self) -> AbstractContextManager[None]:
        """Store everything that is written in the block, or nothing if it raises an error.

        Raises:
            Conflict: if the written data conflicts with other data.

        """
        ...

    def version(self) -> str:
        """Return the version of the catalogue that includes the writes of this transaction."""
        ...


class StoredResponses(Protocol):
    """The stored responses to requests with an Idempotency-Key; call it inside a transaction."""

    def claim(self, request: KeyedRequest) -> StoredResponse | None:
        """Return the response to the same request, or None for a new one.

        A key is claimed until the transaction ends.

        Raises:
            Conflict: if the first request with the key is still running.
            KeyReused: if the key was used for another request.

        """
        ...

    def store(self, request: KeyedRequest, response: StoredResponse) -> None:
        """Store the response, in the current transaction."""
        ...
