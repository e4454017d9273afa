"""A mapping whose changed copies share the unchanged parts.

The naive equivalent is a `dict` that is copied for every change.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain

BUCKETS = 512


class SharedMap[K: Hashable, V]:
    """An immutable mapping; a changed copy copies only the buckets that change."""

    __slots__ = ("_buckets",)

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        self._buckets: list[dict[K, V]] = [{} for _ in range(BUCKETS)]
        for key, value in (items or {}).items():
            self._buckets[hash(key) % BUCKETS][key] = value

    def changed(self, put: Mapping[K, V], removed: Iterable[K] = ()) -> "SharedMap[K, V]":
        """Return a copy without some keys and with other items; unknown keys are ignored."""
        buckets = self._buckets.copy()
        copied: dict[int, dict[K, V]] = {}

        def bucket_of(key: K) -> dict[K, V]:
            number = hash(key) % BUCKETS
            if number not in copied:
                copied[number] = buckets[number] = buckets[number].copy()
            return copied[number]

        for key in removed:
            bucket_of(key).pop(key, None)
        for key, value in put.items():
            bucket_of(key)[key] = value
        made = SharedMap[K, V].__new__(SharedMap)
        made._buckets = buckets
        return made

    def __getitem__(self, key: K) -> V:
        return self._buckets[hash(key) % BUCKETS][key]

    def __contains__(self, key: K) -> bool:
        return key in self._buckets[hash(key) % BUCKETS]

    def get(self, key: K) -> V | None:
        return self._buckets[hash(key) % BUCKETS].get(key)

    def items(self) -> Iterator[tuple[K, V]]:
        return chain.from_iterable(bucket.items() for bucket in self._buckets)
