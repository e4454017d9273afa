"""The database rules of `acted.tutorial_sessions`, which apply to every writer."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from model_bakery import baker

from adapters.catalogue.models import StoreProduct
from adapters.tutorials.models import TutorialEvent, TutorialSession

pytestmark = pytest.mark.django_db
NAMED = "tutorial_event_id, title, location, venue, start_date, end_date, sequence"


@pytest.fixture
def event() -> TutorialEvent:
    return baker.make(TutorialEvent)


def insert(
    event: TutorialEvent,
    *,
    start: str = "2026-07-01 09:00Z",
    end: str = "2026-07-01 17:00Z",
    sequence: int = 1,
) -> None:
    """Insert a session with SQL, like another system."""
    values: list[int | str] = [event.pk, "Day", "London", "BPP", start, end, sequence]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO acted.tutorial_sessions ({NAMED}) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            values,
        )


def test_columns_have_database_defaults(event: TutorialEvent) -> None:
    before = datetime.now(UTC)
    insert(event)
    session = TutorialSession.objects.get()
    assert session.time_zone == "Europe/London"
    assert session.url is None
    assert before <= session.created_at == session.updated_at


def test_a_saved_session_has_its_defaults(event: TutorialEvent) -> None:
    session = baker.make(TutorialSession, tutorial_event=event, time_zone="Europe/Dublin")
    created = session.created_at
    session.save()
    session.refresh_from_db()
    assert (session.time_zone, session.created_at) == ("Europe/Dublin", created)
    assert session.updated_at > created


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"end": "2026-07-01 08:59Z"}, "tutorial_sessions_end_not_before_start"),
        ({"sequence": 0}, "tutorial_sessions_sequence_from_1"),
        ({"sequence": -1}, "tutorial_sessions_sequence"),
        ({"start": "1999-12-31 23:59:59Z"}, "tutorial_sessions_years_2000_to_2099"),
        ({"end": "2100-01-01 00:00Z"}, "tutorial_sessions_years_2000_to_2099"),
        ({"start": "-infinity"}, "tutorial_sessions_years_2000_to_2099"),
        ({"end": "infinity"}, "tutorial_sessions_years_2000_to_2099"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(
    event: TutorialEvent, values: dict[str, Any], broken: str
) -> None:
    with pytest.raises(IntegrityError, match=broken):
        insert(event, **values)


def test_the_extreme_dates_are_allowed(event: TutorialEvent) -> None:
    insert(event, start="2000-01-01 00:00Z", end="2099-12-31 23:59:59.999999Z")
    insert(event, start="2026-07-01 09:00Z", end="2026-07-01 09:00Z", sequence=2)
    assert event.sessions.count() == 2


def test_a_sequence_is_unique_in_an_event(event: TutorialEvent) -> None:
    insert(event)
    insert(baker.make(TutorialEvent))
    with pytest.raises(IntegrityError, match="tutorial_sessions_event_sequence"):
        insert(event)


def test_two_sequences_can_be_swapped_in_one_statement(event: TutorialEvent) -> None:
    insert(event, sequence=1)
    insert(event, sequence=2)
    first, second = event.sessions.all()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_sessions SET sequence = 3 - sequence")
    assert list(event.sessions.all()) == [second, first]


def test_the_event_has_no_separate_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = 'acted.tutorial_sessions'::regclass ORDER BY 1"
        )
        found = [name for (name,) in cursor.fetchall()]
    assert found == [
        f"acted.tutorial_sessions_{name}" for name in ("event_sequence", "long", "pkey", "place")
    ]


def test_deleting_an_event_deletes_its_sessions(event: TutorialEvent) -> None:
    kept = baker.make(TutorialSession, sequence=1)
    insert(event)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM acted.tutorial_events WHERE id = %s", [event.pk])
    assert list(TutorialSession.objects.all()) == [kept]
    kept.tutorial_event.delete()
    assert not TutorialSession.objects.exists()


def test_the_admin_lists_the_sessions_that_are_deleted(event: TutorialEvent) -> None:
    insert(event)
    collector = NestedObjects(using="default")
    collector.collect([event])
    assert collector.nested() == [event, [event.sessions.get()]]


def test_a_store_product_with_events_is_protected(event: TutorialEvent) -> None:
    StoreProduct.objects.get().delete()
    with pytest.raises(IntegrityError, match="tutorial_events_exam_session_subject"):
        connection.check_constraints()


def test_a_form_applies_the_same_rules(event: TutorialEvent) -> None:
    insert(event)
    session = TutorialSession(
        tutorial_event=event,
        title="Day",
        location="London",
        venue="BPP",
        start_date=datetime(1999, 1, 2, tzinfo=UTC),
        end_date=datetime(1999, 1, 1, tzinfo=UTC),
        sequence=1,
    )
    with pytest.raises(ValidationError) as caught:
        session.full_clean()
    assert caught.value.messages == [
        "This sequence is taken in the event.",
        "The end must not be before the start.",
        "The dates must lie in 2000 to 2099 (UTC).",
    ]
