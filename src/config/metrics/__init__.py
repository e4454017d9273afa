"""Metrics for Prometheus. The client library is imported only where METRICS_BIND is set."""
