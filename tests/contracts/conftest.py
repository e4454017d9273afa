"""Each contract runs on the in-memory adapters and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from adapters.catalogue.feed.event_updates import read_directory
from adapters.catalogue.models import ExamSession
from adapters.catalogue.previous import DjangoPreviousLists
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from domain.ports.previous import PreviousLists
from domain.ports.store import StoreRepository
from domain.ports.tutorials import TutorialRepository
from domain.search.events.directory import EventDirectory
from tests.api.writing import Service
from tests.contracts.services import in_memory, on_postgresql
from tests.in_memory import InMemoryPreviousLists, InMemoryStore, InMemoryTutorials


@dataclass(frozen=True)
class Repositories:
    store: StoreRepository
    tutorials: TutorialRepository
    previous: PreviousLists
    directory: Callable[[], EventDirectory]
    exam_session_id: Callable[[str], int]


@pytest.fixture(
    params=["in memory", pytest.param("PostgreSQL", marks=pytest.mark.django_db)],
)
def repositories(request: pytest.FixtureRequest) -> Repositories:
    if request.param == "in memory":
        store = InMemoryStore()
        tutorials = InMemoryTutorials(store)
        previous = InMemoryPreviousLists(store, tutorials)
        return Repositories(
            store, tutorials, previous, tutorials.directory, previous.exam_session_id
        )
    return Repositories(
        DjangoStore(), DjangoTutorials(), DjangoPreviousLists(), read_directory, stored_session_id
    )


def stored_session_id(code: str) -> int:
    return ExamSession.objects.get(session_code=code).pk


@pytest.fixture(
    params=["in memory", pytest.param("PostgreSQL", marks=pytest.mark.django_db)],
)
def service(request: pytest.FixtureRequest) -> Service:
    """Return a service with a store product, and the token of a writer."""
    return in_memory() if request.param == "in memory" else on_postgresql()
