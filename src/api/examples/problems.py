"""A problem for each status, as `api.http.problems` writes it."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from api.examples.writing import as_json
from api.http.problems import DETAILS, Problem
from domain.errors import FieldError

REQUEST_ID = "3f6c0f9b5d0e4d2f8a4f0a6f2f7b9c11"
CHUNKED = FieldError("body", "Send the body with a Content-Length, not in chunks.")


def problem_example(status: int, path: str, names: Iterable[str]) -> Any:
    """Return how an operation at a path, with parameters of these names, tells of an error."""
    title = HTTPStatus(status).phrase
    unknown = FieldError("colour", f"Unknown; the valid names are: {', '.join(names) or 'none'}")
    wrong = {411: CHUNKED, 422: unknown}.get(status)
    told = f"{wrong.field}: {wrong.message}" if wrong else DETAILS.get(status, f"{title}.")
    shown = Problem(
        type="about:blank",
        title=title,
        status=status,
        detail=told,
        instance=path,
        request_id=REQUEST_ID,
        errors=(wrong,) if wrong else (),
    )
    return as_json(Problem, shown)
