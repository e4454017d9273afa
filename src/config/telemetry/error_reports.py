"""Reports of errors to Sentry, without data of requests."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from api.http.request_id import current_request_id
from config.environment import Environment

# The reported fields of a request: not its query, body, cookies or headers.
OF_A_REQUEST = ("method", "url")


def report_errors(environment: Environment, *, release: str) -> None:
    """Start to report errors, if a Sentry project is set.

    Raises:
        ImproperlyConfigured: if it is set, and the extra `sentry` is not installed.

    """
    if environment.sentry_dsn is None:
        return
    try:
        import sentry_sdk
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN needs the extra `sentry`: run `uv sync --extra sentry`, or leave it unset"
        ) from error
    sentry_sdk.init(
        dsn=environment.sentry_dsn.get_secret_value(),
        release=release,
        send_default_pii=False,
        max_request_body_size="never",
        # They can hold anything.
        include_local_variables=False,
        # Its breadcrumbs would be SQL with values, and log lines of other requests.
        max_breadcrumbs=0,
        before_send=without_data,
    )


def without_data(event: Any, _hint: Any) -> Any:
    """Return an event without the data of its request, but with the request id of the log."""
    request = event.get("request", {})
    event["request"] = {name: request[name] for name in OF_A_REQUEST if name in request}
    event.pop("user", None)
    if request_id := current_request_id.get():
        event.setdefault("tags", {})["request_id"] = request_id
    return event
