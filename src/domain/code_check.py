"""The check of codes before events are stored under them."""

from collections.abc import Iterable, Mapping, Sequence

from domain.errors import Conflict, FieldError
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.codes import code_key

DIFFERENCES = "only in case, dashes, spaces or invisible characters"


def check_code(code: str, tutorials: TutorialRepository, *, besides: str | None = None) -> None:
    """Check the code of a new event, or the new code of the event with the code `besides`.

    Other writers cannot store new codes until the transaction ends.

    Raises:
        Conflict: if the code looks the same as that of another event.
        Busy: if other writers take too long.

    """
    others = [each for each in _stored([code], tutorials).get(code, ()) if each != besides]
    if others:
        message = _message(code, code if code in others else others[0])
        raise Conflict(message, FieldError("code", message))


def check_codes(new: Iterable[str], tutorials: TutorialRepository) -> None:
    """Check the codes of the new events of a plan, as `check_code` does."""
    codes = list(new)
    refuse_repeated(codes)
    for code, others in _stored(codes, tutorials).items():
        raise Conflict(_message(code, others[0]))


def refuse_repeated(codes: Iterable[str]) -> None:
    """Refuse codes of a plan that look the same.

    Raises:
        Conflict: naming two of them.

    """
    first_by_key: dict[str, str] = {}
    for code in codes:
        first = first_by_key.setdefault(code_key(code), code)
        if first != code:
            raise Conflict(
                f"Two events of the plan have codes that differ {DIFFERENCES}: {first!r} and "
                f"{code!r}."
            )


def _stored(codes: Sequence[str], tutorials: TutorialRepository) -> Mapping[str, Sequence[str]]:
    return tutorials.codes_like(codes, locked=True) if codes else {}


def _message(code: str, other: str) -> str:
    if other == code:
        return f"Another event has the same code: {code!r}."
    return f"Another event has the code {other!r}, which differs from {code!r} {DIFFERENCES}."
