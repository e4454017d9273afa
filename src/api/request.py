"""What a request brings with it, beside what Django reads from the wire."""

from django.http import HttpRequest

from domain.ports import Ports


class ApiRequest(HttpRequest):
    """`ports` are put there by the wiring, `request_id` by `api.edge`."""

    ports: Ports
    request_id: str
