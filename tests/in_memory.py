"""In-memory repositories; `tests/contracts` tests that they behave like those on PostgreSQL."""

from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import RLock
from typing import Any

from adapters.imports.outcome import report_of
from adapters.imports.reading import read_plan, refuse_errors
from adapters.imports.repository import override_of
from adapters.imports.storing import PlanStore
from domain.catalogue import StoreProduct
from domain.clashes.overlaps import BookedSession
from domain.clocks import local_time, midnight
from domain.errors import Conflict, FieldError, Invalid, NotFound
from domain.history import Actor, FieldChange, HistoryEntry
from domain.idempotency import KeyedRequest, KeyReused, StoredResponse
from domain.instructors.names import NewInstructor
from domain.paging import Page, PageRequest, Pagination
from domain.plans.exporting import RevisedEvent, Revision
from domain.plans.imports import ImportState, PlanFile, PlanImport
from domain.ports.store import EnsuredStore
from domain.previous import ListedEvent, SoldVariation, TutorialProduct
from domain.reference import Instructor, Location, ReferenceRecord, Venue
from domain.search.events.directory import EventDirectory
from domain.search.events.planned import Cancelled, Overridden, Planned, Sold
from domain.search.hits.products import EventHit
from domain.text import spelling_key
from domain.tutorials.availability import Availability, Places, availability_on, last_day
from domain.tutorials.changes import EventChange
from domain.tutorials.codes import code_key
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession
from tests.fakes import InMemoryFeed
from tests.samples import instructor

STORED_AT = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
LISTED_COLUMNS = [
    field.name for field in fields(ListedEvent) if field.name in TutorialEvent.__dataclass_fields__
]


class InMemoryStore:
    """`StoreRepository` in memory; `store_products` has the stored products by id."""

    def __init__(self) -> None:
        self.store_products: dict[int, StoreProduct] = {}
        self._known: set[tuple[str, object]] = set()

    def find(self, codes: Iterable[str]) -> Mapping[str, int]:
        wanted = set(codes)
        return {item.code: id_ for id_, item in self.store_products.items() if item.code in wanted}

    def ensure(self, store_products: Sequence[StoreProduct]) -> EnsuredStore:
        created: Counter[str] = Counter()
        for item in store_products:
            subject, place = item.subject.code.upper(), spelling_key(item.product.fullname)
            parts = {
                "subjects": subject,
                "exam sessions": item.exam_session.session_code,
                "products": place,
                "variations": item.variation,
                "exam session subjects": (item.exam_session.session_code, subject),
                "product variations": (place, item.variation),
                "store products": item.code,
            }
            new: set[tuple[str, object]] = set(parts.items()) - self._known
            new |= {
                ("prices", (item.code, price.price_type)) for price in item.prices
            } - self._known
            created.update(kind for kind, _ in new)
            self._known |= new
            if ("store products", item.code) in new:
                self.store_products[len(self.store_products) + 1] = item
        ids = {item.code: id_ for id_, item in self.store_products.items()}
        return EnsuredStore(
            ids={item.code: ids[item.code] for item in store_products}, created=dict(created)
        )


class InMemoryTutorials:
    """`TutorialRepository` in memory, for the store products of an `InMemoryStore`."""

    def __init__(self, store: InMemoryStore) -> None:
        self._store = store
        self._events: dict[int, TutorialEvent] = {}
        self._ids = count(1)
        # The ids of events and sessions that other systems refer to.
        self.referred: set[int] = set()
        self.teachers = [instructor(1, "Ada", "Lovelace"), instructor(2, "Emmy", "Noether")]

    @contextmanager
    def unless_it_raises(self) -> Iterator[None]:
        """Undo the writes of the block if it raises."""
        before = dict(self._events)
        try:
            yield
        except BaseException:
            self._events = before
            raise

    def listed(self) -> list[TutorialEvent]:
        """Return all events, ordered by first day, then code."""
        return sorted(self._events.values(), key=lambda event: (event.start_date, event.code))

    def directory(self) -> EventDirectory:
        """Return the directory of these events in the catalogue."""
        events = self.listed()
        return EventDirectory(
            (
                Planned.of(each.store_product_id, _hit(each), _cancelled(each), _overridden(each))
                for each in events
            ),
            {event.store_product_id: self._named_product(event) for event in events},
        )

    def get(self, code: str) -> TutorialEvent:
        for event in self._events.values():
            if event.code == code:
                return event
        raise NotFound(f"There is no tutorial event with the code {code!r}.")

    def all_revised(self, event_ids: Sequence[int]) -> Generator[RevisedEvent]:
        by_id = {event.id: event for event in self._events.values()}
        for event in (by_id[id_] for id_ in event_ids if id_ in by_id):
            yield self.revised(event.code)

    def revised(self, code: str) -> RevisedEvent:
        revision = Revision(number=0, created_at=STORED_AT, updated_at=STORED_AT)
        return RevisedEvent(self.get(code), revision)

    def _named_product(self, event: TutorialEvent) -> Sold:
        sold = self._store.store_products[event.store_product_id]
        return Sold(
            subject_code=event.subject_code,
            exam_session_code=event.exam_session_code,
            product_name=event.product_name,
            variation_name=event.variation_name,
            store_product_code=sold.code,
            variation_type=sold.variation.variation_type,
            variation_code=sold.variation.code,
        )

    def booked(self, first_day: date | None, last_day: date | None) -> Sequence[BookedSession]:
        return [
            BookedSession(
                event_code=event.code,
                override=event.clash_override_reason,
                **{
                    name: getattr(session, name)
                    for name in BookedSession.__dataclass_fields__
                    if hasattr(session, name)
                },
            )
            for event in self._events.values()
            if event.cancelled_at is None
            for session in event.sessions
            if first_day is None or session.end_date > midnight(first_day)
            if last_day is None or session.start_date < midnight(last_day + timedelta(days=1))
        ]

    def booked_with(
        self, sessions: Sequence[BookedSession], *, besides: Collection[int]
    ) -> Sequence[BookedSession]:
        codes = {event.code for event in self._events.values() if event.id in besides}
        return [
            each
            for each in self.booked(None, None)
            if each.event_code not in codes
            if any(
                each.start_date < other.end_date and other.start_date < each.end_date
                for other in sessions
            )
        ]

    def instructors(self) -> Sequence[Instructor]:
        return list(self.teachers)

    def add_instructors(self, instructors: Sequence[NewInstructor]) -> None:
        known = {each.external_id for each in self.teachers}
        for each in instructors:
            if each.external_id not in known:
                number = len(self.teachers) + 1
                self.teachers.append(instructor(number, **each._asdict()))

    def find(self, codes: Iterable[str]) -> Mapping[str, TutorialEvent]:
        wanted = set(codes)
        return {event.code: event for event in self._events.values() if event.code in wanted}

    def codes_like(
        self, codes: Iterable[str], *, locked: bool = False
    ) -> Mapping[str, Sequence[str]]:
        spelled: defaultdict[str, list[str]] = defaultdict(list)
        for event in self._events.values():
            spelled[code_key(event.code)].append(event.code)
        return {code: likes for code in codes if (likes := spelled.get(code_key(code)))}

    def add(self, events: Sequence[tuple[EventDraft, int]]) -> None:
        for _, store_product_id in events:
            self._check_product(store_product_id)
        if self.find(event.code for event, _ in events):
            raise Conflict("Another writer stored an event with the same code.")
        for event, store_product_id in events:
            self._put(event, store_product_id)

    def change(self, changes: Iterable[EventChange]) -> None:
        for change in changes:
            event = self._events[change.id]
            self._check(change)
            kept = [
                _local(replace(session, **change.sessions.get(session.id, {})))  # type: ignore[arg-type]  # checked by the contract
                for session in event.sessions
                if session.id not in change.removed_sessions
            ]
            added = [self._session(session) for session in change.new_sessions]
            changed = replace(
                event,
                **change.values,  # type: ignore[arg-type]  # checked by the contract
                sessions=tuple(sorted(kept + added, key=lambda session: session.sequence)),
            )
            self._events[change.id] = _available(
                replace(changed, **self._sold(changed.store_product_id))
            )

    def delete(self, event: TutorialEvent) -> None:
        self._refuse_referred(event.id, *(session.id for session in event.sessions))
        del self._events[event.id]

    def _check(self, change: EventChange) -> None:
        self._refuse_referred(*change.removed_sessions)
        code = change.values.get("code", change.code)
        if any(each.code == code and each.id != change.id for each in self._events.values()):
            raise Conflict("Another writer stored an event with the same code.")
        product_id = change.values.get("store_product_id")
        if isinstance(product_id, int):
            self._check_product(product_id)

    def _check_product(self, store_product_id: int) -> None:
        if store_product_id not in self._store.store_products:
            raise Invalid(FieldError("store_product_id", "there is no such store product"))

    def _refuse_referred(self, *ids: int) -> None:
        if not self.referred.isdisjoint(ids):
            raise Conflict("It cannot be deleted: rows of other tables refer to it.")

    def _put(self, event: EventDraft, store_product_id: int) -> None:
        columns = {field.name: getattr(event, field.name) for field in fields(event)}
        sessions = sorted(map(self._session, event.sessions), key=lambda s: s.sequence)
        columns["sessions"] = tuple(sessions)
        sold = self._sold(store_product_id)
        stored = TutorialEvent(
            id=next(self._ids),
            store_product_id=store_product_id,
            cancelled_at=None,
            cancelled_by=None,
            cancelled_reason=None,
            clash_override_at=None,
            clash_override_by=None,
            clash_override_reason=None,
            availability=Availability.AVAILABLE,
            availability_reason="",
            **sold,
            **columns,
        )
        self._events[stored.id] = _available(stored)

    def _sold(self, store_product_id: int) -> dict[str, Any]:
        sold = self._store.store_products[store_product_id]
        return {
            "subject_code": sold.subject.code,
            "exam_session_code": sold.exam_session.session_code,
            "product_name": sold.product.fullname,
            "variation_name": sold.variation.name,
        }

    def _session(self, session: SessionDraft) -> TutorialSession:
        columns = {field.name: getattr(session, field.name) for field in fields(session)}
        columns["instructors"] = columns["instructors"] or ()
        return _local(TutorialSession(id=next(self._ids), has_url=False, **columns))


def _local(session: TutorialSession) -> TutorialSession:
    start, end = (
        local_time(each, session.time_zone) for each in (session.start_date, session.end_date)
    )
    return replace(session, start_date=start, end_date=end, has_url=session.url is not None)


def _available(event: TutorialEvent) -> TutorialEvent:
    availability, reason = availability_on(
        # As in the index of the tests: a day before all events.
        date.min,
        Places(event.is_soldout, event.is_unlimited, event.remain_space),
        last=last_day(event.end_date, event.sessions),
        closes=event.finalisation_date,
        cancelled=event.cancelled_reason if event.cancelled_at else None,
    )
    return replace(event, availability=availability, availability_reason=reason)


class InMemoryTransactions:
    """`Transactions` of the events in memory, one at a time; the feed has what they wrote."""

    def __init__(self, tutorials: InMemoryTutorials, feed: InMemoryFeed) -> None:
        self._tutorials, self._feed = tutorials, feed
        self._lock, self._number = RLock(), count(1)

    @contextmanager
    def begin(self) -> Iterator[None]:
        with self._lock, self._tutorials.unless_it_raises():
            yield
            version = f"{self._feed.contents.version}+"
            self._feed.contents = replace(
                self._feed.contents,
                version=version,
                position=version,
                events=self._tutorials.directory(),
            )

    def version(self) -> str:
        return f"memory.{next(self._number)}"


class InMemoryStoredResponses:
    """`StoredResponses` in memory; a key in `running` is claimed by another transaction."""

    def __init__(self) -> None:
        self._stored: dict[tuple[str, str], tuple[str, StoredResponse]] = {}
        self.running: set[str] = set()

    def claim(self, request: KeyedRequest) -> StoredResponse | None:
        if request.key in self.running:
            raise Conflict("A request with this Idempotency-Key is still running.")
        digest, response = self._stored.get((request.caller, request.key), ("", None))
        if response is not None and digest != request.digest:
            raise KeyReused
        return response

    def store(self, request: KeyedRequest, response: StoredResponse) -> None:
        self._stored[request.caller, request.key] = request.digest, response


class InMemoryPlanImports:
    """`PlanImports` in memory: all are small."""

    def __init__(self, plans: PlanStore) -> None:
        self._plans = plans
        self._all: dict[int, PlanImport] = {}

    def submit(self, plan: PlanFile, *, by: str) -> PlanImport:
        actor = Actor(kind="import", name=plan.name)
        outcome = self._plans.put(
            plan.name,
            read_plan(plan),
            dry_run=plan.is_dry_run,
            actor=actor,
            override=override_of(plan, by=by),
        )
        refuse_errors(outcome)
        made = PlanImport(
            id=len(self._all) + 1,
            state=ImportState.CHECKED if plan.is_dry_run else ImportState.STORED,
            file=plan.name,
            is_dry_run=plan.is_dry_run,
            created_by=by,
            created_at=STORED_AT,
            finished_at=STORED_AT,
            message=outcome.message,
            report=report_of(outcome),
        )
        return self._all.setdefault(made.id, made)

    def get(self, id_: int) -> PlanImport:
        if id_ not in self._all:
            raise NotFound(f"There is no import with the id {id_}.")
        return self._all[id_]


class InMemoryPreviousLists:
    """`PreviousLists` in memory, for the same store and events; all of them are active.

    Catalogue products and exam sessions are numbered in the order in which they were stored.
    """

    def __init__(self, store: InMemoryStore, tutorials: InMemoryTutorials) -> None:
        self._store, self._tutorials = store, tutorials

    def events(self, subject_code: str | None) -> Sequence[ListedEvent]:
        return [
            ListedEvent(
                **{name: getattr(event, name) for name in LISTED_COLUMNS},
                created_at=STORED_AT,
                updated_at=STORED_AT,
                store_product=event.store_product_id,
                store_product_code=self._store.store_products[event.store_product_id].code,
            )
            for event in self._tutorials.listed()
            if event.cancelled_at is None
            if subject_code is None or event.subject_code.lower() == subject_code.lower()
        ]

    def tutorial_products(
        self, *, exam_session_id: int | None = None, subject_code: str | None = None
    ) -> Sequence[TutorialProduct]:
        return [
            TutorialProduct(
                subject_code=sold.subject.code,
                subject_name=sold.subject.description,
                location=sold.product.fullname,
                product_id=self._product_ids()[sold.product.fullname.lower()],
            )
            for sold in self._store.store_products.values()
            if "tutorial" in sold.product.fullname.lower()
            if exam_session_id in {None, self.exam_session_id(sold.exam_session.session_code)}
            if _is_of(sold, subject_code)
        ]

    def variations(self, product_id: int, subject_code: str | None) -> Sequence[SoldVariation]:
        names = {number: name for name, number in self._product_ids().items()}
        if product_id not in names:
            raise NotFound(f"There is no product with the id {product_id}.")
        return [
            SoldVariation(
                id=id_,
                variation_type=sold.variation.variation_type,
                name=sold.variation.name,
                description=sold.variation.description,
                description_short=sold.variation.description_short,
                product_code=sold.code,
            )
            for id_, sold in self._store.store_products.items()
            if sold.product.fullname.lower() == names[product_id] and _is_of(sold, subject_code)
        ]

    def event_code(self, event_id: int) -> str:
        for event in self.events(None):
            if event.id == event_id:
                return event.code
        raise NotFound(f"There is no tutorial event with the id {event_id}.")

    def exam_session_id(self, code: str) -> int:
        return _numbered(sold.exam_session.session_code for sold in self._sold())[code]

    def _product_ids(self) -> dict[str, int]:
        return _numbered(sold.product.fullname.lower() for sold in self._sold())

    def _sold(self) -> Iterable[StoreProduct]:
        return self._store.store_products.values()


def _hit(event: TutorialEvent) -> EventHit:
    columns = {
        field.name: getattr(event, field.name, None)
        for field in fields(EventHit)
        if field.name not in {"title", "price"}
    }
    return EventHit(**columns, title=event.code, price=None)  # type: ignore[arg-type]  # by name


def _cancelled(event: TutorialEvent) -> Cancelled | None:
    if event.cancelled_at is None:
        return None
    return Cancelled(event.cancelled_at, event.cancelled_by, event.cancelled_reason)


def _overridden(event: TutorialEvent) -> Overridden | None:
    if event.clash_override_at is None:
        return None
    return Overridden(event.clash_override_at, event.clash_override_by, event.clash_override_reason)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names), 1)}


def _is_of(sold: StoreProduct, subject_code: str | None) -> bool:
    return subject_code is None or sold.subject.code.lower() == subject_code.lower()


class InMemoryActors:
    """`Actors` in memory; `all` are those that have acted."""

    def __init__(self) -> None:
        self.all: list[Actor] = []

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[None]:
        self.all.append(actor)
        yield


class InMemoryHistory:
    """`History` in memory: each event has been changed once, by a member of staff."""

    def __init__(self, tutorials: InMemoryTutorials) -> None:
        self._tutorials = tutorials

    def of_event(self, code: str, request: PageRequest) -> Page[HistoryEntry]:
        event = self._tutorials.get(code)
        entry = HistoryEntry(
            id=1,
            at=STORED_AT,
            transaction=7,
            actor=Actor(kind="staff", name="ada"),
            role="tutorials",
            table="tutorial_events",
            row_id=event.id,
            change="update",
            fields=(FieldChange(field="venue", before="Holborn", after=event.venue),),
        )
        items = [entry][request.start : request.stop]
        return Page(items=items, pagination=Pagination.of(request, 1))


class InMemoryReferenceData:
    """`ReferenceData` in memory, with given records."""

    def __init__(self, *records: ReferenceRecord) -> None:
        self._records = {record.id: record for record in records}

    def page[R: ReferenceRecord](self, kind: type[R], request: PageRequest) -> Page[R]:
        records = sorted(
            (_as_kind(each, kind) for each in self._records.values() if _is_of_kind(each, kind)),
            key=lambda record: record.id,
        )
        return Page(
            items=records[request.start : request.stop],
            pagination=Pagination.of(request, len(records)),
        )

    def get[R: ReferenceRecord](self, kind: type[R], id_: int, *, locked: bool = False) -> R:
        record = self._records.get(id_)
        if record is None or not _is_of_kind(record, kind):
            raise NotFound(f"There is no record with the id {id_}.")
        return _as_kind(record, kind)

    def add[R: ReferenceRecord](self, kind: type[R], values: Mapping[str, object]) -> R:
        id_ = max(self._records, default=0) + 1
        stamps = {
            field.name: STORED_AT
            for field in fields(kind)
            if field.name in {"created_at", "updated_at", "last_synced"}
        }
        return self._put(kind(id=id_, **stamps, **values))  # type: ignore[arg-type]  # checked by the contract

    def change[R: ReferenceRecord](self, record: R, values: Mapping[str, object]) -> R:
        return self._put(replace(record, **values))  # type: ignore[arg-type]  # checked by the contract

    def delete(self, record: ReferenceRecord) -> None:
        if any(_location_of(each) == record.external_id for each in self._records.values()):
            raise Conflict("It cannot be deleted: these refer to it: venues.")
        del self._records[record.id]

    def _put[R: ReferenceRecord](self, record: R) -> R:
        others = [each for each in self._records.values() if each.id != record.id]
        same = [each for each in others if type(each) is type(record)]
        if any(each.external_id == record.external_id for each in same):
            raise Conflict("Another row has the same value.")
        location = _location_of(record)
        if location and all(
            each.external_id != location for each in others if isinstance(each, Location)
        ):
            raise Invalid(FieldError("location_id", "must be the external_id of a location"))
        self._records[record.id] = record
        return record


def _location_of(record: ReferenceRecord) -> str | None:
    return record.location_id if isinstance(record, Venue) else None


def _is_of_kind(record: ReferenceRecord, kind: type[ReferenceRecord]) -> bool:
    return isinstance(record, kind) or issubclass(kind, type(record))


def _as_kind[R: ReferenceRecord](record: ReferenceRecord, kind: type[R]) -> R:
    return kind(**{field.name: getattr(record, field.name) for field in fields(kind)})
