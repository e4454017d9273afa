"""A small world to ask about: three products, four events, a few records of reference data."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.reference import (
    CourseTemplate,
    CustomField,
    InstructorContact,
    Location,
    PriceLevel,
    ReferenceRecord,
    Venue,
)
from domain.search.hits.products import EventHit
from domain.search.listings.documents import CatalogueContents
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import TutorialSession
from tests.domain.search.samples import (
    a_course,
    a_group,
    a_product,
    a_session,
    a_tutorial,
    a_variation,
    an_event,
    contents,
)
from tests.samples import event

LONDON = ZoneInfo("Europe/London")
SUMMER_DAY, WINTER_DAY = date(2026, 7, 1), date(2026, 1, 7)
TUTORIAL, MATERIAL, PRINTED, MARKING = 1, 2, 3, 4


def a_day(sequence: int, day: date, *, url: str | None = None) -> TutorialSession:
    """Return a session from nine to five on London's clock."""
    return replace(
        a_session(f"Day {sequence}"),
        id=sequence,
        sequence=sequence,
        start_date=datetime(day.year, day.month, day.day, 9, tzinfo=LONDON),
        end_date=datetime(day.year, day.month, day.day, 17, tzinfo=LONDON),
        url=url,
    )


def a_sound_event() -> EventHit:
    days = a_day(1, SUMMER_DAY, url="https://example.org/room"), a_day(2, WINTER_DAY)
    found = an_event("CM2-01-26A", venue="BPP Waterloo", sessions=days)
    return replace(found, finalisation_date=date(2025, 12, 1))


def an_unsound_event() -> EventHit:
    """Return an event that breaks rules, as rows of other systems do; it is shown anyway."""
    return replace(an_event("CM2-02-26A", venue=""), id=2, remain_space=-1)


def a_catalogue() -> CatalogueContents:
    """Return a tutorial of CM2, and a course book and a marking of CB1."""
    course = a_course("CM2_f2f_5", events=[a_sound_event(), an_unsound_event()])
    return contents(
        a_tutorial(1, variations=[course], groups=[TUTORIAL]),
        a_product(
            2,
            name="Course Notes",
            variations=[a_variation("Vitalsource eBook", variation_type="eBook")],
            groups=[PRINTED],
            subject_id=2,
            subject_code="CB1",
        ),
        a_product(
            3,
            name="Series X Marking",
            kind="Markings",
            variations=[a_variation("Series X", variation_type="Marking")],
            groups=[MARKING],
            subject_id=2,
            subject_code="CB1",
        ),
        groups=[
            a_group(TUTORIAL, "Tutorial"),
            a_group(MATERIAL, "Material"),
            a_group(PRINTED, "Printed", parent_id=MATERIAL),
            a_group(MARKING, "Marking"),
        ],
        facet_groups={"categories": (TUTORIAL, MATERIAL, MARKING)},
    )


def some_events() -> list[EventDraft]:
    """Return events with codes of every kind, each a day later than the one before."""
    codes = "CM2-01-26A", "CM2-02 Zürich", "CM2/03", "CM2-04?#%"
    days = (date(2026, 7, number) for number in range(1, 5))
    return [event(code, start=day) for code, day in zip(codes, days, strict=True)]


def some_records() -> list[ReferenceRecord]:
    moment = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
    location = Location(
        id=1,
        external_id="L1",
        name="London",
        code="LDN",
        legacy_id=None,
        active=True,
        created_at=moment,
        updated_at=moment,
    )
    venue = Venue(
        id=2,
        external_id="V2",
        name="BPP Waterloo",
        description=None,
        location_id="L1",
        created_at=moment,
        updated_at=moment,
    )
    template = CourseTemplate(
        id=3,
        external_id="T3",
        code="CM2_f2f_5",
        title="CM2 in five days",
        event_learning_mode="Classroom",
        categories="",
        custom_fields={"days": 5, "online": False, "notes": [None, "ü", 1.5]},
        active=True,
        created_at=moment,
        updated_at=moment,
    )
    instructor = InstructorContact(
        id=4,
        external_id="I4",
        first_name="Ada",
        last_name="Wrenfield",
        legacy_id=None,
        is_active=True,
        created_at=moment,
        updated_at=moment,
        last_synced=moment,
        email="ada@example.org",
    )
    field = CustomField(
        id=5,
        external_id="F5",
        label="Dietary needs",
        field_type="text",
        description=None,
        is_required=False,
        roles=["learner"],
        entity_type="Event",
        last_synced=moment,
    )
    level = PriceLevel(
        id=6, external_id="P6", name="Standard", description=None, last_synced=moment
    )
    venues = [venue, replace(venue, id=9, external_id="V9", location_id=None)]
    return [location, *venues, template, instructor, field, level]
