"""The cost of the change log for a writer of many rows, and for a reader.

Run by hand: `python -m benchmarks.change_feed`. Starts a PostgreSQL of its own, or uses the one
of DATABASE_URL, in a new database that it drops again.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from benchmarks.servers import scratch_database
from domain.search.listings.documents import AnyListing, ListingKey
from tests.adapters.adoption.databases import migrate, run

ALIAS = "change_feed_benchmark"
ROUNDS = 5
READINGS = 200
ROWS = 10_000
SITTINGS, PAIRS, EVENTS, SESSIONS = 100, 27, 10, 5
PRODUCTS = SITTINGS * PAIRS

# Changes after which one or a few listings are read.
WRITES = {
    "a session": "UPDATE acted.tutorial_sessions SET title = title || 'x' WHERE id = {number}",
    "an event": "UPDATE acted.tutorial_events SET remain_space = 3 WHERE id = {number}",
    "a price": "UPDATE acted.prices SET amount = amount + 1 WHERE id = {number}",
}

MORE_PAIRS = PAIRS + ROWS // SITTINGS
FILL = f"""
    INSERT INTO acted.catalog_subjects (code, active, created_at, updated_at)
        SELECT 'S' || n, true, now(), now() FROM generate_series(1, 20) n;
    INSERT INTO acted.catalog_exam_sessions
        (session_code, start_date, end_date, create_date, modified_date)
        SELECT 'E' || n, now(), now(), now(), now() FROM generate_series(1, 5) n;
    INSERT INTO acted.catalog_exam_session_subjects
        (exam_session_id, subject_id, is_active, created_at, updated_at)
        SELECT e.id, s.id, true, now(), now()
        FROM acted.catalog_exam_sessions e, acted.catalog_subjects s;
    INSERT INTO acted.catalog_products
        (fullname, shortname, code, created_at, updated_at, is_active, buy_both)
        SELECT 'Tutorial ' || n, 'T' || n, 'P' || n, now(), now(), true, false
        FROM generate_series(1, {MORE_PAIRS}) n;
    INSERT INTO acted.catalog_product_variations (variation_type, name) VALUES ('Tutorial', 'x');
    INSERT INTO acted.catalog_product_product_variations (product_id, product_variation_id)
        SELECT p.id, v.id FROM acted.catalog_products p, acted.catalog_product_variations v;
    INSERT INTO acted.product_productvariation_recommendations
        (product_product_variation_id, recommended_product_product_variation_id,
            created_at, updated_at)
        SELECT id, id + 1, now(), now() FROM acted.catalog_product_product_variations
        WHERE id < {PAIRS};
"""
COLUMNS = {
    "products": "exam_session_subject_id, product_product_variation_id, product_code, is_active,"
    " created_at, updated_at",
    "prices": "product_id, price_type, amount, currency, created_at, updated_at",
    "tutorial_events": "code, venue, is_soldout, remain_space, start_date, end_date,"
    " exam_session_subject_product_variation_id, created_at, updated_at",
    "tutorial_sessions": "tutorial_event_id, title, location, venue, start_date, end_date,"
    " sequence, created_at, updated_at",
}
# The existing rows, and the writes: ROWS are inserted, updated and deleted.
STORED = {
    "products": f"""
        SELECT s.id, p.id, s.id || '/' || p.id, true, now(), now()
        FROM acted.catalog_exam_session_subjects s, acted.catalog_product_product_variations p
        WHERE p.id <= {PAIRS}""",
    "prices": """
        SELECT p.id, 'type ' || n, 1, 'GBP', now(), now()
        FROM acted.products p, generate_series(1, 4) n""",
    "tutorial_events": f"""
        SELECT p.id || '-' || n, 'Bankside', false, 9, '2026-07-01', '2026-07-09', p.id, now(),
            now()
        FROM acted.products p, generate_series(1, {EVENTS}) n""",
    "tutorial_sessions": f"""
        SELECT e.id, 'Day ' || n, 'London', 'Bankside', '2026-07-01 09:00Z', '2026-07-01 17:00Z',
            n, now(), now()
        FROM acted.tutorial_events e, generate_series(1, {SESSIONS}) n""",
}
WRITTEN = {
    "products": f"""
        SELECT s.id, p.id, s.id || '/' || p.id, true, now(), now()
        FROM acted.catalog_exam_session_subjects s, acted.catalog_product_product_variations p
        WHERE p.id > {PAIRS}""",
    "prices": f"""
        SELECT n % {PRODUCTS} + 1, 'type ' || n, 1, 'GBP', now(), now()
        FROM generate_series(11, {ROWS} + 10) n""",
    "tutorial_events": f"""
        SELECT n, 'Bankside', false, 9, '2026-07-01', '2026-07-09', n % {PRODUCTS} + 1, now(), now()
        FROM generate_series(1, {ROWS}) n""",
    "tutorial_sessions": f"""
        SELECT n, 'Day', 'London', 'Bankside', '2026-07-01 09:00Z', '2026-07-01 17:00Z', 9, now(),
            now()
        FROM generate_series(1, {ROWS}) n""",
}


def main() -> None:
    with scratch_database(ALIAS) as connection:
        migrate(connection)
        run(connection, FILL)
        for table, rows in STORED.items():
            run(connection, f"INSERT INTO acted.{table} ({COLUMNS[table]}) {rows}")
        run(connection, "VACUUM ANALYZE")
        _report(f"{ROWS:,} rows | without | with the log", _measure_writers(connection))
        sold = f"{PRODUCTS:,} store products, {PRODUCTS * EVENTS:,} events of {SESSIONS} sessions"
        with _as_default(connection):
            _report(f"reading {sold} | processor time", _measure_readers(connection))


def _measure_writers(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, ...]]:
    for table in STORED:
        times: dict[bool, list[dict[str, float]]] = {False: [], True: []}
        for number in range(2 * ROUNDS):
            logged = bool(number % 2)
            able = "ENABLE ALWAYS" if logged else "DISABLE"
            for kind in ("insert", "update", "delete", "row"):
                run(connection, f"ALTER TABLE acted.{table} {able} TRIGGER log_{kind}")
            times[logged].append(_times(connection, table))
        for statement in times[True][0]:
            without, with_log = (
                statistics.median(each[statement] for each in times[logged])
                for logged in (False, True)
            )
            ratio = f"{with_log:.0f} ms, {with_log / without:.2f} times"
            yield f"{statement} {table}", f"{without:.0f} ms", ratio
    yield from _measure_single_rows(connection)


def _times(connection: BaseDatabaseWrapper, table: str) -> dict[str, float]:
    """Return the duration of each statement in milliseconds, without the commit."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM acted.{table}")
        ours = f"id > {cursor.fetchone()[0]}"
    statements = {
        "INSERT": f"INSERT INTO acted.{table} ({COLUMNS[table]}) {WRITTEN[table]}",
        "UPDATE": f"UPDATE acted.{table} SET updated_at = now() WHERE {ours}",
        "DELETE": f"DELETE FROM acted.{table} WHERE {ours}",
    }
    found = {}
    for name, sql in statements.items():
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            start = time.monotonic()
            cursor.execute(sql)
            found[name] = (time.monotonic() - start) * 1000
    run(connection, f"VACUUM ANALYZE acted.{table}")
    return found


def _measure_single_rows(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, ...]]:
    """Measure statements of one row, each with its commit."""
    sql = "UPDATE acted.tutorial_sessions SET updated_at = now() WHERE id = {number}"
    times: dict[bool, list[float]] = {False: [], True: []}
    for migration_lock in range(2 * ROUNDS):
        logged = bool(migration_lock % 2)
        able = "ENABLE ALWAYS" if logged else "DISABLE"
        for kind in ("update", "row"):
            run(connection, f"ALTER TABLE acted.tutorial_sessions {able} TRIGGER log_{kind}")
        for number in range(READINGS):
            start = time.monotonic()
            run(connection, sql.format(number=number + 1))
            times[logged].append((time.monotonic() - start) * 1000)
    without, with_log = (f"{statistics.median(times[logged]):.2f} ms" for logged in (False, True))
    yield "one row, with its commit", without, with_log


@contextmanager
def _as_default(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Use this database as the default one."""
    default = connections.databases["default"]
    name = default["NAME"]
    connections["default"].close()
    default["NAME"] = connection.settings_dict["NAME"]
    yield
    connections["default"].close()
    default["NAME"] = name


def _measure_readers(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    held = IndexListings()
    yield "everything", f"{_processor_ms(IndexListings):.0f} ms"
    for what, sql in WRITES.items():
        figures = []
        for number in range(READINGS):
            run(connection, sql.format(number=number % PRODUCTS + 1))
            figures.append(_processor_ms(held.follow))
        yield f"after one change of {what}", f"{statistics.median(figures):.2f} ms"


class IndexListings:
    """Listings by the store products that they show, as in the index."""

    def __init__(self) -> None:
        from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed  # needs Django
        from tests.adapters.catalogue.replica import shown  # needs Django

        self.feed = DjangoCatalogueFeed()
        contents = self.feed.load()
        self.position, self.events = contents.position, contents.events
        self.listings = {listing.key: listing for listing in contents.listings}
        self.keys: defaultdict[int, set[ListingKey]] = defaultdict(set)
        for listing in contents.listings:
            for store_product_id in shown(listing):
                self.keys[store_product_id].add(listing.key)

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]:
        return {key for each in store_product_ids for key in self.keys[each]}

    def listing(self, key: ListingKey) -> AnyListing:
        return self.listings[key]

    def follow(self) -> None:
        changes = self.feed.changes(self)
        assert changes is not None
        self.position, self.events = changes.position, changes.events or self.events
        self.listings.update({listing.key: listing for listing in changes.listings})


def _processor_ms(work: Callable[[], object]) -> float:
    """Return the processor time of this process, without that of the database."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _report(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    sys.stdout.write(f"\n| {title} |\n| --- |{' --- |' * title.count('|')}\n")
    for row in rows:
        sys.stdout.write(f"| {' | '.join(row)} |\n")


if __name__ == "__main__":
    main()
