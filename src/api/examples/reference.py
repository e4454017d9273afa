"""One record of each kind of reference data."""

from datetime import UTC, datetime
from typing import Any

from api.examples.writing import as_json, only_page
from domain.paging import Page
from domain.reference import (
    CourseTemplate,
    CustomField,
    Instructor,
    Location,
    PriceLevel,
    ReferenceRecord,
    Venue,
)

MOMENT = datetime(2027, 1, 7, 9, 30, tzinfo=UTC)
RECORDS: tuple[ReferenceRecord, ...] = (
    CourseTemplate(
        id=1,
        external_id="T1",
        code="CM2_f2f_2",
        title="Models of risk, two days",
        event_learning_mode="Classroom",
        categories="Tutorial",
        custom_fields={"days": 2, "online": False},
        active=True,
        created_at=MOMENT,
        updated_at=MOMENT,
    ),
    CustomField(
        id=1,
        external_id="F1",
        label="Dietary needs",
        field_type="text",
        description=None,
        is_required=False,
        roles=["learner"],
        entity_type="Event",
        last_synced=MOMENT,
    ),
    Instructor(
        id=1,
        external_id="I1",
        first_name="Ada",
        last_name="Wrenfield",
        legacy_id=None,
        is_active=True,
        created_at=MOMENT,
        updated_at=MOMENT,
        last_synced=MOMENT,
    ),
    Location(
        id=1,
        external_id="L1",
        name="London",
        code="LON",
        legacy_id=None,
        active=True,
        created_at=MOMENT,
        updated_at=MOMENT,
    ),
    PriceLevel(id=1, external_id="P1", name="Standard", description=None, last_synced=MOMENT),
    Venue(
        id=1,
        external_id="V1",
        name="Bridge House",
        description=None,
        location_id="L1",
        created_at=MOMENT,
        updated_at=MOMENT,
    ),
)


def _page(record: Any) -> Any:
    return as_json(Page[type(record)], only_page(record))  # type: ignore[misc]  # by its own type


ANSWERS = {f"{type(record).__name__}Page": _page(record) for record in RECORDS}
