"""Writes of one event and its sessions, and the conflicts that can occur."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from operator import attrgetter

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from adapters.postgres.referrers import referring_tables
from adapters.postgres.statements import insert, update
from adapters.postgres.violations import conflict_of, violated_constraint
from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from adapters.tutorials.rows.instructors import set_first_instructors, set_instructors
from domain.errors import Conflict, FieldError, Invalid
from domain.instructors.names import ids_of
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft

EVENTS, SESSIONS = (model._meta.db_table for model in (TutorialEvent, TutorialSession))
SEQUENCES = "tutorial_sessions_event_sequence"
PRODUCT_ID = "exam_session_subject_product_variation_id"
LOCK_PRODUCTS = "SELECT id FROM acted.products WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
# The fields of drafts that are columns of the same names.
EVENT_COLUMNS = tuple(each.name for each in fields(EventDraft) if each.name != "sessions")
SESSION_COLUMNS = tuple(each.name for each in fields(SessionDraft) if each.name != "instructors")
values_of_event, values_of_session = attrgetter(*EVENT_COLUMNS), attrgetter(*SESSION_COLUMNS)


def apply(change: EventChange) -> None:
    """Store a change of an event."""
    columns = dict(change.values)
    if "store_product_id" in columns:
        product_id = columns.pop("store_product_id")
        lock_products([int(str(product_id))])
        columns[PRODUCT_ID] = product_id
    if change.removed_sessions:
        refuse_referred("A session", sessions=change.removed_sessions)
        delete_instructors(change.removed_sessions)
        TutorialSession.objects.filter(id__in=change.removed_sessions).delete()
    now = timezone.now()
    update(TutorialEvent, (*columns, "updated_at"), [(*columns.values(), now, change.id)])
    moved = sum("sequence" in values for values in change.sessions.values())
    with _deferred_sequences(is_needed=moved > 1):
        _update_sessions(change.sessions, now)
        add_sessions([(change.id, session) for session in change.new_sessions])
    taught = {
        session_id: ids_of(values["instructors"])
        for session_id, values in change.sessions.items()
        if "instructors" in values
    }
    if taught:
        set_instructors(taught)


def _update_sessions(changes: Mapping[int, Mapping[str, object]], now: datetime) -> None:
    """Change sessions, in one round trip for all changes of the same columns."""
    rows: defaultdict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    for session_id, values in changes.items():
        columns = tuple(name for name in values if name != "instructors")
        rows[columns].append((*(values[name] for name in columns), now, session_id))
    for columns, every in rows.items():
        update(TutorialSession, (*columns, "updated_at"), every)


def add_events(events: Sequence[tuple[EventDraft, int]]) -> list[int]:
    """Store new events without their sessions, each for a store product; return their ids."""
    now = timezone.now()
    columns = (*EVENT_COLUMNS, PRODUCT_ID, "created_at", "updated_at")
    rows = ((*values_of_event(event), product_id, now, now) for event, product_id in events)
    return insert(TutorialEvent, columns, rows)


def add_sessions(sessions: Sequence[tuple[int, SessionDraft]]) -> None:
    """Store new sessions with their instructors, each for the event with that id."""
    now = timezone.now()
    columns = ("tutorial_event_id", *SESSION_COLUMNS, "updated_at")
    rows = ((event_id, *values_of_session(session), now) for event_id, session in sessions)
    ids = insert(TutorialSession, columns, rows)
    taught = {
        session_id: ids_of(session.instructors)
        for session_id, (_, session) in zip(ids, sessions, strict=True)
        if session.instructors
    }
    if taught:
        set_first_instructors(taught)


def delete_instructors(session_ids: Collection[int]) -> None:
    """Delete the instructors of sessions first, so that the history can find their event."""
    SessionInstructor.objects.filter(tutorial_session_id__in=session_ids).delete()


def lock_products(ids: Collection[int]) -> None:
    """Prevent store products from being deleted until the transaction ends.

    Raises:
        Invalid: if one is missing.

    """
    with connection.cursor() as cursor:
        # Like the check of a foreign key, which happens only when the transaction ends.
        cursor.execute(LOCK_PRODUCTS, [list(ids)])
        missing = set(ids) - {id_ for (id_,) in cursor.fetchall()}
    if missing:
        raise Invalid(
            FieldError("store_product_id", f"there is no store product with the id {min(missing)}")
        )


def refuse_referred(
    subject: str, *, events: Collection[int] = (), sessions: Collection[int] = ()
) -> None:
    """Refuse to delete rows that data of other systems refers to, even with ON DELETE CASCADE.

    Raises:
        Conflict: naming the tables.

    """
    ours = [model._meta.db_table for model in apps.get_models()]
    found = [
        *referring_tables(EVENTS, events, ours=ours),
        *referring_tables(SESSIONS, sessions, ours=ours),
    ]
    if found:
        tables = ", ".join(f"{table} (foreign key {name})" for table, name in found)
        raise Conflict(f"{subject} cannot be deleted: rows of other tables refer to it: {tables}.")


@contextmanager
def conflicts_raised(codes: Collection[str]) -> Iterator[None]:
    """Write in a savepoint, and convert a violated constraint to a `Conflict`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _conflict(error, codes) from error


def _conflict(error: IntegrityError, codes: Collection[str]) -> Conflict:
    if violated_constraint(error) == SEQUENCES:
        return Conflict("Another session of the event has one of these sequences.")
    taken = TutorialEvent.objects.filter(code__in=codes).values_list("code", flat=True)
    if "code" in violated_constraint(error) and taken:
        names = ", ".join(map(repr, taken[:3]))
        return Conflict(f"Another writer stored an event with the same code: {names}.")
    return conflict_of(error)


@contextmanager
def _deferred_sequences(*, is_needed: bool) -> Iterator[None]:
    """Check the sequences of sessions at the end, because rows are updated one by one."""
    if not is_needed:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS acted.{SEQUENCES} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS acted.{SEQUENCES} IMMEDIATE")
