"""The rules of entities, for changes of stored rows that may break them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from domain.errors import Invalid
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

# The field that an error names, if a change of the other one can cause it.
COMPARED = {"start_date": "end_date"}


def check_changed(
    draft: type[EventDraft | SessionDraft],
    stored: TutorialEvent | TutorialSession,
    values: Mapping[str, object],
) -> None:
    """Check a stored entity with new values of some fields.

    Another system can have stored values that break a rule. They prevent no change of other fields.

    Raises:
        Invalid: naming every field that breaks a rule with its new value.

    """
    whole: dict[str, Any] = {
        field.name: values[field.name] if field.name in values else getattr(stored, field.name)
        for field in fields(draft)
    }
    try:
        draft(**whole)
    except Invalid as error:
        changed = values.keys() | {COMPARED[name] for name in COMPARED if name in values}
        if errors := [each for each in error.errors if each.field in changed]:
            raise Invalid(*errors) from error
