"""JSON Merge Patches (RFC 7396) of events and sessions."""

from typing import TYPE_CHECKING, Any

from api.schemas.merge_patch import patch_of
from api.schemas.tutorials.event_input import TutorialEventIn
from api.schemas.tutorials.session_input import TutorialSessionIn, collected_errors
from domain.editing.changes import EventPatch
from domain.editing.rules import check_changed
from domain.errors import FieldError, Invalid
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import TutorialSession

if TYPE_CHECKING:

    class TutorialEventPatch(TutorialEventIn): ...

    class TutorialSessionPatch(TutorialSessionIn): ...

else:
    TutorialEventPatch = patch_of(TutorialEventIn, "TutorialEventPatch", "a tutorial event")
    TutorialSessionPatch = patch_of(TutorialSessionIn, "TutorialSessionPatch", "a session")


def event_patch(body: TutorialEventPatch, stored: TutorialEvent) -> EventPatch:
    """Return the fields of a stored event that a patch changes.

    Raises:
        Invalid: naming every changed field of the event or of its sessions that breaks a rule.

    """
    values = body.model_dump(include=body.model_fields_set - {"sessions"})
    sessions = None
    errors: list[FieldError] = []
    if "sessions" in body.model_fields_set:
        with collected_errors(errors):
            sessions = body.drafts()
    with collected_errors(errors):
        check_changed(EventDraft, stored, {**values, "sessions": ()})
    if errors:
        raise Invalid(*errors)
    return EventPatch(
        values=values,
        sessions=sessions,
        session_ids=() if sessions is None else tuple(each.id for each in body.sessions),
    )


def changed_values(body: TutorialSessionPatch, stored: TutorialSession) -> dict[str, Any]:
    """Return the fields of a stored session that a patch changes.

    Raises:
        Invalid: naming every time that does not exist or that occurs twice.

    """
    has_zone = "time_zone" in body.model_fields_set
    return body.values(body.model_fields_set, body.time_zone if has_zone else stored.time_zone)
