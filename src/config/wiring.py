"""Which adapter implements each port."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from adapters.access.authenticator import DjangoAuthenticator
from adapters.access.stored_responses import DjangoStoredResponses
from adapters.administrate.repository import DjangoReferenceData
from adapters.calendars.calendar_file import write_calendar
from adapters.catalogue.changes.transactions import DjangoTransactions
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.previous import DjangoPreviousLists
from adapters.catalogue.store.repository import DjangoStore
from adapters.history.actors import DjangoActors
from adapters.history.repository import DjangoHistory
from adapters.imports.repository import DjangoPlanImports
from adapters.imports.storing import PlanStore
from adapters.spreadsheets.writing.csv_file import write_csv
from adapters.spreadsheets.writing.workbook_file import write_workbook
from adapters.synonyms import SynonymFile
from adapters.tutorials.repository import DjangoTutorials
from config.environment import environment
from config.metrics.imports import record_import
from config.processes import garbage_collector
from config.processes.background import in_background
from config.processes.process_lock import ProcessLock
from config.processes.renewal import Renewal
from config.telemetry.tracing import catalogue_span
from domain.importing.import_tutorials import ImportReport
from domain.ports.files import EventFiles
from domain.ports.ports import Ports
from domain.search.live.live_index import LiveSearchIndex
from domain.search.ports import CatalogueSource


@cache
def feed() -> DjangoCatalogueFeed:
    """Return the feed of the catalogue, which has a connection of its own."""
    return DjangoCatalogueFeed()


@cache
def renewal() -> Renewal:
    """Return what the workers ask for a renewal; called first before the fork."""
    return Renewal()


@cache
def live_index() -> LiveSearchIndex:
    """Return the search index of this process; called first before the fork."""
    return LiveSearchIndex(
        feed(),
        # The day in the site's zone (`TIME_ZONE`).
        today=timezone.localdate,
        synonyms=SynonymFile(settings.SEARCH_SYNONYMS).current,
        observe=observed,
        timeout_seconds=environment().catalogue_wait_seconds,
        wait_seconds=environment().catalogue_stale_after_seconds,
        in_background=in_background,
        turns=partial(_one_at_a_time, ProcessLock(), renewal()),
    )


@cache
def ports() -> Ports:
    """Return the ports of this process."""
    return Ports(
        catalogue=live_index(),
        tutorials=DjangoTutorials(),
        store=DjangoStore(),
        files=EventFiles(csv=write_csv, xlsx=write_workbook, calendar=write_calendar),
        reference=DjangoReferenceData(),
        previous=DjangoPreviousLists(),
        access=DjangoAuthenticator(),
        actors=DjangoActors(),
        history=DjangoHistory(),
        transactions=DjangoTransactions(),
        stored_responses=DjangoStoredResponses(),
        imports=plan_imports(),
    )


@contextmanager
def _one_at_a_time(lock: ProcessLock, renewal: Renewal) -> Iterator[None]:
    """Run the block, a complete reading of the catalogue, in one process of the server at a time.

    If the server can read it for all workers, this worker ends before.
    """
    renewal.wait()
    with lock.acquired(), garbage_collector.paused():
        yield


@cache
def plan_imports() -> DjangoPlanImports:
    """Return the imports of uploaded plans, with the queue of those that take long."""
    return DjangoPlanImports(
        plans=plan_store(), in_background=in_background, observe=observe_import
    )


@cache
def plan_store() -> PlanStore:
    """Return what stores plans: those of the command, and those that are uploaded."""
    return PlanStore(
        store=DjangoStore(),
        tutorials=DjangoTutorials(),
        actors=DjangoActors(),
        transactions=DjangoTransactions(),
    )


def observe_import(report: ImportReport | None) -> None:
    """Leave the result of an import for the metrics; None if it was refused."""
    folder = environment().metrics_directory
    if report is None:
        record_import(folder, result="refused", rows={})
    else:
        rows = {**report.created, "changed": len(report.changed)}
        record_import(folder, result="stored", rows=rows)


@contextmanager
def observed(what: str) -> Iterator[None]:
    """Trace and measure a step of `LiveSearchIndex`, if traces or metrics are enabled."""
    with catalogue_span(what), _timer(what):
        yield


def _timer(what: str) -> AbstractContextManager[object]:
    if not environment().metrics_bind:
        return nullcontext()
    from config.metrics.watching import catalogue_timer

    return catalogue_timer(what)


def followed_catalogue() -> CatalogueSource:
    """Return the catalogue for the thread that updates it and publishes the metrics."""
    catalogue = ports().catalogue
    if not environment().metrics_bind:
        return catalogue
    from config.metrics.watching import Published, watch_pool

    watch_pool()
    return Published(catalogue)


type Handler = Callable[[HttpRequest], HttpResponse]


class PortsMiddleware:
    """Sets `request.ports` on every request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.ports = ports()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.ports = self.ports  # type: ignore[attr-defined]  # api's own request type has it
        return self.get_response(request)
