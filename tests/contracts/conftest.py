"""Each contract runs on the in-memory adapters and on PostgreSQL."""

from dataclasses import dataclass

import pytest

from adapters.catalogue.store import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from domain.ports import StoreRepository, TutorialRepository
from tests.in_memory import InMemoryStore, InMemoryTutorials


@dataclass(frozen=True)
class Repositories:
    store: StoreRepository
    tutorials: TutorialRepository


@pytest.fixture(
    params=["in memory", pytest.param("PostgreSQL", marks=pytest.mark.django_db)],
)
def repositories(request: pytest.FixtureRequest) -> Repositories:
    if request.param == "in memory":
        store = InMemoryStore()
        return Repositories(store, InMemoryTutorials(store))
    return Repositories(DjangoStore(), DjangoTutorials())
