"""What tests of writing send, and a service of each kind to send it to."""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.test import Client

from config import wiring
from domain.access.callers import Scope
from tests.api.clients import client_of
from tests.api.responses import EVENTS, Response
from tests.callers import token_of

JSON = "application/json"
WRITER = token_of(Scope.TUTORIALS_WRITE)
DAY = "2027-03-{:02}"


def a_session(sequence: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a session as a client sends it: from nine to five in London, nobody knows where."""
    day = DAY.format(sequence)
    return {
        "title": f"Day {sequence}",
        "location": "London",
        "venue": "To be confirmed",
        "start_date": f"{day}T09:00",
        "end_date": f"{day}T17:00",
        "sequence": sequence,
        **changes,
    }


def an_event(code: str = "NEW-1", *, product: int, **changes: Any) -> dict[str, Any]:
    """Return an event as a client sends it, with two sessions."""
    return {
        "code": code,
        "venue": "Bridge House",
        "start_date": DAY.format(1),
        "end_date": DAY.format(2),
        "remain_space": 5,
        "store_product_id": product,
        "sessions": [a_session(1), a_session(2)],
        **changes,
    }


def a_client() -> Client:
    """Return a client of the service as it is wired, with an index of its own.

    The one of the process would remember the rows of other tests.
    """
    return client_of(replace(wiring.ports(), catalogue=wiring.live_index.__wrapped__()))


def another(client: Client) -> Client:
    """Return a client of the same service, for another thread."""
    made = Client(raise_request_exception=False)
    made.handler = client.handler
    return made


@dataclass(frozen=True)
class Service:
    """A client of a service with a store product, who has the token of a writer."""

    client: Client
    product: int
    token: str = WRITER

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Response:
        data = b"" if body is None else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self.token}", **headers}
        found: Any = self.client.generic(
            method, address, data, given.pop("Content-Type", JSON), headers=given
        )
        return found  # type: ignore[no-any-return]  # a test client's response

    def create(self, code: str = "NEW-1", **changes: Any) -> Response:
        return self.send("POST", EVENTS, an_event(code, product=self.product, **changes))

    def read(self, code: str = "NEW-1") -> Response:
        return self.send("GET", f"{EVENTS}{code}/")

    def change(
        self, method: str, body: Any = None, code: str = "NEW-1", **headers: str
    ) -> Response:
        """Send a change with the ETag that the event has now."""
        tag = self.read(code).headers.get("ETag", '""')
        return self.send(method, f"{EVENTS}{code}/", body, **{"If-Match": tag, **headers})

    def act(self, action: str, body: Any = None, code: str = "NEW-1") -> Response:
        """Send a POST to the address of an action, with the ETag that the event has now."""
        tag = self.read(code).headers.get("ETag", '""')
        return self.send("POST", f"{EVENTS}{code}/{action}/", body, **{"If-Match": tag})
