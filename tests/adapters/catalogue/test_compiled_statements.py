"""A statement with reused SQL returns the same rows as its queryset."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.catalogue.feed import event_updates, queries
from adapters.catalogue.models import StoreProduct
from adapters.catalogue.store.repository import DjangoStore
from adapters.postgres.statements import Only, fetch
from adapters.tutorials.repository import DjangoTutorials
from tests.samples import event, session, store_product

BUILDS: list[Callable[[Only], QuerySet[Any, Any]]] = [
    queries._active_store_products,
    event_updates._rows,
    event_updates._sessions,
    event_updates._store_products,
    queries._memberships,
]
# Indexes into the list of ids for sale; the last one is not the id of a store product.
chosen = st.none() | st.sets(st.integers(0, 3))


@pytest.fixture
def ids(db: None) -> list[int]:
    sold = [store_product("CM2", place) for place in ("London", "Leeds", "York")]
    found = DjangoStore().ensure(sold).ids
    DjangoTutorials().add(
        [
            (event(f"E{number}", session(1), session(2)), found[each.code])
            for number, each in enumerate([*sold, sold[0]])
        ]
    )
    return [*found.values(), 10**9]


@settings(
    derandomize=True,
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chosen, st.sampled_from(BUILDS))
def test_the_rows_are_those_of_the_queryset(
    ids: list[int], places: set[int] | None, build: Callable[[Only], QuerySet[Any, Any]]
) -> None:
    only = None if places is None else [ids[place] for place in places]

    rows = build(only)
    naive = [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in rows]

    assert sorted(fetch(build, only)) == sorted(naive)
    assert StoreProduct.objects.count() == 3
