"""Every status of every operation in the document is what the service sends, and the reverse."""

from collections.abc import Iterator

from tests.api.openapi.documents import Node, resolved_header, validator
from tests.api.openapi.provoking import provoke, statuses
from tests.api.operations import OPERATIONS, Operation
from tests.api.responses import Response

# The web server answers them, before the service sees the request: tests/config/server.
OF_THE_SERVER = {414, 431}
# Routes that use nothing that can fail, and that answer to every Host.
WITHOUT_FAILURE = {
    *(("getVersion", 500), ("getLiveness", 500)),
    *(("getLiveness", 400), ("getReadiness", 400)),
}
# They describe the connection and the bytes, and are the same for every route.
OF_EVERY_RESPONSE = {
    *("Content-Type", "Content-Length", "Vary", "X-Content-Type-Options", "Referrer-Policy"),
    *("Content-Security-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"),
}


def test_every_documented_status_is_sent_as_documented(document: Node) -> None:
    failures = [
        f"{operation.definition['operationId']} {status}: {fault}"
        for operation in OPERATIONS
        for status in statuses(operation)
        if status not in OF_THE_SERVER
        if (operation.definition["operationId"], status) not in WITHOUT_FAILURE
        for fault in faults(document, operation, status, provoke(operation, status))
    ]
    assert not failures, "\n".join(failures)


def faults(document: Node, operation: Operation, status: int, response: Response) -> Iterator[str]:
    """Yield what a response has that the document does not say, and the reverse."""
    if response.status_code != status:
        yield f"the status is {response.status_code}: {response.content[:300]!r}"
        return
    definition = operation.definition["responses"][str(status)]
    content = definition.get("content", {})
    if response.headers.get("Content-Type") != next(iter(content), None):
        yield f"the media type is {response.headers.get('Content-Type')}"
    for media_type, body in content.items():
        if "json" in media_type:
            errors = validator(document, body["schema"]).iter_errors(response.json())
            yield from (error.message for error in errors)
    headers = {
        name: resolved_header(document, header) for name, header in definition["headers"].items()
    }
    required = {name for name, header in headers.items() if header["required"]}
    if missing := required - set(response.headers):
        yield f"the headers {missing} are missing"
    if undocumented := set(response.headers) - headers.keys() - OF_EVERY_RESPONSE:
        yield f"the headers {undocumented} are not documented"
