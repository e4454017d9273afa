"""Clashes in the admin: shown at the field, and saved only with a reason."""

from collections.abc import Mapping

import pytest
from django.test import Client

from adapters.administrate.models import Instructor
from adapters.catalogue.store.repository import DjangoStore
from adapters.history.models import Entry
from adapters.tutorials.models import TutorialEvent
from adapters.tutorials.repository import DjangoTutorials
from tests.adapters.tutorials.test_admin import LIST, add, day, typed_in
from tests.samples import event, session, store_product

pytestmark = pytest.mark.django_db
ROOM = "Bridge House"


@pytest.fixture
def sold() -> int:
    """Return the id of a store product; an event has a room on the first of July."""
    item = store_product()
    product = DjangoStore().ensure([item]).ids[item.code]
    DjangoTutorials().add([(event("TAKEN", session(1, venue=ROOM)), product)])
    return product


def change(client: Client, form: Mapping[str, object], code: str = "A") -> str:
    pk = TutorialEvent.objects.get(code=code).pk
    return client.post(f"{LIST}{pk}/change/", form, follow=True).content.decode()


def test_a_clash_is_shown_next_to_the_venue_and_nothing_is_saved(
    admin_client: Client, sold: int
) -> None:
    form = typed_in(sold, day(1, venue="Live Online"), day(2, venue=ROOM))

    errors = add(admin_client, form)

    [text] = errors.pop("1.venue")
    assert errors == {}
    assert "ession 1 of TAKEN" in text
    assert "ession 2 of A (Day 2, 01/07/2026 09:00 to 17:00)" in text
    page = admin_client.post(f"{LIST}add/", form).content.decode()
    assert "Reason to allow clashes” above" in page
    assert not TutorialEvent.objects.filter(code="A").exists()


def test_a_code_that_looks_like_another_is_refused(admin_client: Client, sold: int) -> None:
    assert add(admin_client, typed_in(sold, day(1), code="taken")).keys() == {"code"}

    change(admin_client, typed_in(sold, code="Taken"), "TAKEN")

    assert list(TutorialEvent.objects.values_list("code", flat=True)) == ["Taken"]


def test_a_clash_is_shown_next_to_the_instructors(admin_client: Client, sold: int) -> None:
    ada = Instructor.objects.create(external_id="a", first_name="Ada", last_name="Lovelace")
    first = day(1, instructors=[str(ada.pk)])
    second = day(2, instructors=[str(ada.pk)], start_date_1="16:00")

    errors = add(admin_client, typed_in(sold, first, second))

    assert set(errors) == {"0.instructors", "1.instructors"}


def test_a_reason_is_stored_and_the_clash_is_reported(admin_client: Client, sold: int) -> None:
    form = typed_in(sold, day(1, venue=ROOM), override_clashes="The hall has two rooms")

    page = admin_client.post(f"{LIST}add/", form, follow=True).content.decode()

    assert "Saved although it clashes" in page
    assert "ession 1 of TAKEN" in page
    stored = DjangoTutorials().get("A")
    assert stored.clash_override_reason == "The hall has two rooms"
    assert stored.clash_override_by == "admin"
    assert stored.clash_override_at is not None
    [session] = stored.sessions
    kept = day(1, venue=ROOM, id=session.id, title="Other")
    assert "Other" not in change(admin_client, typed_in(sold, kept, stored=1)).split("errornote")[0]
    assert DjangoTutorials().get("A").clash_override_reason == "The hall has two rooms"
    gone = {**kept, "venue": "Live Online"}
    change(admin_client, typed_in(sold, gone, stored=1))
    assert DjangoTutorials().get("A").clash_override_reason is None


def test_the_event_and_the_history_show_an_override(admin_client: Client, sold: int) -> None:
    reason = "The hall has two rooms"
    add(admin_client, typed_in(sold, day(1, venue=ROOM), override_clashes=reason))
    event_id = TutorialEvent.objects.get(code="A").pk

    assert reason in admin_client.get(f"{LIST}{event_id}/change/").content.decode()
    [entry] = Entry.objects.filter(new_values__clash_override_reason=reason)
    assert (entry.event_id, entry.actor_kind, entry.actor_name) == (event_id, "staff", "admin")
    assert entry.new_values is not None
    assert entry.new_values["clash_override_by"] == "admin"
    page = admin_client.get(f"/admin/history/entry/{entry.pk}/change/").content.decode()
    assert reason in page


def test_a_reason_is_a_line(admin_client: Client, sold: int) -> None:
    errors = add(admin_client, typed_in(sold, day(1), override_clashes="a\u202eb"))

    assert set(errors) == {"override_clashes"}


def test_sessions_that_are_not_moved_are_not_checked(admin_client: Client, sold: int) -> None:
    DjangoTutorials().add([(event("A", session(1, venue=ROOM)), sold)])
    [stored] = DjangoTutorials().get("A").sessions
    kept = day(1, venue=ROOM, id=stored.id, title="Other")

    change(admin_client, typed_in(sold, kept, stored=1))
    assert DjangoTutorials().get("A").sessions[0].title == "Other"
    page = change(admin_client, typed_in(sold, {**kept, "end_date_1": "16:00"}, stored=1))
    assert "ession 1 of TAKEN" in page
    assert DjangoTutorials().get("A").sessions[0].end_date == stored.end_date


def test_an_event_is_reinstated_with_a_reason(admin_client: Client, sold: int) -> None:
    DjangoTutorials().add([(event("A", session(1, venue=ROOM)), sold)])
    pk = str(TutorialEvent.objects.get(code="A").pk)

    def act(**fields: str) -> str:
        response = admin_client.post(LIST, {"_selected_action": pk, **fields}, follow=True)
        return response.content.decode()

    act(action="cancel", confirmed="1", reason="ill")
    page = act(action="reinstate")
    assert "ession 1 of TAKEN" in page
    assert 'name="reason"' in page
    assert DjangoTutorials().get("A").cancelled_at is not None
    assert "Reinstated: 1." in act(action="reinstate", confirmed="1", reason="Two rooms")
    stored = DjangoTutorials().get("A")
    assert (stored.cancelled_at, stored.clash_override_reason) == (None, "Two rooms")
