"""The service in memory and on PostgreSQL, for contracts of whole requests."""

import pytest
from django.contrib.auth.models import User

from adapters.access import tokens
from adapters.administrate.models import Instructor
from adapters.catalogue.store.repository import DjangoStore
from domain.access.callers import Scope
from tests.api.clients import client_of
from tests.api.service import some_ports
from tests.api.writing import Service, a_client
from tests.samples import store_product

# For requests that are refused before a repository is used, so the kind of storage does not matter.
IN_MEMORY = pytest.mark.parametrize("service", ["in memory"], indirect=True)


def in_memory() -> Service:
    ports = some_ports()
    return Service(client_of(ports), product=1)


def on_postgresql() -> Service:
    sold = store_product()
    product = DjangoStore().ensure([sold]).ids[sold.code]
    # Those of the service in memory.
    for first, last in (("Ada", "Lovelace"), ("Emmy", "Noether")):
        Instructor.objects.create(external_id=first, first_name=first, last_name=last)
    owner = User.objects.create_superuser("owner")
    _, secret = tokens.issue(
        name="writer", owner=owner, scopes={Scope.TUTORIALS_WRITE}, expires_at=None
    )
    return Service(a_client(), product, secret.text)
