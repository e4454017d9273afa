"""`load_demo`: something to look at in a catalogue that is empty."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from adapters.catalogue.models import StoreProduct
from adapters.demo.catalogue import demo_catalogue
from adapters.demo.filters import create_filters
from adapters.demo.reference import create_reference_data
from adapters.demo.selling import create_bundles, create_recommendations
from adapters.tutorials.models import TutorialEvent
from config.wiring import ports
from domain.importing import import_tutorials

# Known to no other program of this database.
LOCK = 2026_0001


class Command(BaseCommand):
    help = "Load an invented catalogue, unless there is a store product or an event already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day that its dates are relative to"
        )

    @transaction.atomic
    def handle(self, *_args: object, today: date | None, **_options: Any) -> None:
        with connection.cursor() as cursor:
            # Two that start at once would both find the catalogue empty.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if StoreProduct.objects.exists() or TutorialEvent.objects.exists():
            return
        demo = demo_catalogue(today or timezone.localdate())
        create_reference_data()
        create_filters()
        ports().store.ensure(demo.other_products)
        report = import_tutorials(demo.planned, store=ports().store, tutorials=ports().tutorials)
        create_bundles(demo.bundles)
        create_recommendations()
        events, sessions = report.created["events"], report.created["sessions"]
        self.stdout.write(
            f"The catalogue was empty: loaded an invented one, with {events} tutorial events of "
            f"{sessions} sessions (DEMO=0 leaves it empty)."
        )
