"""The names of instructors in the free text of a plan."""

import re
from collections.abc import Callable, Iterator, Sequence

from domain.text import spelling_key

# Texts of a plan that mean that there is no instructor yet.
NOBODY = frozenset(
    map(
        spelling_key,
        ("-", "None", "TBC", "To be confirmed", "TBA", "To be announced", "TBD", "N/A", "Various"),
    )
)
# Exports use the first separator. The others also occur in names, so a known name is preferred to
# its parts.
BETWEEN = re.compile(r"\s*;\s*")
ALSO_BETWEEN = re.compile(r"\s*[/&+|]\s*|\s+and\s+", re.IGNORECASE)
JOINED = "; "
type IsKnown = Callable[[str], bool]


def names_in(text: str, is_known: IsKnown) -> Iterator[str]:
    """Yield the names in a text, such as `Ada Lovelace; Noether, Emmy`; none if it is blank.

    `is_known` says whether an instructor has a name. The longest known names are preferred.
    """
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    first = 0
    while first < len(parts):
        ends = range(len(parts), first, -1)
        known = (end for end in ends if is_known(JOINED.join(parts[first:end])))
        end = next(known, None)
        if end is None:
            yield from _parts(parts[first].strip(), is_known)
        else:
            yield JOINED.join(parts[first:end])
        first = end or first + 1


def _parts(text: str, is_known: IsKnown) -> Iterator[str]:
    pieces = [piece for piece in ALSO_BETWEEN.split(text) if piece.strip()]
    if is_known(text) or spelling_key(text) in NOBODY:
        yield from [text] if is_known(text) else []
    elif len(pieces) > 1:
        for piece in pieces:
            yield from _parts(piece.strip(), is_known)
    elif "," in text:
        yield from _between_commas([each.strip() for each in text.split(",") if each.strip()])
    else:
        yield text


def _between_commas(pieces: Sequence[str]) -> Sequence[str]:
    """Return several names, or the one of `Lovelace, Ada`."""
    is_one_name = len(pieces) == 2 and not all(" " in piece for piece in pieces)
    return [f"{pieces[1]} {pieces[0]}"] if is_one_name else pieces
