"""Checks that every write to the catalogue is logged, and that all stored data is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.db import connection

from adapters.catalogue.changes.guard import TABLES, TRIGGERS
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.models import StoreProduct
from adapters.postgres.snapshot import one_snapshot
from adapters.tutorials.models import TutorialEvent
from domain.search.listings.documents import BundleListing, CatalogueContents

MIGRATE = "Run manage.py migrate, and then manage.py catalogue rebuild."
_LOG = import_module("adapters.catalogue.migrations.0008_fingerprint")
_TRIGGERS = """
    SELECT place, wanted.name,
        CASE
            WHEN to_regclass(place) IS NULL THEN 'the table is missing'
            WHEN tgenabled IS NULL THEN 'it is missing'
            WHEN tgenabled = 'D' THEN 'it is disabled'
            ELSE 'it does not fire for every writer'
        END
    FROM unnest(%(tables)s::text[]) AS place
        CROSS JOIN unnest(%(triggers)s::text[]) AS wanted (name)
        LEFT JOIN pg_trigger ON tgrelid = to_regclass(place) AND tgname = wanted.name
    WHERE tgenabled IS DISTINCT FROM 'A'
    ORDER BY place, wanted.name
"""
_FUNCTIONS = """
    SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'acted'::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Report:
    """The result; each of `problems` says what to do. It is empty if there are none."""

    facts: tuple[str, ...]
    problems: tuple[str, ...]


def verify() -> Report:
    """Check the triggers and functions of the change log, and count stored and shown records."""
    feed = DjangoCatalogueFeed()
    with one_snapshot():
        log = (*_triggers(), *_functions())
        contents = feed.load()
        counts = list(_counts(contents))
    facts = [f"{what}: {stored} stored, {shown} shown" for what, stored, shown in counts]
    wrong = [
        f"{what}: {stored} are stored but {shown} are shown. Run manage.py catalogue rebuild."
        for what, stored, shown in counts
        if stored != shown
    ]
    return Report(tuple(facts), (*log, *wrong))


def _triggers() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, {"tables": list(TABLES), "triggers": list(TRIGGERS)})
        for table, trigger, complaint in cursor.fetchall():
            yield f"The trigger {trigger} of {table}: {complaint}. {MIGRATE}"


def _functions() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        found = dict(cursor.fetchall())
    for name, source in _LOG.functions().items():
        if name not in found:
            yield f"The function acted.{name} is missing. {MIGRATE}"
        elif found[name] != source:
            yield f"The function acted.{name} is not the version of this release. {MIGRATE}"


def _counts(contents: CatalogueContents) -> Iterator[tuple[str, int, int]]:
    """Yield the numbers of stored and shown records by kind."""
    sold = [
        variation
        for listing in contents.listings
        if not isinstance(listing, BundleListing)
        for variation in listing.hit.variations
    ]
    yield "store products", StoreProduct.objects.filter(is_active=True).count(), len(sold)
    events = TutorialEvent.objects.filter(
        exam_session_subject_product_variation__in=[
            variation.store_product_id for variation in sold if hasattr(variation, "events")
        ]
    )
    shown = sum(len(getattr(variation, "events", ())) for variation in sold)
    yield "events", events.count(), shown
