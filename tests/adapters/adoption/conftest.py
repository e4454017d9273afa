from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import new_database, run
from tests.template_databases import migrated_template, previous_template


@pytest.fixture(scope="session")
def prefix(worker_id: str) -> str:
    """Return the prefix of the names of this process's databases."""
    return f"adoption_{worker_id}"


@pytest.fixture
def empty(prefix: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"{prefix}_test") as database:
        yield database


@pytest.fixture
def fresh(prefix: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """Return a connection to a migrated empty database."""
    with (
        django_db_blocker.unblock(),
        new_database(f"{prefix}_test", template=migrated_template()) as database,
    ):
        yield database


@pytest.fixture
def legacy(prefix: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """Return a connection to a database of the previous system, with its tables in their places."""
    with (
        django_db_blocker.unblock(),
        new_database(f"{prefix}_test", template=previous_template()) as database,
    ):
        yield database


@pytest.fixture(scope="module")
def shared_legacy(prefix: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with (
        django_db_blocker.unblock(),
        new_database(f"{prefix}_shared", template=previous_template()) as database,
    ):
        yield database


@pytest.fixture
def rehearsal(
    shared_legacy: BaseDatabaseWrapper, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """Return a database of the previous system in which the changes of a test are rolled back."""
    alias = shared_legacy.alias
    with django_db_blocker.unblock(), transaction.atomic(alias):
        yield shared_legacy
        transaction.set_rollback(True, alias)


@pytest.fixture
def owner(prefix: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Create a role without privileges; request it before the database in which it works."""
    role = f"{prefix}_owner"
    with django_db_blocker.unblock():
        run(connections["default"], f"CREATE ROLE {role}")
        yield role
        run(connections["default"], f"DROP ROLE {role}")
