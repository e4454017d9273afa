"""The ETags of the objects that the methods returned."""

import weakref

# By the identity of the object: the classes of the generated models cannot be hashed.
_known: dict[int, tuple["weakref.ref[object]", str]] = {}


def etag_of(data: object) -> str:
    """Return the ETag of the response that a method returned as `data`, for `if_match`.

    Raises:
        LookupError: if `data` is not such an object, or its response had no ETag.

    """
    found = _known.get(id(data))
    if found is None or found[0]() is not data:
        raise LookupError(
            "The ETag is not known: this is not the result of a method. Items of a list have no"
            " ETag of their own; read the item first."
        )
    return found[1]


def remember(data: object, etag: str | None) -> None:
    """Remember the ETag for as long as the object exists."""
    key = id(data)
    if etag is None:
        return
    try:
        # Called before another object can have the same id.
        reference = weakref.ref(data, lambda _: _known.pop(key, None))
    except TypeError:
        return  # A text or a list, which cannot be written back.
    _known[key] = (reference, etag)
