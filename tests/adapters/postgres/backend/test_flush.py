"""Commands that empty or fill whole databases include the tables of every schema."""

import unittest
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import TransactionTestCase

from tests.adapters.postgres.temporary_tables import INSTALLED, installed, query, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room() -> Iterator[Any]:
    beside = models.ManyToManyField("self")
    with installed('"annexe"."rooms"', ("beside", beside)) as model:
        run("CREATE SCHEMA annexe")
        try:
            with connection.schema_editor() as editor:
                editor.create_model(model)
            yield model
        finally:
            run("DROP SCHEMA annexe CASCADE")


def two_rooms(model: Any) -> None:
    model.objects.create().beside.add(model.objects.create())


def outcome(case: type[TransactionTestCase]) -> unittest.TestResult:
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    return result


def printed(command: str, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def test_flush_empties_the_tables_of_every_schema(room: Any) -> None:
    two_rooms(room)
    call_command("flush", interactive=False, verbosity=0)
    assert query("SELECT 1 FROM annexe.rooms, annexe.rooms_beside") == []
    assert room.objects.count() == 0


@pytest.mark.parametrize("search_path", ["public", "annexe, public"])
def test_tables_are_found_with_any_search_path(room: Any, search_path: str) -> None:
    with transaction.atomic():
        run(f"SET LOCAL search_path = {search_path}")
        found = connection.introspection.django_table_names(only_existing=True)
        assert {'"annexe"."rooms"', 'annexe"."rooms_beside', "django_session"} <= set(found)
        run("DROP TABLE annexe.rooms_beside")
        found = connection.introspection.django_table_names(only_existing=True)
        assert 'annexe"."rooms_beside' not in found
        assert 'annexe"."rooms_beside' in connection.introspection.django_table_names()


def test_a_test_case_leaves_no_rows(room: Any) -> None:
    class Case(TransactionTestCase):
        def test_rows_are_made(self) -> None:
            two_rooms(room)

    assert outcome(Case).wasSuccessful()
    assert query("SELECT 1 FROM annexe.rooms") == []


def test_a_test_case_can_reset_sequences(room: Any) -> None:
    two_rooms(room)
    room.objects.all().delete()

    class Case(TransactionTestCase):
        reset_sequences = True

        def test_the_first_key_is_one(self) -> None:
            assert room.objects.create().pk == 1

    assert outcome(Case).wasSuccessful()


def test_serialized_rollback_restores_rows(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    two_rooms(room)
    contents = connection.creation.serialize_db_to_string()
    monkeypatch.setattr(connection, "_test_serialized_contents", contents, raising=False)

    class Case(TransactionTestCase):
        serialized_rollback = True

        def test_first_they_are_deleted(self) -> None:
            room.objects.all().delete()

        def test_then_they_are_there_again(self) -> None:
            assert room.objects.filter(beside__isnull=False).count() == 2

    assert outcome(Case).wasSuccessful()


def test_sqlflush_names_the_tables_with_their_schema(room: Any) -> None:
    assert {'"annexe"."rooms"', '"annexe"."rooms_beside"'} <= set(
        printed("sqlflush").replace(",", "").replace(";", "").split()
    )


def test_sqlsequencereset_prints_what_sets_the_sequence(room: Any) -> None:
    run("INSERT INTO annexe.rooms (id) VALUES (41)")
    run(printed("sqlsequencereset", INSTALLED, "--no-color"))
    assert room.objects.create().pk == 42
