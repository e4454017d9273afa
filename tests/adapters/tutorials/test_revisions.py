"""The last change of an event by any writer."""

import pytest
from django.db import connection

from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from tests.samples import event, session, store_product


# Changes of one transaction are one change.
@pytest.mark.django_db(transaction=True)
def test_the_number_of_a_revision_grows_with_each_change_of_any_writer() -> None:
    sold = store_product()
    ids = DjangoStore().ensure([sold]).ids
    DjangoTutorials().add([(event("A", session(1)), ids[sold.code])])
    found = [DjangoTutorials().revised("A").revision]

    for statement in (
        # Like a system that does not set `updated_at`.
        "UPDATE acted.tutorial_sessions SET start_date = start_date - interval '1 hour'",
        "UPDATE acted.tutorial_events SET venue = 'Holborn'",
        "DELETE FROM acted.tutorial_sessions",
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)
        found.append(DjangoTutorials().revised("A").revision)

    numbers = [revision.number for revision in found]
    assert numbers[0] == 0
    assert numbers == sorted(set(numbers))
    moments = [revision.updated_at for revision in found]
    assert moments == sorted(set(moments))
