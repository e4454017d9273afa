"""Pauses the garbage collector while the catalogue is read again, so that requests do not wait."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing in the block, and exclude the objects that it creates from later collections.

    A catalogue has more than a million objects, and no cycles. A collection that examines all of
    them takes several tenths of a second, in which no other thread runs.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
