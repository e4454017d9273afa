"""Reads that need more than one statement use one snapshot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from adapters.administrate.repository import MODELS, DjangoReferenceData
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.models import Product
from adapters.catalogue.previous import DjangoPreviousLists
from adapters.history.repository import DjangoHistory
from adapters.tutorials.repository import BATCH_SIZE, DjangoTutorials
from domain.paging import PageRequest
from domain.ports.history import History
from domain.ports.previous import PreviousLists
from domain.ports.reference import ReferenceData
from domain.ports.tutorials import TutorialRepository
from domain.search.ports import CatalogueFeed
from tests.adapters.catalogue.replica import ListingReplica
from tests.adapters.catalogue.sample_catalogue import make_sample_catalogue

pytestmark = pytest.mark.django_db(transaction=True)
ADMINISTERED: list[type[Model]] = sorted(site._registry, key=lambda model: model._meta.label)


def changes() -> None:
    held = ListingReplica()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_events SET remain_space = 3")
    with recorded() as statements:
        DjangoCatalogueFeed().changes(held)
    check(statements)


def guarded_load() -> None:
    # What is read before the snapshot is compared with what is read later.
    with recorded() as statements:
        DjangoCatalogueFeed().load()
    check(statements[1:])


def reading(read: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with recorded() as statements:
            read()
        check(statements)

    return run


def of_no_variations() -> None:
    product = Product.objects.create(fullname="Unsold", shortname="Unsold", code="unsold")
    reading(lambda: DjangoPreviousLists().variations(product.pk, None))()


# Every method of a port that reads; None for what only writes, or looks at one thing.
METHODS: dict[tuple[type, str], Callable[[], None] | None] = {
    (CatalogueFeed, "load"): guarded_load,
    (CatalogueFeed, "changes"): changes,
    (CatalogueFeed, "is_current"): None,
    (CatalogueFeed, "is_complete"): None,
    (CatalogueFeed, "can_be_lost"): None,
    (CatalogueFeed, "has_seen"): None,
    (CatalogueFeed, "is_behind"): None,
    (TutorialRepository, "get"): reading(lambda: DjangoTutorials().get("A")),
    (TutorialRepository, "all_revised"): reading(
        lambda: list(DjangoTutorials().all_revised([1] * 2 * BATCH_SIZE))
    ),
    (TutorialRepository, "revised"): reading(lambda: DjangoTutorials().revised("A")),
    (TutorialRepository, "booked"): reading(lambda: DjangoTutorials().booked(None, None)),
    # Only inside the transaction of a write, which locks what it finds.
    (TutorialRepository, "find"): None,
    (TutorialRepository, "codes_like"): None,
    # Only inside the transaction of a write, which has the lock for planning.
    (TutorialRepository, "booked_with"): None,
    (TutorialRepository, "instructors"): None,
    (TutorialRepository, "add_instructors"): None,
    (TutorialRepository, "add"): None,
    (TutorialRepository, "change"): None,
    (TutorialRepository, "delete"): None,
    (ReferenceData, "page"): reading(
        lambda: [DjangoReferenceData().page(kind, PageRequest()) for kind in list(MODELS)[:1]]
    ),
    # One record.
    (ReferenceData, "get"): None,
    (ReferenceData, "add"): None,
    (ReferenceData, "change"): None,
    (ReferenceData, "delete"): None,
    (History, "of_event"): reading(lambda: DjangoHistory().of_event("A", PageRequest())),
    (PreviousLists, "variations"): of_no_variations,
    # One statement.
    (PreviousLists, "events"): reading(lambda: DjangoPreviousLists().events(None)),
    (PreviousLists, "tutorial_products"): reading(DjangoPreviousLists().tutorial_products),
    (PreviousLists, "event_code"): None,
}


@pytest.mark.parametrize(
    "port", [CatalogueFeed, TutorialRepository, ReferenceData, History, PreviousLists]
)
def test_every_method_of_a_port_that_reads_is_named_here(port: type) -> None:
    methods = {name for name in vars(port) if not name.startswith("_")}
    assert methods == {name for each, name in METHODS if each is port}


@pytest.mark.parametrize("read", [read for read in METHODS.values() if read])
def test_it_reads_in_one_snapshot(read: Callable[[], None]) -> None:
    make_sample_catalogue()
    read()


@pytest.mark.parametrize("model", ADMINISTERED)
def test_an_admin_page_is_read_in_one_snapshot(model: type[Model]) -> None:
    make_sample_catalogue()
    client = Client()
    client.force_login(User.objects.create_superuser("owner", password="x"))
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    pages = [reverse(f"{name}_changelist")]
    pages += [reverse(f"{name}_change", args=[row.pk]) for row in model._default_manager.all()[:1]]
    for page in pages:
        with recorded() as statements:
            assert client.get(page).status_code == 200
        # The session and the user are read before, and the session is stored afterwards.
        check([each for each in statements[2:] if not is_of_the_session(each[0])])


def is_of_the_session(sql: str) -> bool:
    return "django_session" in sql or "SAVEPOINT" in sql


@contextmanager
def recorded() -> Iterator[list[tuple[str, bool]]]:
    """Record each statement, and whether it is part of a transaction."""
    statements: list[tuple[str, bool]] = []

    def record(execute: Any, sql: str, *rest: Any) -> object:
        statements.append((sql, connection.in_atomic_block))
        return execute(sql, *rest)

    with connection.execute_wrapper(record):
        yield statements


def check(statements: list[tuple[str, bool]]) -> None:
    """Expect one statement, or one read-only snapshot of all of them."""
    if len(statements) == 1:
        return
    assert statements[0] == ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", True)
    assert all(is_inside for _, is_inside in statements)
    assert sum("ISOLATION LEVEL" in sql for sql, _ in statements) == 1
