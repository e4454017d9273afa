from collections.abc import Iterator

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import (
    LEGACY,
    LEGACY_SESSIONS,
    fingerprint,
    migrate,
    new_database,
    run,
)


@pytest.fixture(scope="session")
def template(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Create a database of the previous system once."""
    name = f"schema_move_{worker_id}_old"
    with django_db_blocker.unblock(), new_database(name) as old:
        migrate(old, ("auth", "0012_alter_user_first_name_max_length"))
        run(old, LEGACY)
        run(old, LEGACY_SESSIONS)
        old.close()
        yield name


@pytest.fixture(scope="session")
def right(worker_id: str, django_db_blocker: DjangoDbBlocker) -> list[tuple[str, ...]]:
    """Return the fingerprint of a migrated empty database."""
    with (
        django_db_blocker.unblock(),
        new_database(f"schema_move_{worker_id}_fresh") as fresh,
    ):
        migrate(fresh)
        return fingerprint(fresh)


@pytest.fixture
def legacy(
    worker_id: str, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """Return a connection to a database of the previous system, with its tables in their places."""
    with (
        django_db_blocker.unblock(),
        new_database(f"schema_move_{worker_id}", template=template) as connection,
    ):
        yield connection
