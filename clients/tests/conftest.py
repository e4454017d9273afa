from collections.abc import Iterator

import pytest
from tests.service import running_service


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with running_service() as found:
        yield found
