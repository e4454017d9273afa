"""The service as it is wired, with every port in memory: no test here has a database."""

import json

import pytest
from django.test import Client

from config.environment import ROOT
from domain.ports import Ports
from domain.search.live import LiveSearchIndex
from tests.api.clients import client_of
from tests.api.openapi.documents import Node
from tests.api.samples import a_catalogue, some_events, some_records
from tests.fakes import InMemoryFeed
from tests.in_memory import (
    InMemoryPreviousLists,
    InMemoryReferenceData,
    InMemoryStore,
    InMemoryTutorials,
)
from tests.samples import store_product


@pytest.fixture(scope="session")
def ports() -> Ports:
    store = InMemoryStore()
    sold = store_product()
    store_product_id = store.ensure([sold]).ids[sold.code]
    tutorials = InMemoryTutorials(store)
    tutorials.add([(event, store_product_id) for event in some_events()])
    return Ports(
        catalogue=LiveSearchIndex(InMemoryFeed(a_catalogue())),
        tutorials=tutorials,
        store=store,
        reference=InMemoryReferenceData(*some_records()),
        previous=InMemoryPreviousLists(store, tutorials),
    )


@pytest.fixture(scope="session")
def client(ports: Ports) -> Client:
    return client_of(ports)


@pytest.fixture(scope="session")
def document() -> Node:
    written: Node = json.loads((ROOT / "openapi.json").read_text("utf-8"))
    return written
