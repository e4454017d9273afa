"""A column of the tutorial events is in every place that docs/changing.md names."""

from dataclasses import fields

from django.core.exceptions import FieldDoesNotExist

from adapters.spreadsheets.layout import EVENT_HEADINGS
from adapters.tutorials.models import TutorialEvent as EventModel
from adapters.tutorials.rows.queries import STORED_FIELDS
from domain.importing.differences import BOOKING_FIELDS
from domain.search.events.planned import SHOWN_FROM_HIT
from domain.search.hits.products import EventHit
from domain.tutorials.events import EventDraft, TutorialEvent

PLANNED = {field.name for field in fields(EventDraft)} - {"sessions"}


def is_column(name: str) -> bool:
    try:
        EventModel._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def test_a_stored_event_has_every_field_of_a_draft() -> None:
    missing = PLANNED - {field.name for field in fields(TutorialEvent)}

    assert missing == set(), "add them to TutorialEvent in src/domain/tutorials/events.py"


def test_the_table_has_a_column_for_every_field() -> None:
    missing = [name for name in STORED_FIELDS if not is_column(name)]

    assert missing == [], "add them to src/adapters/tutorials/models.py, and make a migration"


def test_a_plan_has_every_field_that_an_import_changes() -> None:
    planned = PLANNED - set(BOOKING_FIELDS)
    missing = {name for name in planned if not {name, f"event_{name}"} & EVENT_HEADINGS.keys()}

    assert missing == set(), (
        "add a heading to EVENT_HEADINGS in src/adapters/spreadsheets/layout.py and read its cell "
        "in src/adapters/spreadsheets/reading/events.py, or add the field to BOOKING_FIELDS in "
        "src/domain/importing/differences.py"
    )


def test_a_hit_of_the_search_has_every_field_of_a_stored_event() -> None:
    missing = set(SHOWN_FROM_HIT) - {field.name for field in fields(EventHit)}

    assert missing == set(), "add them to EventHit in src/domain/search/hits/products.py"
