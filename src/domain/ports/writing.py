"""Transactions, and the answers to requests that a client may send again."""

from contextlib import AbstractContextManager
from typing import Protocol

from domain.idempotency import Answer, Question


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


class KeptAnswers(Protocol):
    """The stored answers to requests with an Idempotency-Key; call it inside a transaction."""

    def claim(self, question: Question) -> Answer | None:
        """Return the answer to the same request, or None for a new one.

        A key is claimed until the transaction ends.

        Raises:
            Conflict: if the first request with the key is still running.
            KeyReused: if the key was used for another request.

        """
        ...

    def keep(self, question: Question, answer: Answer) -> None:
        """Store the answer, in the current transaction."""
        ...
