import os
from collections.abc import Iterator

import pytest
from tests.service import manage, running_service
from tests.tokens import Tokens

SUPERUSER = ("--username=ada", "--email=ada@example.org")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with running_service() as found:
        yield found


@pytest.fixture(scope="session")
def tokens(address: str) -> Tokens:  # noqa: ARG001 (the service must run)
    if os.environ.get("SERVICE_URL"):
        pytest.skip("creates tokens, which only a service of our own allows")
    manage("createsuperuser", "--noinput", *SUPERUSER, DJANGO_SUPERUSER_PASSWORD="x")
    return Tokens(
        writer=_token("tutorials:write", "reference:write"), reader=_token("tutorials:read")
    )


def _token(*scopes: str) -> str:
    given = [f"--scope={scope}" for scope in scopes]
    return manage("tokens", "create", " ".join(scopes), "--owner=ada", *given).strip()
