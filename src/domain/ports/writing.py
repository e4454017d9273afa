"""Transactions, and the answers to requests that a client may send again."""

from contextlib import AbstractContextManager
from typing import Protocol

from domain.idempotency import Answer, Question


class Transactions(Protocol):
    def begin(self) -> AbstractContextManager[None]:
        """Store everything that is written in the block, or nothing of it if it raises.

        Raises:
            Conflict: when what was written contradicts other data.

        """
        ...

    def version(self) -> str:
        """Return the version of the catalogue that has what this transaction wrote."""
        ...


class KeptAnswers(Protocol):
    """The answers to requests with an Idempotency-Key; call it inside a transaction."""

    def claim(self, question: Question) -> Answer | None:
        """Return the answer to the same request, or None for a new one.

        A key is claimed until the transaction ends.

        Raises:
            Conflict: when the first request with the key is still running.
            KeyReused: when the key was used for another request.

        """
        ...

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep the answer, with what the transaction stores."""
        ...
