from collections.abc import Iterator

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import new_database
from tests.template_databases import previous_template


@pytest.fixture
def legacy(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """Return a connection to a database of the previous system, with its tables in their places."""
    with (
        django_db_blocker.unblock(),
        new_database(f"schema_move_{worker_id}", template=previous_template()) as connection,
    ):
        yield connection
