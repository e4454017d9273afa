"""A small service with every port in memory."""

from dataclasses import replace

from adapters.calendars.calendar_file import write_calendar
from adapters.imports.storing import PlanStore
from adapters.spreadsheets.writing.csv_file import write_csv
from adapters.spreadsheets.writing.workbook_file import write_workbook
from domain.ports.files import EventFiles
from domain.ports.ports import Ports
from domain.search.live.live_index import LiveSearchIndex
from tests.api.samples import a_catalogue, some_events, some_records
from tests.callers import an_authenticator
from tests.fakes import InMemoryFeed
from tests.in_memory import (
    InMemoryActors,
    InMemoryHistory,
    InMemoryPlanImports,
    InMemoryPreviousLists,
    InMemoryReferenceData,
    InMemoryStore,
    InMemoryStoredResponses,
    InMemoryTransactions,
    InMemoryTutorials,
)
from tests.samples import store_product


def some_ports() -> Ports:
    """Return new ports, with what `tests.api.samples` has."""
    store = InMemoryStore()
    sold = store_product()
    store_product_id = store.ensure([sold]).ids[sold.code]
    tutorials = InMemoryTutorials(store)
    tutorials.add([(event, store_product_id) for event in some_events()])
    feed = InMemoryFeed(replace(a_catalogue(), events=tutorials.directory()))
    actors, transactions = InMemoryActors(), InMemoryTransactions(tutorials, feed)
    plans = PlanStore(store=store, tutorials=tutorials, actors=actors, transactions=transactions)
    return Ports(
        catalogue=LiveSearchIndex(feed),
        tutorials=tutorials,
        store=store,
        files=EventFiles(csv=write_csv, xlsx=write_workbook, calendar=write_calendar),
        reference=InMemoryReferenceData(*some_records()),
        previous=InMemoryPreviousLists(store, tutorials),
        access=an_authenticator(),
        actors=actors,
        history=InMemoryHistory(tutorials),
        transactions=transactions,
        stored_responses=InMemoryStoredResponses(),
        imports=InMemoryPlanImports(plans),
    )
