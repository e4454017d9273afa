"""Metrics for Prometheus. The client library is imported only if METRICS_BIND is set."""
