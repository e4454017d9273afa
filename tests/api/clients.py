import pytest
from django.test import Client

from domain.ports.ports import Ports


def client_of(ports: Ports) -> Client:
    """Return a client that returns a 500 response instead of raising the exception."""
    made = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.wiring.ports", lambda: ports)
        made.handler.load_middleware()
    return made
