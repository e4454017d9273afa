"""A plugin of pytest for `make mutants`, where the tests run once for each mutant."""

import gc
from functools import lru_cache

import pytest
from hypothesis import settings

settings.register_profile("mutants", max_examples=20, deadline=None)
settings.load_profile("mutants")


def pytest_sessionstart() -> None:
    """Forget cached results: each mutant is a fork of a process that has run all tests."""
    kind = type(lru_cache(len))
    for each in gc.get_objects():
        if isinstance(each, kind) and each.__module__.partition(".")[0] in {"api", "domain"}:
            each.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the quick tests first: most mutants need no other."""
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
