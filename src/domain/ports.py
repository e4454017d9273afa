"""The ports of the hexagon: what the domain and the API need from adapters."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from domain.access import Caller
from domain.catalogue import StoreProduct
from domain.clashes import BookedSession
from domain.event_filter import EventFilter
from domain.exporting import ExportedEvent
from domain.history import Actor, HistoryEntry
from domain.idempotency import Answer, Question
from domain.paging import Page, PageRequest
from domain.previous import ListedEvent, SoldVariation, TutorialProduct
from domain.reference import ReferenceRecord
from domain.search.ports import CatalogueSource
from domain.tutorials import EventChange, EventDraft, TutorialEvent


class TutorialRepository(Protocol):
    def page(self, wanted: EventFilter, request: PageRequest) -> Page[TutorialEvent]:
        """Return one page of events with their sessions, ordered by start date, then code."""
        ...

    def get(self, code: str) -> TutorialEvent:
        """Return the event with this code.

        Raises:
            NotFound: when there is none.

        """
        ...

    def export(self, wanted: EventFilter) -> Generator[ExportedEvent]:
        """Yield all events of a filter, ordered by start date, then code, in bounded memory.

        They are read in one snapshot of the database. Close the iterator to end it early.
        """
        ...

    def exported(self, code: str) -> ExportedEvent:
        """Return the event with this code as an export has it.

        Raises:
            NotFound: when there is none.

        """
        ...

    def booked(self, first_day: date | None, last_day: date | None) -> Sequence[BookedSession]:
        """Return the sessions that take place in a range of days (UTC), both included.

        None is no bound.
        """
        ...

    def find(self, codes: Iterable[str]) -> Mapping[str, TutorialEvent]:
        """Return the existing events by code, and lock them until the transaction ends."""
        ...

    def add(self, events: Sequence[tuple[EventDraft, int]]) -> None:
        """Store new events with their sessions, each for the store product with that id.

        Raises:
            Conflict: if an event with one of the codes exists.
            Invalid: if there is no store product with one of the ids.

        """
        ...

    def change(self, changes: Iterable[EventChange]) -> None:
        """Update stored events; ids do not change. Sessions may exchange their sequences.

        Raises:
            Conflict: when a code or a sequence is taken, or other data refers to a removed
                session.
            Invalid: when there is no store product with one of the ids.

        """
        ...

    def delete(self, event: TutorialEvent) -> None:
        """Delete an event and its sessions.

        Raises:
            Conflict: when data of another system refers to one of these rows.

        """
        ...


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


class PreviousLists(Protocol):
    """The lists of the previous system's routes; each runs a fixed number of statements.

    A subject's code matches case-insensitively; None means no filter.
    """

    def events(self, subject_code: str | None) -> Sequence[ListedEvent]:
        """Return the tutorial events, ordered by start date, then code."""
        ...

    def tutorial_products(
        self, *, exam_session_id: int | None = None, subject_code: str | None = None
    ) -> Sequence[TutorialProduct]:
        """Return the active tutorials for sale, ordered by store product id."""
        ...

    def variations(self, product_id: int, subject_code: str | None) -> Sequence[SoldVariation]:
        """Return the variations of a catalogue product, ordered by store product id.

        Raises:
            NotFound: if no catalogue product has this id.

        """
        ...

    def event_code(self, event_id: int) -> str:
        """Return the code of the event with this id.

        Raises:
            NotFound: when there is none.

        """
        ...


class Actors(Protocol):
    def acting(self, actor: Actor) -> AbstractContextManager[None]:
        """Record what is written inside the block as changes by this actor."""
        ...


class History(Protocol):
    def of_event(self, code: str, request: PageRequest) -> Page[HistoryEntry]:
        """Return one page of the changes of an event and its sessions, the latest first.

        An event is found by every code that it had, also after it was deleted.

        Raises:
            NotFound: when no event ever had the code.

        """
        ...


class ReferenceData(Protocol):
    def page[R: ReferenceRecord](self, kind: type[R], request: PageRequest) -> Page[R]:
        """Return one page of a kind of reference data, ordered by id."""
        ...

    def get[R: ReferenceRecord](self, kind: type[R], id_: int, *, locked: bool = False) -> R:
        """Return the record with this id; `locked` until the transaction ends.

        Raises:
            NotFound: when there is none.

        """
        ...

    def add[R: ReferenceRecord](self, kind: type[R], values: Mapping[str, object]) -> R:
        """Store a new record, and return it.

        Raises:
            Conflict: when a value that must be unique is taken.
            Invalid: when a record that it refers to is missing.

        """
        ...

    def change[R: ReferenceRecord](self, record: R, values: Mapping[str, object]) -> R:
        """Change a stored record, and return it.

        Raises:
            Conflict: when a value that must be unique is taken, or other data refers to a value
                that changes.
            Invalid: when a record that it refers to is missing.

        """
        ...

    def delete(self, record: ReferenceRecord) -> None:
        """Delete a stored record.

        Raises:
            Conflict: when other data refers to it.

        """
        ...


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


class Authenticator(Protocol):
    def by_token(self, token: str, *, peer: str, forwarded_for: str) -> Caller:
        """Return who calls with a bearer token.

        `peer` is the address that connects, `forwarded_for` the header X-Forwarded-For. Tokens
        that nobody has are counted for the client's address.

        Raises:
            Unauthenticated: when the token is unknown, has expired or was revoked.
            TooManyAttempts: when too many unknown tokens came from the address.

        """
        ...

    def by_session(self, session_key: str) -> Caller | None:
        """Return the member of staff who is signed in with this session, if one is."""
        ...


# Writes events into an open file, each read once and in order; the file stays open.
type EventWriter = Callable[[Iterable[ExportedEvent], BinaryIO], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFiles:
    """The formats of exported events.

    `csv` and `xlsx` are plans that an import reads; they raise `Invalid` if there are more
    sessions than it would read. `calendar` is an iCalendar (RFC 5545).
    """

    csv: EventWriter
    xlsx: EventWriter
    calendar: EventWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All ports of a process; `config.wiring` assigns their adapters."""

    catalogue: CatalogueSource
    tutorials: TutorialRepository
    store: StoreRepository
    files: EventFiles
    reference: ReferenceData
    previous: PreviousLists
    access: Authenticator
    actors: Actors
    history: History
    transactions: Transactions
    answers: KeptAnswers
