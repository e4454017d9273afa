"""The service as it is wired, with every port in memory: no test here has a database."""

import pytest
from django.test import Client

from domain.ports import Ports
from domain.search.live import LiveCatalogue
from tests.api.samples import a_catalogue, some_events, some_records
from tests.fakes import InMemoryFeed
from tests.in_memory import InMemoryReferenceData, InMemoryStore, InMemoryTutorials
from tests.samples import store_product


@pytest.fixture(scope="session")
def ports() -> Ports:
    store = InMemoryStore()
    sold = store_product()
    store_product_id = store.ensure([sold]).ids[sold.code]
    tutorials = InMemoryTutorials(store)
    tutorials.add([(event, store_product_id) for event in some_events()])
    return Ports(
        catalogue=LiveCatalogue(InMemoryFeed(a_catalogue())),
        tutorials=tutorials,
        store=store,
        reference=InMemoryReferenceData(*some_records()),
    )


@pytest.fixture(scope="session")
def client(ports: Ports) -> Client:
    """Return a client that sees a failure as any other does: as the answer."""
    made = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.wiring.ports", lambda: ports)
        made.handler.load_middleware()
    return made
