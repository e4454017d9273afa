"""The service with all ports in memory; these tests use no database."""

import json

import pytest
from django.test import Client

from config.environment import ROOT
from domain.ports.ports import Ports
from tests.api.clients import client_of
from tests.api.openapi.documents import Node
from tests.api.service import some_ports


@pytest.fixture(scope="session")
def ports() -> Ports:
    return some_ports()


@pytest.fixture(scope="session")
def client(ports: Ports) -> Client:
    return client_of(ports)


@pytest.fixture(scope="session")
def document() -> Node:
    written: Node = json.loads((ROOT / "openapi.json").read_text("utf-8"))
    return written
