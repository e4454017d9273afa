"""The reference data of the demo."""

from adapters.administrate.models import (
    CourseTemplate,
    CustomField,
    Instructor,
    Location,
    PriceLevel,
    Venue,
)
from adapters.administrate.repository import MODELS
from adapters.demo.texts import CITIES, COURSES, INSTRUCTORS, LONDON, ONLINE
from domain.catalogue import PriceType


def create_reference_data() -> None:
    """Create some records of each kind, unless there are records of any kind."""
    if any(model._default_manager.exists() for model in MODELS.values()):
        return
    _create_places()
    CourseTemplate.objects.bulk_create(
        CourseTemplate(
            external_id=f"demo-{code}", code=code, title=title, event_learning_mode="Blended"
        )
        for course in COURSES
        for code, title in (
            (f"{course.code}_f2f_{course.classroom_sessions}", f"{course.name}, face to face"),
            (f"{course.code}_LO_{course.online_sessions}", f"{course.name}, live online"),
        )
    )
    PriceLevel.objects.bulk_create(
        PriceLevel(external_id=f"demo-{kind}", name=kind.title()) for kind in PriceType
    )
    Instructor.objects.bulk_create(
        Instructor(
            external_id=f"demo-{last_name.lower()}", first_name=first_name, last_name=last_name
        )
        for first_name, last_name in INSTRUCTORS
    )
    CustomField.objects.create(
        external_id="demo-dietary", label="Dietary needs", field_type="text", entity_type="Event"
    )


def _create_places() -> None:
    places = (ONLINE, LONDON, *CITIES)
    Location.objects.bulk_create(
        Location(external_id=f"demo-{place.short}", name=place.location, code=place.short)
        for place in places
    )
    Venue.objects.bulk_create(
        Venue(external_id=f"demo-{place.short}-{n}", name=name, location_id=f"demo-{place.short}")
        for place in places
        for n, name in enumerate(place.venues, start=1)
    )
