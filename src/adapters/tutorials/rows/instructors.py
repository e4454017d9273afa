"""Reads and writes the instructors of sessions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

from adapters.postgres.statements import Only, fetch, insert
from adapters.tutorials.models import SessionInstructor
from domain.errors import FieldError, Invalid
from domain.instructors.names import FullName, InstructorName, NewInstructor, ordered

# The same lock as that of a foreign key: it prevents deletion until the transaction ends.
LOCK = "SELECT id FROM adm.instructors WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"

type Instructors = Mapping[int, tuple[InstructorName, ...]]


class StoredInstructor(NamedTuple):
    """The columns by which an instructor is found."""

    id: int
    first_name: str | None
    last_name: str | None
    external_id: str
    is_active: bool


def all_instructors() -> list[StoredInstructor]:
    """Return all instructors, by id."""
    return [StoredInstructor(*row) for row in fetch(_all, None)]


def _all(_only: Only) -> QuerySet[Any, Any]:
    found = _model()._default_manager.order_by("id")
    return found.values_list(*StoredInstructor._fields)


def add_instructors(instructors: Sequence[NewInstructor]) -> None:
    """Store new instructors; skip those whose key another writer has stored already."""
    rows = [_model()(**each._asdict()) for each in instructors]
    _model()._default_manager.bulk_create(rows, ignore_conflicts=True)


def instructor_rows(
    links: QuerySet[SessionInstructor],
) -> QuerySet[SessionInstructor, tuple[Any, ...]]:
    """Return the id of each session, and the id and the columns of the name of its instructor."""
    columns = (f"instructor__{name}" for name in FullName._fields)
    return links.order_by().values_list("tutorial_session_id", "instructor_id", *columns)


def instructors_by_session(rows: Iterable[tuple[Any, ...]]) -> Instructors:
    """Return the instructors by the id of their session, in the order of their names."""
    found: defaultdict[int, list[InstructorName]] = defaultdict(list)
    # Create one name for each instructor instead of one for each row.
    names: dict[int, InstructorName] = {}
    for session_id, instructor_id, *columns in rows:
        name = names.get(instructor_id)
        if name is None:
            name = names[instructor_id] = InstructorName(FullName(*columns).text, instructor_id)
        found[session_id].append(name)
    return {session_id: ordered(of_session) for session_id, of_session in found.items()}


def lock_instructors(ids: Iterable[int]) -> None:
    """Prevent instructors from being deleted until the transaction ends.

    Raises:
        Invalid: when one is missing.

    """
    wanted = sorted(set(ids))
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [wanted])
        missing = set(wanted) - {id_ for (id_,) in cursor.fetchall()}
    if missing:
        message = f"there is no instructor with the id {min(missing)}"
        raise Invalid(FieldError("instructors", message))


def set_instructors(wanted: Mapping[int, Sequence[int]]) -> None:
    """Replace the instructors of sessions; `wanted` has their ids by the id of the session.

    Raises:
        Invalid: when an instructor is missing.

    """
    lock_instructors(id_ for ids in wanted.values() for id_ in ids)
    stored = SessionInstructor.objects.filter(tutorial_session_id__in=wanted)
    there: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for link_id, session_id, instructor_id in stored.values_list(
        "id", "tutorial_session_id", "instructor_id"
    ):
        there[session_id][instructor_id] = link_id
    surplus = [
        link_id
        for session_id, links in there.items()
        for instructor_id, link_id in links.items()
        if instructor_id not in wanted[session_id]
    ]
    if surplus:
        SessionInstructor.objects.filter(id__in=surplus).delete()
    _add(
        (session_id, instructor_id)
        for session_id, ids in wanted.items()
        for instructor_id in ids
        if instructor_id not in there[session_id]
    )


def set_first_instructors(wanted: Mapping[int, Sequence[int]]) -> None:
    """Store the instructors of new sessions; `wanted` has their ids by the id of the session.

    Raises:
        Invalid: when an instructor is missing.

    """
    lock_instructors(id_ for ids in wanted.values() for id_ in ids)
    _add((session_id, instructor_id) for session_id, ids in wanted.items() for instructor_id in ids)


def _add(links: Iterable[tuple[int, int]]) -> None:
    insert(SessionInstructor, ("tutorial_session_id", "instructor_id"), links)


def _model() -> type[Model]:
    return apps.get_model("administrate", "Instructor")
