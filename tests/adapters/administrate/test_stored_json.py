"""Reading stored JSON of the back office."""

import pytest
from django.db import connection
from django.test import Client
from model_bakery import baker

from adapters.administrate.models import CourseTemplate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("depth", [10, 256, 900, 2500])
def test_a_deeply_nested_value_is_shown(client: Client, depth: int) -> None:
    stored = baker.make(CourseTemplate, custom_fields={})
    with connection.cursor() as cursor:
        deep = '{"a":' * depth + "1e400" + "}" * depth
        cursor.execute(
            "UPDATE adm.course_templates SET custom_fields = %s::jsonb WHERE id = %s",
            [deep, stored.pk],
        )

    response = client.get("/api/administrate/course-templates/")

    assert response.status_code == 200, response.content
    assert response.content.count(b'{"a":') == depth
