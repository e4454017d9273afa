"""`load_demo`: load a demo catalogue into an empty database."""

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
from domain.importing.import_tutorials import import_tutorials

# A lock key that no other program uses.
LOCK = 2026_0001


class Command(BaseCommand):
    help = "Load a demo catalogue if the database has no store products and no events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the date that the dates of the demo catalogue are relative to",
        )

    @transaction.atomic
    def handle(self, *_args: object, today: date | None, **_options: Any) -> None:
        with connection.cursor() as cursor:
            # Without the lock, two concurrent commands would both see an empty catalogue.
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
            f"Loaded a demo catalogue with {events} tutorial events and {sessions} sessions. "
            "Set DEMO=0 to start with an empty catalogue."
        )
