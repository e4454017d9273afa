"""A plugin of pytest for `make mutants`, where the tests run once for each mutant."""

import pytest
from hypothesis import settings

settings.register_profile("mutants", max_examples=20, deadline=None)
settings.load_profile("mutants")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the quick tests first: most mutants need no other."""
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
