"""Every operation of the API, read from its own document: a new one is tested by itself."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from inspect import Signature, signature
from typing import Any, cast
from urllib.parse import quote, urlencode

from django.test import Client

from api.app import api
from tests.api.responses import Response

# A value for each path parameter, of a thing that `tests.api.samples` has.
KNOWN = {"code": "CM2-01-26A", "product_id": "1", "session_id": "1", "import_id": "1"}
# The same for the id of a record, by the part of the address before it.
RECORDS = {
    "locations": "1",
    "venues": "2",
    "course-templates": "3",
    "instructors": "4",
    "custom-fields": "5",
    "price-levels": "6",
}
# The same for each query parameter that is required.
ASKED = {"exam_session": "1", "subject_code": "CM2"}
JSON = "application/json"


@dataclass(frozen=True)
class Operation:
    """One method of one path; `definition` is its entry in the document."""

    method: str
    path: str
    definition: dict[str, Any]

    @property
    def place(self) -> str:
        """The address without a query."""
        known = KNOWN | {"record_id": RECORDS.get(self.path.split("/")[3], "1")}
        return self.path.format(**{name: quote(known[name]) for name in self.path_parameters})

    @property
    def address(self) -> str:
        """The address with the parameters that are required."""
        return self.asking("")

    def asking(self, query: str) -> str:
        """Return the address with a query beside the parameters that are required."""
        parameters = self.definition.get("parameters", [])
        asked = {
            parameter["name"]: ASKED[parameter["name"]]
            for parameter in parameters
            if parameter["in"] == "query" and parameter["required"]
        }
        whole = "&".join(filter(None, [urlencode(asked), query]))
        return f"{self.place}?{whole}" if whole else self.place

    @property
    def is_open(self) -> bool:
        """Whether anybody may call it."""
        return {} in self.definition.get("security", [{}])

    @property
    def path_parameters(self) -> list[str]:
        parameters = self.definition.get("parameters", [])
        return [parameter["name"] for parameter in parameters if parameter["in"] == "path"]

    @property
    def success(self) -> int:
        """The first status of success that the operation declares."""
        return min(int(status) for status in self.definition["responses"] if status < "300")

    @property
    def media_type(self) -> str | None:
        content = self.definition["responses"][str(self.success)].get("content", {})
        return next(iter(content), None)

    @property
    def body(self) -> bytes:
        """The body to send: the example of a required one, an empty object for an optional one."""
        if "requestBody" not in self.definition:
            return b""
        [content] = self.definition["requestBody"]["content"].values()
        needed = self.definition["requestBody"]["required"]
        return json.dumps(content["example"] if needed else {}).encode()

    def ask(
        self, client: Client, address: str = "", *, method: str = "", **headers: str
    ) -> Response:
        """Send the operation as the document shows it."""
        found = client.generic(
            method or self.method,
            address or self.address,
            self.body,
            content_type=JSON if self.body else "",
            headers=headers,
        )
        return cast("Response", found)

    def send(
        self, client: Client, body: bytes, content_type: str = JSON, **headers: str
    ) -> Response:
        found = client.generic(self.method, self.address, body, content_type, headers=headers)
        return cast("Response", found)


def _operations() -> Iterator[Operation]:
    # As it is on the wire, where every key is a text.
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
    for path, methods in document["paths"].items():
        for method, definition in methods.items():
            yield Operation(method.upper(), path, definition)


OPERATIONS = list(_operations())


def of_each(
    wanted: Callable[[Operation], bool] = lambda _: True,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for each operation that is wanted and that anybody may call.

    An operation that needs a scope has tests of its own. All operations are one test of pytest,
    because some thousand tests take longer than what they send; it reports every operation that
    fails.
    """
    chosen = [operation for operation in OPERATIONS if wanted(operation) and operation.is_open]
    assert chosen

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def test_each(**fixtures: object) -> None:
            failures = list(_failures(test, chosen, fixtures))
            if failures:
                raise ExceptionGroup(f"failed for {len(failures)} operations", failures)

        parameters = signature(test).parameters
        fixtures = [parameter for name, parameter in parameters.items() if name != "operation"]
        # pytest reads from it which fixtures to give.
        test_each.__signature__ = Signature(fixtures)  # type: ignore[attr-defined]
        return test_each

    return decorate


def _failures(
    test: Callable[..., None], chosen: list[Operation], fixtures: dict[str, object]
) -> Iterator[Exception]:
    for operation in chosen:
        try:
            test(operation=operation, **fixtures)
        except Exception as error:  # noqa: BLE001 (each is reported)
            error.add_note(f"The operation is {operation.definition['operationId']}.")
            yield error


def is_read(operation: Operation) -> bool:
    return operation.method == "GET"


def has_body(operation: Operation) -> bool:
    return "requestBody" in operation.definition


def has_path_parameters(operation: Operation) -> bool:
    return bool(operation.path_parameters)


def methods_of(path: str) -> set[str]:
    """Return the methods that an address takes."""
    methods = {operation.method for operation in OPERATIONS if operation.path == path}
    return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())


def ends_in_a_slash(operation: Operation) -> bool:
    """Whether it is no file, whose name ends in its format."""
    return operation.path.endswith("/")
