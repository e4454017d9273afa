"""The admin pages of events and sessions."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.sites import site
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from adapters.administrate.models import Instructor, Venue
from adapters.catalogue.store.repository import DjangoStore
from adapters.history.models import Entry
from adapters.tutorials.models import TutorialEvent, TutorialSession
from adapters.tutorials.repository import DjangoTutorials
from tests.samples import event, session, store_product

pytestmark = pytest.mark.django_db
ADMINISTERED: list[type[Model]] = sorted(site._registry, key=lambda model: model._meta.label)
LIST = "/admin/tutorials/tutorialevent/"


@pytest.fixture
def sold() -> int:
    """Return the id of a store product."""
    item = store_product()
    return DjangoStore().ensure([item]).ids[item.code]


@pytest.fixture
def two_days(sold: int) -> TutorialEvent:
    days = (session(number, venue="To be confirmed") for number in (1, 2))
    DjangoTutorials().add([(event("A", *days), sold)])
    return TutorialEvent.objects.get(code="A")


def typed_in(
    sold: int, *sessions: Mapping[str, object], stored: int = 0, **changes: object
) -> dict[str, object]:
    """Return the form data of a browser for an event with its sessions."""
    form: dict[str, object] = {
        "code": "A",
        "venue": "Bankside",
        "remain_space": "12",
        "start_date": "01/07/2026",
        "end_date": "01/07/2026",
        "exam_session_subject_product_variation": str(sold),
        "sessions-TOTAL_FORMS": str(len(sessions)),
        "sessions-INITIAL_FORMS": str(stored),
        **changes,
    }
    for number, row in enumerate(sessions):
        form |= {f"sessions-{number}-{name}": value for name, value in row.items()}
    return form


def day(number: int, **changes: object) -> dict[str, object]:
    return {
        "sequence": str(number),
        "title": f"Day {number}",
        "location": "London",
        "venue": "To be confirmed",
        "start_date_0": "01/07/2026",
        "start_date_1": "09:00",
        "end_date_0": "01/07/2026",
        "end_date_1": "17:00",
        "time_zone": "Europe/London",
        "url": "",
        **changes,
    }


def add(client: Client, form: Mapping[str, object]) -> dict[str, list[str]]:
    """Send the form; return the errors shown beside each field, those of sessions numbered."""
    response = client.post(f"{LIST}add/", form)
    if response.status_code == 302:
        return {}
    context = response.context
    errors = dict(context["adminform"].form.errors)
    for number, row in enumerate(context["inline_admin_formsets"][0].formset.forms):
        errors |= {f"{number}.{name}": texts for name, texts in row.errors.items()}
    return errors


def test_an_event_is_stored_with_its_sessions(admin_client: Client, sold: int) -> None:
    abroad = day(2, time_zone="America/New_York")

    assert add(admin_client, typed_in(sold, day(1), abroad)) == {}

    stored = DjangoTutorials().get("A")
    assert [each.start_date.isoformat() for each in stored.sessions] == [
        "2026-07-01T09:00:00+01:00",
        "2026-07-01T09:00:00-04:00",
    ]
    assert stored.sessions[0].url is None
    assert LogEntry.objects.count() == 1


def test_instructors_are_chosen_and_taken_away(
    admin_client: Client, sold: int, two_days: TutorialEvent
) -> None:
    ada, emmy = (
        Instructor.objects.create(external_id=first, first_name=first, last_name=last)
        for first, last in (("Ada", "Lovelace"), ("Emmy", "Noether"))
    )
    ids = list(two_days.sessions.order_by("sequence").values_list("id", flat=True))
    page = f"{LIST}{two_days.pk}/change/"

    def save(*chosen: list[int]) -> list[tuple[str, ...]]:
        # One after the other, because an instructor teaches both.
        times = ({"end_date_1": "12:00"}, {"start_date_1": "12:00"})
        rows = [
            day(number, id=ids[number - 1], tutorial_event=two_days.pk, instructors=each, **time)
            for number, (each, time) in enumerate(zip(chosen, times, strict=True), 1)
        ]
        assert admin_client.post(page, typed_in(sold, *rows, stored=2)).status_code == 302
        return [tuple(map(str, each.instructors)) for each in DjangoTutorials().get("A").sessions]

    assert save([emmy.pk, ada.pk], []) == [("Ada Lovelace", "Emmy Noether"), ()]
    shown = admin_client.get(page).text
    assert f'<option value="{ada.pk}" selected>Ada Lovelace</option>' in shown
    assert save([emmy.pk], [emmy.pk]) == [("Emmy Noether",), ("Emmy Noether",)]
    found = admin_client.get(
        "/admin/autocomplete/?app_label=tutorials&model_name=sessioninstructor"
        "&field_name=instructor&term=lovel"
    )
    assert [each["text"] for each in found.json()["results"]] == ["Ada Lovelace"]
    delete = admin_client.post(f"/admin/administrate/instructor/{emmy.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected" in delete.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "\u202e"}, "code"),
        ({"venue": " "}, "venue"),
        ({"remain_space": "-1"}, "remain_space"),
        ({"end_date": "30/06/2026"}, "end_date"),
        ({"start_date": "01/07/1999"}, "start_date"),
    ],
)
def test_an_error_of_an_event_is_shown_next_to_its_field(
    admin_client: Client, sold: int, changes: Mapping[str, Any], field: str
) -> None:
    assert list(add(admin_client, typed_in(sold, **changes))) == [field]
    assert not TutorialEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"location": "a\u202eb"}, "location"),
        ({"end_date_1": "08:00"}, "end_date"),
        ({"start_date_1": ""}, "start_date"),
        ({"sequence": "0"}, "sequence"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        (
            {"start_date_0": "29/03/2026", "start_date_1": "01:30"},
            "start_date",
        ),
    ],
)
def test_an_error_of_a_session_is_shown_next_to_its_field(
    admin_client: Client, sold: int, changes: Mapping[str, Any], field: str
) -> None:
    errors = add(admin_client, typed_in(sold, day(1), day(2, **changes)))

    assert list(errors) == [f"1.{field}"]
    assert not TutorialEvent.objects.exists()


def test_a_duplicate_sequence_is_reported(admin_client: Client, sold: int) -> None:
    assert add(admin_client, typed_in(sold, day(1), day(1))) == {
        "1.__all__": ["Please correct the duplicate values below."]
    }
    assert not TutorialEvent.objects.exists()


def test_invalid_values_of_another_system_allow_changes_of_other_fields(
    admin_client: Client, sold: int, two_days: TutorialEvent
) -> None:
    first, second = two_days.sessions.order_by("sequence")
    page = f"{LIST}{two_days.pk}/change/"
    sessions = TutorialSession.objects.filter(tutorial_event=two_days)
    TutorialEvent.objects.update(venue=" ", remain_space=-4, end_date="2025-07-01")
    sessions.update(venue="", time_zone="Mars", start_date="2026-07-01T08:00:00.25Z")
    rows = [
        day(each.sequence, id=each.pk, tutorial_event=two_days.pk, venue="", time_zone="Mars")
        for each in (first, second)
    ]
    shown = {"venue": " ", "remain_space": "-4", "end_date": "01/07/2025"}

    def save(*rows: Mapping[str, object], **changes: object) -> list[str]:
        form = typed_in(sold, *rows, stored=2, **{**shown, **changes})
        response = admin_client.post(page, form)
        if response.status_code == 302:
            return []
        formset = response.context["inline_admin_formsets"][0].formset
        errors = response.context["adminform"].form.errors, *(form.errors for form in formset.forms)
        return [name for each in errors for name in each]

    assert save(*rows, is_soldout="on") == []
    assert save({**rows[0], "title": "Risk"}, rows[1], is_soldout="on") == []

    stored = DjangoTutorials().get("A")
    assert (stored.is_soldout, stored.venue, stored.remain_space) == (True, " ", -4)
    assert [each.title for each in stored.sessions] == ["Risk", "Day 2"]
    assert {(each.venue, each.time_zone) for each in stored.sessions} == {("", "Mars")}
    assert {each.start_date.microsecond for each in stored.sessions} == {250_000}
    assert save(*rows, start_date="02/07/2026") == ["end_date"]
    assert save(*rows, remain_space="-5") == ["remain_space"]
    assert save({**rows[0], "start_date_1": "18:00"}, rows[1]) == ["time_zone"]
    assert save({**rows[0], "venue": "\u200b"}, rows[1]) == ["venue"]


def test_reference_data_of_another_system_can_be_changed(admin_client: Client) -> None:
    venue = Venue.objects.create(external_id="V1", name="")
    page = f"/admin/administrate/venue/{venue.pk}/change/"
    form = {"external_id": "V1", "name": "", "description": "A hall", "location": ""}

    assert admin_client.post(page, form).status_code == 302
    assert list(Venue.objects.values_list("name", "description")) == [("", "A hall")]
    assert admin_client.post(page, {**form, "external_id": " "}).status_code == 200
    assert admin_client.post("/admin/administrate/venue/add/", form).status_code == 200


def test_times_are_shown_in_the_time_zone_of_the_session(
    admin_client: Client, two_days: TutorialEvent
) -> None:
    two_days.sessions.filter(sequence=1).update(time_zone="America/New_York")

    page = admin_client.get(f"{LIST}{two_days.pk}/change/").content.decode()

    assert 'name="sessions-0-start_date_1" value="04:00:00"' in page
    assert 'name="sessions-1-start_date_1" value="09:00:00"' in page


def test_two_days_can_be_swapped(admin_client: Client, two_days: TutorialEvent) -> None:
    first, second = two_days.sessions.order_by("sequence")
    keys = [{"id": each.pk, "tutorial_event": two_days.pk} for each in (first, second)]
    rows = [day(2, title="Day 1") | keys[0], day(1, title="Day 2") | keys[1]]
    form = typed_in(two_days.exam_session_subject_product_variation_id, *rows, stored=2)

    response = admin_client.post(f"{LIST}{two_days.pk}/change/", form)

    assert response.status_code == 302
    assert dict(two_days.sessions.values_list("pk", "sequence")) == {first.pk: 2, second.pk: 1}


def test_an_event_is_deleted_with_its_sessions(
    admin_client: Client, two_days: TutorialEvent
) -> None:
    response = admin_client.post(f"{LIST}{two_days.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert not TutorialEvent.objects.exists()


def test_a_store_product_with_events_cannot_be_deleted(
    admin_client: Client, two_days: TutorialEvent
) -> None:
    sold = two_days.exam_session_subject_product_variation_id

    response = admin_client.post(f"/admin/catalogue/storeproduct/{sold}/delete/", {"post": "yes"})

    assert response.status_code == 200
    assert "Tutorial event: A" in response.content.decode()
    assert TutorialEvent.objects.exists()


def test_the_history_of_an_event_has_changes_by_all_writers(
    admin_client: Client, two_days: TutorialEvent
) -> None:
    first = two_days.sessions.get(sequence=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE acted.tutorial_sessions SET title = 'Swaps' WHERE id = %s", [first.pk]
        )

    page = admin_client.get(f"{LIST}{two_days.pk}/history/", follow=True)

    shown = {entry.pk for entry in page.context["cl"].result_list}
    assert shown == set(Entry.objects.filter(event_id=two_days.pk).values_list("pk", flat=True))
    assert f"title: {first.title} → Swaps" in page.content.decode()


def test_the_history_of_reference_data_is_that_of_the_record(admin_client: Client) -> None:
    ada, grace = (
        Instructor.objects.create(external_id=name, first_name=name, last_name="B")
        for name in ("Ada", "Grace")
    )
    page = admin_client.get(f"/admin/administrate/instructor/{ada.pk}/history/", follow=True)
    [entry] = page.context["cl"].result_list
    assert (entry.table, entry.row_id, entry.new_values["first_name"]) == (
        "instructors",
        ada.pk,
        "Ada",
    )
    assert "Ada; B" in page.content.decode()
    assert grace.first_name not in page.content.decode()


def test_without_the_permission_the_history_is_that_of_the_admin(
    client: Client, django_user_model: type[User], two_days: TutorialEvent
) -> None:
    staff = django_user_model.objects.create_user("mia", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_tutorialevent"))
    client.force_login(staff)
    page = client.get(f"{LIST}{two_days.pk}/history/")
    assert page.status_code == 200
    assert page.context["action_list"].paginator.count == 0
    assert client.get(f"{LIST}999999/history/").status_code == 302


@pytest.mark.parametrize(
    ("text", "count"), [("A", 1), ("bankside", 1), ("Day 2", 1), ("nowhere", 0)]
)
def test_events_can_be_searched(
    admin_client: Client, two_days: TutorialEvent, text: str, count: int
) -> None:
    response = admin_client.get(LIST, {"q": text})

    assert response.context["cl"].result_count == count


@pytest.mark.parametrize("events", [1, 3])
def test_the_list_takes_a_constant_number_of_statements(
    admin_client: Client,
    sold: int,
    events: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    DjangoTutorials().add([(event(f"E-{number}"), sold) for number in range(events)])

    # Three of them store the session, which each request prolongs.
    with django_assert_num_queries(12):
        admin_client.get(LIST)


@pytest.mark.parametrize("model", ADMINISTERED, ids=lambda model: model.__name__)
def test_every_page_of_the_admin_works(
    admin_client: Client, model: type[Model], two_days: TutorialEvent
) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listed = reverse(f"{name}_changelist")

    assert admin_client.get(listed).status_code == 200
    if site._registry[model].search_fields:
        assert admin_client.get(listed, {"q": "London"}).status_code == 200
    # The history is written by the database alone.
    add = 403 if model is Entry else 200
    assert admin_client.get(reverse(f"{name}_add")).status_code == add


def test_the_admin_requires_a_sign_in(client: Client) -> None:
    response = client.get(LIST)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_events_are_cancelled_with_a_reason_and_reinstated(
    admin_client: Client, two_days: TutorialEvent
) -> None:
    def act(**fields: str) -> str:
        form = {"_selected_action": str(two_days.pk), **fields}
        response = admin_client.post(LIST, form, follow=True)
        return response.content.decode()

    def cancelled() -> tuple[object, ...]:
        names = ("cancelled_by", "cancelled_reason")
        return tuple(TutorialEvent.objects.values(*names).get().values())

    assert 'name="reason"' in act(action="cancel")
    assert 'name="reason"' in act(action="cancel", confirmed="1", reason="a\u202eb")
    assert cancelled() == (None, None)
    assert "Cancelled: 1." in act(action="cancel", confirmed="1", reason="The tutor is ill.")
    assert cancelled() == ("admin", "The tutor is ill.")
    assert "cancelled already" in act(action="cancel", confirmed="1", reason="Other")
    assert cancelled() == ("admin", "The tutor is ill.")
    assert "Reinstated: 1." in act(action="reinstate")
    assert cancelled() == (None, None)
    assert "is not cancelled" in act(action="reinstate")
    entry = Entry.objects.filter(table="tutorial_events").latest("id")
    assert (entry.actor_kind, entry.actor_name) == ("staff", "admin")
