"""All metrics. Import this module only if metrics are enabled: see `folder`."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

requests = Counter(
    "tutorials_http_requests",
    "Completed requests, by method, route and status.",
    ["method", "route", "status"],
    registry=REGISTRY,
)
request_seconds = Histogram(
    "tutorials_http_request_seconds",
    "Time from a complete request to its response.",
    ["route"],
    buckets=FAST,
    registry=REGISTRY,
)
answers = Counter(
    "tutorials_search_answers",
    "Responses from the search index, by source: cache (an earlier one) or index (a new one).",
    ["source"],
    registry=REGISTRY,
)
catalogue_seconds = Histogram(
    "tutorials_catalogue_refresh_seconds",
    "Time to bring the search index up to date, by kind: update or rebuild.",
    ["kind"],
    buckets=FAST,
    registry=REGISTRY,
)
catalogue_wait_seconds = Histogram(
    "tutorials_catalogue_wait_seconds",
    "Time that a request waited for another thread's check of the catalogue.",
    buckets=FAST,
    registry=REGISTRY,
)
catalogue_version = Gauge(
    "tutorials_catalogue_version",
    "The version of the catalogue in the process that is furthest behind.",
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
catalogue_listings = Gauge(
    "tutorials_catalogue_listings",
    "Products and bundles for sale in the search index.",
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
catalogue_changed = Gauge(
    "tutorials_catalogue_changed_timestamp_seconds",
    "When the search index last changed, in the process where this is longest ago.",
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
catalogue_checked = Gauge(
    "tutorials_catalogue_checked_timestamp_seconds",
    "When the search index was last known to be current, in the process furthest behind.",
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
pool_seconds = Histogram(
    "tutorials_pool_wait_seconds",
    "Time that a thread waited for a connection of the pool.",
    buckets=FAST,
    registry=REGISTRY,
)
pool_timeouts = Counter(
    "tutorials_pool_timeouts",
    "Times that no connection of the pool was free in time.",
    registry=REGISTRY,
)
pool_connections = Gauge(
    "tutorials_pool_connections",
    "Connections of the pools, by state: used, idle, or the allowed total (size).",
    ["state"],
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
database_available = Gauge(
    "tutorials_database_available",
    "1 if every process can reach the database, otherwise 0.",
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
build = Gauge(
    "tutorials_build_info",
    "Always 1; the labels are the version and the commit that run.",
    ["version", "commit"],
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
