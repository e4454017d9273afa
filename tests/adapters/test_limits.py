"""Invalid requests to the admin are answered with 400, and quickly."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from model_bakery import baker

from adapters.administrate.models import CourseTemplate

pytestmark = pytest.mark.django_db
EVENTS = "/admin/tutorials/tutorialevent/"
SUBJECT = "exam_session_subject_product_variation__exam_session_subject__subject"
COMPLETE = (
    "/admin/autocomplete/?app_label=tutorials&model_name=tutorialevent"
    "&field_name=exam_session_subject_product_variation"
)


@pytest.fixture
def staff() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("owner", password="x"))
    return client


@pytest.mark.parametrize(
    "address",
    [
        f"{COMPLETE}&term=%00",
        f"{COMPLETE}&term=a%00b",
        f"{EVENTS}?q=%00",
        f"{EVENTS}?is_soldout__exact=%00",
        f"{EVENTS}?%00=1",
        f"{EVENTS}%00/change/",
        f"{EVENTS}?_changelist_filters=%00",
        "/admin/login/?next=%00",
        "/admin/auth/user/?username=%00",
    ],
)
def test_nul_in_an_address_is_refused(staff: Client, address: str) -> None:
    assert staff.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        f"{EVENTS}?start_date__year=99999999999999999999",
        f"{EVENTS}?start_date__year=0",
        f"{EVENTS}?start_date__gte=99999-01-01",
        f"{EVENTS}?id=99999999999999999999999",
        f"{EVENTS}99999999999999999999999/change/",
        f"{EVENTS}?p=99999999999999999999999",
        f"{EVENTS}?{SUBJECT}__id__exact=99999999999999999999999",
        f"{EVENTS}?o=99999999999999999999999999",
        f"{COMPLETE}&term=a&page=99999999999999999999999",
        "/admin/administrate/venue/?location__id__exact=" + "9" * 5000,
        "/admin/r/1/" + "9" * 30 + "/",
    ],
)
def test_an_id_out_of_range_is_a_bad_request(staff: Client, address: str) -> None:
    assert staff.get(address).status_code < 500


def form(**changes: Any) -> dict[str, Any]:
    return {
        "external_id": "1", "code": "A", "title": "A", "custom_fields": "{}",
        "price_levels-TOTAL_FORMS": "0", "price_levels-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "A\0"},
        {"title\0": "A"},
        {"price_levels-0-price_level": "\0"},
        {"price_levels-TOTAL_FORMS": "99999"},
        {"price_levels-TOTAL_FORMS": "101"},
        {"price_levels-TOTAL_FORMS": "9" * 5000},
        {"price_levels-TOTAL_FORMS": "-1"},
        {"price_levels-INITIAL_FORMS": "99999"},
        {"price_levels-TOTAL_FORMS": ["99999", "0"]},
        {f"field-{n}": "" for n in range(1001)},
        {"title": "A" * 3_000_000},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_invalid_form_data_is_refused(staff: Client, changes: dict[str, Any]) -> None:
    address = "/admin/administrate/coursetemplate/add/"
    # URL-encoded, and as multipart form data.
    encoded = urlencode(form(**changes), doseq=True)
    plain = staff.post(address, encoded, content_type="application/x-www-form-urlencoded")
    assert plain.status_code == 400
    assert staff.post(address, form(**changes)).status_code == 400
    assert not CourseTemplate.objects.exists()


def test_a_valid_form_is_accepted(staff: Client) -> None:
    sent = form(**{"price_levels-TOTAL_FORMS": "100"})

    assert staff.post("/admin/administrate/coursetemplate/add/", sent).status_code in {200, 302}


@pytest.mark.parametrize(
    "value",
    ['{"a": ' + "9" * 5000 + "}", '{"a": -' + "1" * 5000 + "}", "1" + "0" * 400 + ".5",
     '{"a": 1e400}', "[" * 5000 + "]" * 5000],
    ids=["digits", "negative", "fraction", "exponent", "depth"],
)  # fmt: skip
def test_any_stored_json_is_shown(staff: Client, value: str) -> None:
    stored = baker.make(CourseTemplate, custom_fields={})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE adm.course_templates SET custom_fields = %s::jsonb WHERE id = %s",
            [value, stored.pk],
        )

    response = staff.get("/api/administrate/course-templates/")
    assert response.status_code == 200, response.content[:300]
    assert response.json()["items"][0]["custom_fields"]
    page = staff.get(f"/admin/administrate/coursetemplate/{stored.pk}/change/")
    assert page.status_code == 200
