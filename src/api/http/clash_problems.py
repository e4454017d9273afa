"""Clashes of sessions as problems (409)."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from ninja import NinjaAPI

from api.http.parsing.pointers import PARTS, pointer
from api.http.problems import problem
from api.http.request import ApiRequest
from api.rendering.json import writer_of
from api.schemas.tutorials.clashes import ClashProblemOut
from domain.clashes.check import Clashing
from domain.clashes.overlaps import BookedSession, Clash

HOW_TO_OVERRIDE = "Send the parameter override_clashes with a reason to store this anyway."


def answer_clashes(api: NinjaAPI) -> None:
    """Make an API return a problem for sessions that clash."""
    handler: Callable[..., HttpResponse] = _clashing
    api.add_exception_handler(Clashing, handler)


def _clashing(request: ApiRequest, error: Clashing) -> HttpResponse:
    errors = [
        # The field of an import is a cell and has no JSON pointer.
        replace(each, field=each.field or "body", pointer=_pointer(each.field))
        if any(each.field in {clash.first.field, clash.second.field} for clash in error.clashes)
        else each
        for each in error.errors
    ]
    # The errors of a plan name cells, and clashes of a plan are refused only on request.
    is_plan = bool(errors) and all(each.pointer is None for each in errors)
    detail = str(error) if is_plan else f"{error} {HOW_TO_OVERRIDE}"
    response = problem(request, 409, detail, errors)
    document = json.loads(response.content)
    document["clashes"] = [_clash(clash) for clash in error.clashes]
    response.content = writer_of(ClashProblemOut).write(document)
    return response


def _clash(clash: Clash) -> dict[str, Any]:
    sessions = {"first": _session(clash.first), "second": _session(clash.second)}
    return {"kind": clash.kind, "name": clash.name, **sessions}


def _session(session: BookedSession) -> dict[str, Any]:
    names = ("id", "event_code", "sequence", "title", "location", "venue")
    values: dict[str, Any] = {name: getattr(session, name) for name in names}
    return {
        **values,
        "start_date": session.start_date,
        "end_date": session.end_date,
        "instructors": [str(name) for name in session.instructors],
        "pointer": None if session.field is None else _pointer(session.field),
    }


def _pointer(field: str) -> str:
    return pointer(PARTS.findall(field))
