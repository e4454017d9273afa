import pytest
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import Fingerprint, fingerprint, new_database
from tests.template_databases import migrated_template


@pytest.fixture(scope="session")
def right(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Fingerprint:
    """Return the fingerprint of a migrated empty database."""
    with (
        django_db_blocker.unblock(),
        new_database(f"right_{worker_id}", template=migrated_template()) as fresh,
    ):
        return fingerprint(fresh)
