"""Keeps the garbage collector from holding up requests while the catalogue is read again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing in the block, and never look at what it leaves behind.

    A catalogue has more than a million objects, and no cycles. A collection that looks at all of
    them takes several tenths of a second, in which no other thread runs.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
